import Foundation
import HongyanStore
import Testing

extension CommandLineTests {
    @Suite("import")
    struct ImportTests {
        @Test("the same file twice changes nothing")
        func idempotent() throws {
            let shop = try Shop.stocked("import-twice")
            defer { shop.remove() }
            try shop.parcels("p", for: ["c1", "c2", "stranger"])
            try shop.tool.write(
                "phone,at,source\n13800000004,2026-01-02T00:00:00+08:00,hotline\n",
                to: "suppressions.csv")
            try shop.succeed("import", "suppressions", "suppressions.csv")
            let before = try shop.dump()
            let again = [
                ("customers", "customers.csv", 9), ("consents", "consents.csv", 6),
                ("events", "p.csv", 3), ("suppressions", "suppressions.csv", 1),
            ]
            for (kind, file, count) in again {
                let output = try shop.succeed("import", kind, file)
                #expect(output == "\(kind): 0 added, 0 changed, \(count) unchanged\n")
            }
            #expect(try shop.dump() == before)
        }

        @Test("numbers with +86, spaces, hyphens and full-width digits are the same number")
        func numbers() throws {
            let shop = try Shop("import-numbers")
            defer { shop.remove() }
            try shop.succeed("migrate")
            let written = [
                "+8613800000001", "+86 138-0000-0001", "138 0000 0001", "１３８０００００００１",
                "008613800000001", "＋８６　１３８－００００－０００１",
            ]
            for number in written {
                try shop.tool.write("id,phone\nc1,\(number)\n", to: "one.csv")
                let outcome = try shop.tool.run("import", "customers", "one.csv")
                let isFirst = number == written.first
                #expect(outcome.code == 0, "\(number): \(outcome.errors)\(outcome.output)")
                #expect(
                    outcome.output
                        == "customers: \(isFirst ? 1 : 0) added, 0 changed, "
                        + "\(isFirst ? 0 : 1) unchanged\n", "\(number)")
            }
        }

        @Test("GBK and UTF-8 with a byte order mark give the same store")
        func encodings() throws {
            var dumps: [String] = []
            for encoding in ["plain", "bom", "gbk"] {
                let shop = try Shop("import-\(encoding)")
                defer { shop.remove() }
                try shop.succeed("migrate")
                var bytes = Data(Shop.customers.utf8)
                if encoding == "bom" { bytes = Data([0xEF, 0xBB, 0xBF]) + bytes }
                if encoding == "gbk" {
                    let gb18030 = String.Encoding(rawValue: 0x8000_0632)
                    bytes = try #require(Shop.customers.data(using: gb18030))
                }
                try shop.tool.write(bytes, to: "customers.csv")
                try shop.succeed("import", "customers", "customers.csv")
                dumps.append(try shop.dump())
            }
            #expect(dumps[0].contains("林小满"))
            #expect(dumps[1] == dumps[0])
            #expect(dumps[2] == dumps[0])
        }

