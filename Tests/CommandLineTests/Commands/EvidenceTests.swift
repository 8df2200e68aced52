import Foundation
import GRDB
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// Consents, complaints, seals and dossiers, as a person asks for them.
    @Suite("evidence")
    struct EvidenceTests {
        /// A shop that sent a parcel's code to c1.
        private func sent(_ name: String) throws -> Shop {
            let shop = try Shop.stocked(name)
            // What happened before the rules ran is passed over.
            try shop.succeed("run", "--once", "--seed", "1")
            try shop.parcels("p1", for: ["c1"])
            // Long enough for the receipt to come.
            try shop.succeed("run", "--for", "1s", "--seed", "1")
            return shop
        }

        private func execute(_ shop: Shop, _ sql: String) throws {
            let path = shop.tool.folder.appendingPathComponent("data/store.sqlite").path
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }

        /// Everything that was written seems to have been written two days ago.
        private func age(_ shop: Shop) throws {
            let span = 2 * 86_400_000
            try execute(
                shop,
                """
                UPDATE decisions SET at = at - \(span);
                UPDATE messages SET cleared_at = cleared_at - \(span);
                UPDATE ledger SET at = at - \(span), happened_at = happened_at - \(span);
                UPDATE submissions SET written_at = written_at - \(span),
                    responded_at = responded_at - \(span);
                UPDATE receipts SET at = at - \(span);
                UPDATE charges SET at = at - \(span);
                UPDATE consent_events SET at = at - \(span);
                UPDATE optout_events SET at = at - \(span);
                UPDATE complaints SET recorded_at = recorded_at - \(span), day = day - 2;
                UPDATE stop_acts SET at = at - \(span)
                """)
        }

        private func day(_ ago: Int) -> String {
            let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
            return "\(Zone.china.day(of: now) - ago)"
        }

        @Test("a day is sealed and verified; a change afterwards is named, with exit code 2")
        func ledger() throws {
            let shop = try sent("ledger")
            defer { shop.remove() }
            #expect(try shop.succeed("ledger", "verify").contains("no seals"))
            try age(shop)
            let sealed = try shop.succeed("ledger", "seal", "--format", "json")
            #expect(sealed.contains("\"day\":\"\(day(2))\""), "\(sealed)")
            #expect(try shop.succeed("ledger", "seal").contains("no day is left"))
            #expect(try shop.succeed("ledger", "verify").contains("Everything holds"))
            let shown = try shop.succeed("ledger", "show")
            let hash = try #require(
                shown.split(separator: "\n").first?.split(separator: " ").last.map(String.init))
            try shop.succeed("ledger", "verify", "--expect", "\(day(2))=\(hash)")
            let other = String(repeating: "0", count: 64)
            #expect(
                try shop.tool.run("ledger", "verify", "--expect", "\(day(2))=\(other)").code == 2)
            #expect(try shop.tool.run("ledger", "verify", "--expect", "x=y").code == 64)
            try execute(shop, "UPDATE messages SET parts = parts + 1")
            let found = try shop.tool.run("ledger", "verify", "--lang", "zh")
            #expect(found.code == 2)
            #expect(found.output.contains("\(day(2)) messages 1: 内容被改动"), "\(found.output)")
            let json = try shop.tool.run("ledger", "verify", "--format", "json")
            #expect(json.output.contains(#""table":"messages","row":"1","kind":"changed""#))
        }

        @Test("the daemon seals what has ended")
        func daemon() throws {
            let shop = try sent("sealing")
            defer { shop.remove() }
            try age(shop)
            let daemon = try shop.daemon("--accept-clock")
            let isSealed = waits(20) { shop.logText().contains("sealed the ledger of \(day(2))") }
            #expect(isSealed, "\(shop.logText())")
            shop.end(daemon)
            #expect(try shop.succeed("ledger", "verify").contains("Everything holds"))
        }

        @Test("a dossier tells all of a message, masked unless asked otherwise")
        func dossier() throws {
            let shop = try sent("dossier")
            defer { shop.remove() }
            try age(shop)
            try shop.succeed("ledger", "seal")
            let arguments = ["dossier", "--number", "138 0000 0001", "--date", day(2)]
            let json = try shop.tool.run(arguments)
            #expect(json.code == 0, "\(json.errors)")
            for part in [
                #""number":"138****0001""#, "取件码88", #""template":"parcel""#,
                #""gate":"stop","verdict":"pass""#, #""state":"delivered""#, #""receipts":[{"at""#,
                #""holds":true"#, #""opt_outs_then":[]"#,
            ] {
                #expect(json.output.contains(part), "\(part): \(json.output)")
            }
            #expect(!json.output.contains("13800000001"))
            let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((parsed as? [String: Any])?["decisions"] is [Any])
            try shop.succeed(
                "dossier", "--number", "13800000001", "--date", day(2), "--output", "d.html",
                "--lang", "zh")
            let page = try shop.tool.read("d.html")
            for part in ["短信举证档案", "138****0001", "合规闸", "提交与状态报告", "封存后当天的记录没有任何改动"] {
                #expect(page.contains(part), "\(part)")
            }
            #expect(!page.contains("13800000001") && !page.contains("://"))
            let open = try shop.tool.run(arguments + ["--unmasked", "--output", "d.json"])
            #expect(open.errors.contains("whole number"))
            #expect(try shop.tool.read("d.json").contains("+8613800000001"))
            try execute(shop, "UPDATE decisions SET verdicts = 'stop'")
            let broken = try shop.tool.run(arguments)
            #expect(broken.code == 2)
            #expect(broken.output.contains(#""holds":false"#))
        }

        @Test("a dossier needs one message")
        func dossierMistakes() throws {
            let shop = try sent("dossiers")
            defer { shop.remove() }
            #expect(try shop.tool.run("dossier").code == 64)
            #expect(try shop.tool.run("dossier", "xyz").code == 64)
            let none = String(repeating: "0", count: 32)
            #expect(try shop.tool.run("dossier", none).errors.contains("there is no message"))
            #expect(
                try shop.tool.run("dossier", "--number", "13800000002", "--date", day(0)).errors
                    .contains("no message went to 138****0002"))
        }

        @Test("a consent is granted, shown, withdrawn and exported")
        func consent() throws {
            let shop = try Shop.stocked("consent")
            defer { shop.remove() }
            #expect(try shop.tool.run("consent", "show", "c7").code == 2)
            #expect(try shop.tool.run("consent", "grant", "c7").code == 64)
            try shop.succeed(
                "consent", "grant", "c7", "--source", "store-form", "--text-version", "v3",
                "--text", "同意接收优惠信息", "--action", "paper", "--evidence", "9f86d081884c7d65",
                "--frequency", "每月4条", "--term", "一年")
            let shown = try shop.succeed("consent", "show", "c7", "--lang", "zh")
            for part in ["138****0007", "纸质签字", "同意接收优惠信息", "9f86d081884c7d65", "每月4条"] {
                #expect(shown.contains(part), "\(shown)")
            }
            try shop.succeed("consent", "export", "c7", "--output", "c7.html", "--lang", "zh")
            #expect(try shop.tool.read("c7.html").contains("同意凭据"))
            let json = try shop.succeed("consent", "export", "c7", "--unmasked")
            #expect(json.contains("+8613800000007") && json.contains(#""act":"grant""#))
            try shop.succeed("consent", "withdraw", "c7")
            #expect(try shop.tool.run("consent", "withdraw", "c7").code == 2)
            #expect(try shop.tool.run("consent", "show", "c7").code == 2)
            let after = try shop.succeed("consent", "export", "c7")
            #expect(after.contains(#""act":"withdraw""#) && after.contains("withdrawn"))
            #expect(
                try shop.tool.run("consent", "show", "c99").errors.contains(
                    "there is no customer 'c99'"))
        }

        @Test("an opt-out stands until the customer takes it back")
        func lifting() throws {
            let shop = try Shop.stocked("lifting")
            defer { shop.remove() }
            try shop.tool.write(
                "customer,at,source,purpose\nc1,2026-02-01T00:00:00+08:00,hotline,marketing\n",
                to: "no.csv")
            try shop.succeed("import", "suppressions", "no.csv")
            let grant = [
                "consent", "grant", "c1", "--source", "form", "--text-version", "v2",
            ]
            let standing = try shop.tool.run(grant)
            #expect(standing.code == 2)
            #expect(standing.errors.contains("stands"))
            #expect(try shop.tool.run("consent", "show", "c1").code == 2)
            #expect(try shop.tool.run(grant + ["--lift-optout"]).code == 0)
            #expect(try shop.tool.run("consent", "show", "c1").code == 0)
        }

        @Test("a complaint opts out and stops template and signature until a person gives a reason")
        func complaint() throws {
            let shop = try sent("complaint")
            defer { shop.remove() }
            let add = [
                "complaint", "add", "--number", "13800000001", "--date", day(0), "--source",
                "12321", "--note", "没订过",
            ]
            let first = try shop.tool.run(add)
            #expect(first.code == 2, "\(first.errors)")
            #expect(first.output.contains("stopped: marketing under 云杉商城"), "\(first.output)")
            #expect(first.output.contains("suspended: template parcel"))
            #expect(first.output.contains("1 of 1 this month"))
            #expect(!first.output.contains("13800000001"))
            #expect(try shop.tool.run(add).errors.contains("recorded before"))
            #expect(try shop.succeed("status").contains("suspended templates: parcel"))
            let checked = try shop.succeed("check", "--store")
            #expect(checked.contains("waiting for templates"), "\(checked)")
            #expect(checked.contains("marketing under 云杉商城, since"), "\(checked)")
            #expect(
                checked.contains("per million ≥ 0.40 (close, built-in: huaweicloud"), "\(checked)")
            let list = try shop.succeed("complaint", "list", "--lang", "zh")
            #expect(list.contains("没订过") && list.contains("每百万 1000000.00"))
            #expect(try shop.succeed("consent", "export", "c1").contains(#""source":"complaint""#))
            try shop.parcels("p2", for: ["c2"])
            try shop.succeed("run", "--once", "--seed", "1")
            #expect(shop.journal.count == 1)
            try shop.succeed("simulate", "--days", "1", "--decisions", "d.jsonl")
            #expect(try shop.tool.read("d.jsonl").contains("template.suspended"))
            let bare = try shop.tool.run("resume", "--template", "parcel")
            #expect(bare.code == 1 && bare.errors.contains("hongyan template resume parcel"))
            let lift = ["template", "resume", "parcel", "--as", "小王"]
            let mute = try shop.tool.run(lift)
            #expect(mute.code == 1 && mute.errors.contains("with --reason only"), "\(mute.errors)")
            #expect(try shop.tool.run(lift + ["--reason", "已核实"]).code == 0)
            #expect(try shop.succeed("status").contains("suspended templates: —"))
            let log = try shop.succeed("template", "show", "parcel", "--lang", "zh")
            #expect(log.contains("complaints 1/1") && log.contains("已核实"), "\(log)")
            let stop = ["resume", "--signature", "云杉商城"]
            #expect(try shop.tool.run(stop).code == 1)
            #expect(try shop.tool.run(stop + ["--reason", "已核实"]).code == 0)
            try shop.succeed("run", "--once", "--seed", "1")
            #expect(shop.journal.count == 2)
        }

        @Test("with a key, evidence is found by number; keys, erasures and seals go together")
        func sealed() throws {
            var shop = try Shop("sealed-evidence")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.settings + "encryption:\n  key: ${env:HONGYAN_KEY}\n", to: "hongyan.yaml")
            let (one, other) = (
                String(repeating: "a1", count: 32), String(repeating: "b2", count: 32)
            )
            shop.tool.variables["HONGYAN_KEY"] = one
            try shop.succeed("migrate")
            try shop.tool.write(Shop.customers, to: "customers.csv")
            try shop.succeed("import", "customers", "customers.csv")
            try shop.succeed("run", "--once", "--seed", "1")
            try shop.parcels("p1", for: ["c1", "c2"])
            try shop.succeed("run", "--for", "1s", "--seed", "1")
            try age(shop)
            try shop.succeed("ledger", "seal")
            let byNumber = ["dossier", "--number", "13800000001", "--date", day(2)]
            let found = try shop.tool.run(byNumber)
            #expect(found.code == 0, "\(found.errors)")
            #expect(found.output.contains(#""number":"138****0001""#), "\(found.output)")
            #expect(found.output.contains(#""holds":true"#))
            let id = try #require(
                found.output.split(separator: "\"").first { $0.count == 32 }.map(String.init))
            let whole = try shop.tool.run("dossier", id, "--unmasked")
            #expect(whole.output.contains(#""number":"+8613800000001""#))
            #expect(try shop.succeed("consent", "export", "c1").contains("138****0001"))
            let complaint = try shop.tool.run(
                "complaint", "add", "--number", "13800000001", "--date", day(2), "--source",
                "12321", "--note", "没订过")
            #expect(complaint.code == 2, "\(complaint.errors)")
            #expect(complaint.output.contains("138****0001 is opted out"))
            #expect(try shop.tool.run(byNumber).output.contains("没订过"))

            // Without the key the ledger is verified all the same; numbers stay what they are.
            shop.tool.variables["HONGYAN_KEY"] = nil
            let locked = try shop.succeed("ledger", "verify")
            #expect(locked.contains("Everything holds") && locked.contains("2 encrypted numbers"))
            #expect(try shop.succeed("dossier", id).contains(#""number":"****""#))
            #expect(try shop.tool.run("dossier", id, "--unmasked").errors.contains("HONGYAN_KEY"))
            #expect(try shop.tool.run(byNumber).errors.contains("encrypted"))

            shop.tool.variables["HONGYAN_KEY"] = one
            shop.tool.variables["NEXT"] = other
            try shop.succeed("key", "rotate", "--new-env", "NEXT")
            shop.tool.variables["HONGYAN_KEY"] = other
            let rotated = try shop.succeed("ledger", "verify")
            #expect(rotated.contains("Everything holds") && !rotated.contains("without the key"))
            #expect(try shop.tool.run(byNumber).output.contains("138****0001"))

            try shop.succeed("customer", "erase", "c1", "--reason", "asked")
            try shop.succeed("retention", "run")
            let erased = try shop.succeed("ledger", "verify")
            #expect(erased.contains("Everything holds") && erased.contains("erased in 1"))
            let page = try shop.tool.run(byNumber)
            #expect(page.code == 0 && page.output.contains(#""number":null"#), "\(page.output)")
            #expect(!page.output.contains("没订过") && !page.output.contains("取件码"))
            for sql in [
                "UPDATE messages SET number = (SELECT phone FROM customers WHERE id = 'c3') WHERE row = 2",
                "UPDATE messages SET text = '别的' WHERE row = 1",
            ] {
                try execute(shop, sql)
                #expect(try shop.tool.run("ledger", "verify").code == 2, "\(sql)")
                shop.tool.variables["HONGYAN_KEY"] = nil
                #expect(try shop.tool.run("ledger", "verify").code == 2, "no key: \(sql)")
                shop.tool.variables["HONGYAN_KEY"] = other
            }
        }

        @Test(
            "a complaint about a number that got nothing that day is recorded and charged to nobody"
        )
        func stranger() throws {
            let shop = try Shop.stocked("stranger")
            defer { shop.remove() }
            let outcome = try shop.tool.run(
                "complaint", "add", "--number", "13800000003", "--date", day(1), "--source",
                "carrier", "--format", "json")
            #expect(outcome.code == 0)
            #expect(outcome.output.contains(#""rates":[]"#))
            #expect(
                try shop.tool.run(
                    "complaint", "add", "--number", "123", "--date", day(1), "--source", "carrier"
                ).code == 64)
            #expect(try shop.tool.run("complaint", "add").code == 64)
        }

        @Test("consents come in with all of their proof, and bad words are told")
        func importing() throws {
            let shop = try Shop.stocked("proofs")
            defer { shop.remove() }
            try shop.tool.write(
                """
                customer,purpose,at,source,text_version,action,channel,text,evidence,guardian,frequency,term
                c7,marketing,2026-01-02,app,v4,checkbox,sms,同意,ab12,监护人王某,每月2条,至注销
                c8,marketing,2026-01-02,app,v4,shouted,sms,同意,ab12,,,

                """, to: "more.csv")
            let outcome = try shop.tool.run("import", "consents", "more.csv")
            #expect(outcome.code == 3)
            #expect(try shop.tool.read("more.csv.rejects.csv").contains("action"))
            let json = try shop.succeed("consent", "export", "c7")
            for part in ["checkbox", "监护人王某", "每月2条", "至注销", "ab12", "同意"] {
                #expect(json.contains(part), "\(json)")
            }
        }
    }
}