        @Test("bad rows go to the rejects file with line and reason; the rest is in; exit code 3")
        func rejects() throws {
            let shop = try Shop("import-rejects")
            defer { shop.remove() }
            try shop.succeed("migrate")
            try shop.tool.write(
                """
                id,phone,tier
                c1,13800000001,gold
                c2,1380000,gold
                c3,13800000003,diamond
                ,13800000004,gold
                c5,13800000005
                c6,13800000006,silver

                """, to: "some.csv")
            let outcome = try shop.tool.run(
                "import", "customers", "some.csv", "--rejects", "bad.csv")
            #expect(outcome.code == 3)
            #expect(
                outcome.output
                    == "customers: 2 added, 0 changed, 0 unchanged, 4 rejected, see bad.csv\n")
            let lines = try shop.tool.read("bad.csv").split(separator: "\n").map(String.init)
            try #require(lines.count == 5, "\(lines)")
            #expect(lines[0] == "line,reason,raw")
            #expect(lines[1].hasPrefix("3,") && lines[1].hasSuffix("\"c2,1380000,gold\""))
            #expect(lines[2].hasPrefix("4,") && lines[2].contains("'tier' must be one of"))
            #expect(lines[3].hasPrefix("5,'id' is empty"))
            #expect(lines[4].hasPrefix("6,2 cells where the header has 3"))
            #expect(!outcome.output.contains("1380000") && !outcome.errors.contains("1380000"))
            let chinese = try shop.tool.run(
                "import", "customers", "some.csv", "--rejects", "bad.csv", "--lang", "zh")
            #expect(chinese.code == 3)
            #expect(try shop.tool.read("bad.csv").contains("有 2 个单元格，表头有 3 个"))
        }

        @Test("--map reads columns under other names")
        func mapping() throws {
            let shop = try Shop("import-map")
            defer { shop.remove() }
            try shop.succeed("migrate")
            try shop.tool.write("会员号,手机,称呼\nc1,13800000001,林小满\n", to: "members.csv")
            let refused = try shop.tool.run("import", "customers", "members.csv")
            #expect(refused.code == 1)
            try shop.succeed(
                "import", "customers", "members.csv", "--map", "会员号=id,手机=phone,称呼=name")
            #expect(try shop.dump().contains("林小满"))
            let wrong = try shop.tool.run(
                "import", "customers", "members.csv", "--map",
                "会员号=id,手机=phone,称呼=name,城市=city")
            #expect(wrong.code == 1)
            #expect(wrong.errors.contains("城市"), "\(wrong.errors)")
        }

        @Test("an unknown column is an error with the nearest name, and nothing is imported")
        func unknownColumn() throws {
            let shop = try Shop("import-column")
            defer { shop.remove() }
            try shop.succeed("migrate")
            let before = try shop.dump()
            try shop.tool.write("id,phone,citty\nc1,13800000001,上海\n", to: "customers.csv")
            let outcome = try shop.tool.run("import", "customers", "customers.csv")
            #expect(outcome.code == 1)
            #expect(
                outcome.errors.contains("unknown column 'citty'; did you mean 'city'?"),
                "\(outcome.errors)")
            #expect(try shop.dump() == before)
            #expect(!shop.tool.has("customers.csv.rejects.csv"))
        }

        @Test("an event more than five minutes ahead is rejected, one of four minutes is not")
        func future() throws {
            let shop = try Shop.stocked("import-future")
            defer { shop.remove() }
            let format = ISO8601DateFormatter()
            let near = format.string(from: Date().addingTimeInterval(240))
            let far = format.string(from: Date().addingTimeInterval(360))
            try shop.tool.write(
                "id,customer,event,at\na,c1,parcel.arrived,\(near)\nb,c2,parcel.arrived,\(far)\n",
                to: "e.csv")
            let outcome = try shop.tool.run("import", "events", "e.csv")
            #expect(outcome.code == 3)
            #expect(outcome.output.hasPrefix("events: 1 added"))
            #expect(
                try shop.tool.read("e.csv.rejects.csv").contains(
                    "3,'at' lies more than 5 minutes in the future"))
        }

        @Test("a missing file, a folder, an empty file and a header alone are told apart")
        func strangeFiles() throws {
            let shop = try Shop("import-strange")
            defer { shop.remove() }
            try shop.succeed("migrate")
            try shop.tool.write("", to: "empty.csv")
            try shop.tool.write("id,phone\n", to: "header.csv")
            let expected = [
                ("nowhere.csv", "cannot read nowhere.csv"), ("rules", "rules is a folder"),
                ("empty.csv", "the file has no header line"),
            ]
            for (file, words) in expected {
                let outcome = try shop.tool.run("import", "customers", file)
                #expect(outcome.code == 1, "\(file)")
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            }
            #expect(
                try shop.succeed("import", "customers", "header.csv")
                    == "customers: 0 added, 0 changed, 0 unchanged\n")
        }

        @Test("killed half-way and started again it ends as a single run does")
        func killed() throws {
            let once = try Shop("import-once")
            defer { once.remove() }
            let killed = try Shop("import-killed")
            defer { killed.remove() }
            var text = "id,phone,name,tier,city,birthday\n"
            for index in 0..<60_000 {
                let number = String(format: "138%08d", index)
                text += "k\(index),\(number),客\(index),silver,上海,05-01\n"
            }
            for shop in [once, killed] {
                try shop.succeed("migrate")
                try shop.tool.write(text, to: "many.csv")
            }
            try once.succeed("import", "customers", "many.csv")
            let process = try killed.tool.start(["import", "customers", "many.csv"])
            // Batches are committed one after the other; the kill comes when the first one is
            // there.
            let store = try killed.openStore()
            let hasBegun = waits(20) {
                ((try? store.status().customers) ?? 0) > 0 || !process.isRunning
            }
            #expect(hasBegun && process.isRunning)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let partial = try killed.succeed("status")
            let count = partial.split(separator: "\n").first { $0.hasPrefix("customers: ") }
                .flatMap { Int($0.dropFirst("customers: ".count)) }
            #expect((count ?? 0) > 0 && (count ?? 0) < 60_000, "\(partial)")
            try killed.succeed("import", "customers", "many.csv")
            #expect(try killed.dump() == once.dump())
        }
    }
}
