import Foundation
import Testing

extension CommandLineTests {
    @Suite("plan and backtest")
    struct PlanTests {
        /// Carts of two days to come, some with an order soon after.
        private func stocked(_ name: String) throws -> Shop {
            let shop = try Shop.stocked(name)
            var text = "id,customer,event,at,order_id,cart_id,amount\n"
            for index in 0..<18 {
                let customer = "c\(1 + index % 6)"
                let day = "2027-01-0\(1 + index / 9)"
                text +=
                    "k\(index),\(customer),cart.updated,\(day)T1\(index % 6):07:00+08:00,,x\(index),\n"
                guard index % 3 == 0 else { continue }
                text += "o\(index),\(customer),order.placed,\(day)T19:07:00+08:00,o\(index),,9900\n"
            }
            try shop.tool.write(text, to: "future.csv")
            return shop
        }

        private func plan(_ shop: Shop, _ against: String, _ more: String...) throws -> Tool.Outcome
        {
            try shop.tool.run(
                [
                    "plan", "--against", against, "--from", "2027-01-01", "--days", "3", "--events",
                    "future.csv",
                ] + more)
        }

        private func git(_ shop: Shop, _ arguments: String...) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"] + arguments
            process.currentDirectoryURL = shop.tool.folder
            process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "git \(arguments)")
        }

        private func edit(_ shop: Shop, _ file: String, _ old: String, _ new: String) throws {
            let text = try shop.tool.read(file)
            #expect(text.contains(old))
            try shop.tool.write(text.replacingOccurrences(of: old, with: new), to: file)
        }

        @Test(
            "against a revision: 0 for a comment, 2 for a change, in every form; git stays as it is"
        )
        func revision() throws {
            let shop = try stocked("plan-git")
            defer { shop.remove() }
            try git(shop, "init", "-q")
            try git(shop, "add", "hongyan.yaml", "rules")
            try git(shop, "commit", "-q", "-m", "one")
            try shop.tool.write(
                "# a word\n" + shop.tool.read("rules/cart.yaml"), to: "rules/cart.yaml")
            let same = try plan(shop, "HEAD")
            #expect(same.code == 0, "\(same.errors)")
            #expect(same.output.contains("Nothing changes"), "\(same.output)")
            try edit(
                shop, "rules/cart.yaml", "message: cart", "audience: tier in [gold]\nmessage: cart")
            let index = try Data(contentsOf: shop.tool.folder.appendingPathComponent(".git/index"))
            let text = try plan(shop, "HEAD")
            #expect(text.code == 2, "\(text.errors)")
            #expect(text.output.contains("audience: — → tier in [gold]"), "\(text.output)")
            #expect(text.output.contains("outside the audience"))
            let json = try plan(shop, "HEAD", "--format", "json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(object["changes_outcomes"] as? Bool == true)
            let markdown = try plan(shop, "HEAD", "--format", "markdown", "--lang", "zh")
            #expect(markdown.code == 2 && markdown.output.contains("| `~` | `cart`"))
            let html = try plan(shop, "HEAD", "--format", "html", "--out", "plan.html")
            #expect(html.code == 2 && html.output.hasSuffix("plan: plan.html\n"))
            #expect(try shop.tool.read("plan.html").hasPrefix("<!DOCTYPE html>"))
            for output in [
                text.output, json.output, markdown.output, try shop.tool.read("plan.html"),
            ] {
                #expect(output.contains("138****000"))
                #expect(!output.contains("1380000000"), "numbers are masked")
            }
            let after = try Data(contentsOf: shop.tool.folder.appendingPathComponent(".git/index"))
            #expect(index == after)
            #expect(try shop.tool.temporaryFiles() == [])
        }

        @Test("against a folder, and from a workspace inside a repository")
        func folder() throws {
            let shop = try stocked("plan-folder")
            defer { shop.remove() }
            for name in ["hongyan.yaml", "rules"] {
                try FileManager.default.createDirectory(
                    at: shop.tool.folder.appendingPathComponent("old"),
                    withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    at: shop.tool.folder.appendingPathComponent(name),
                    to: shop.tool.folder.appendingPathComponent("old/\(name)"))
            }
            #expect(try plan(shop, "old").code == 0)
            try FileManager.default.removeItem(
                at: shop.tool.folder.appendingPathComponent("rules/cart.yaml"))
            let removed = try plan(shop, "old")
            #expect(removed.code == 2 && removed.output.contains("- cart"), "\(removed.output)")
            #expect(removed.output.contains("there is no such rule"))
            // The folder `old` is a workspace of the repository one level up.
            try git(shop, "init", "-q")
            try git(shop, "add", "old")
            try git(shop, "commit", "-q", "-m", "one")
            try edit(shop, "old/hongyan.yaml", "data/store.sqlite", "../data/store.sqlite")
            try edit(shop, "old/rules/cart.yaml", "within: 2h", "within: 3h")
            let inside = try shop.tool.run(
                "plan", "-w", "old", "--against", "HEAD", "--from", "2027-01-01", "--days", "3")
            #expect(inside.code == 2, "\(inside.errors)")
            #expect(inside.output.contains("trigger.within: 2h → 3h"), "\(inside.output)")
            #expect(inside.output.contains("store: data/store.sqlite → ../data/store.sqlite"))
        }

        @Test("says what is wrong with what it is to compare with: exit 1")
        func errors() throws {
            let shop = try stocked("plan-errors")
            defer { shop.remove() }
            let nowhere = try plan(shop, "main")
            #expect(nowhere.code == 1 && nowhere.errors.contains("no git repository"))
            try git(shop, "init", "-q")
            try git(shop, "add", "customers.csv")
            try git(shop, "commit", "-q", "-m", "no workspace yet")
            let unknown = try plan(shop, "release-9")
            #expect(unknown.code == 1)
            #expect(unknown.errors.contains("no git revision and no folder 'release-9'"))
            let empty = try plan(shop, "HEAD")
            #expect(empty.code == 1 && empty.errors.contains("no hongyan.yaml there"))
            try git(shop, "add", "hongyan.yaml")
            try git(shop, "commit", "-q", "-m", "settings only")
            let broken = try plan(shop, "HEAD")
            #expect(broken.code == 1 && broken.errors.contains("has errors"), "\(broken.errors)")
        }

        @Test("a backtest reads goals from the past, and asks for the goal where there is none")
        func backtest() throws {
            let shop = try stocked("backtest")
            defer { shop.remove() }
            let missing = try shop.tool.run("backtest", "cart")
            #expect(missing.code == 1 && missing.errors.contains("add the key 'goal'"))
            let near = try shop.tool.run("backtest", "crat")
            #expect(near.code == 1 && near.errors.contains("did you mean 'cart'?"))
            try edit(
                shop, "rules/cart.yaml", "message: cart",
                "goal: {event: order.placed, within: 12h}\nmessage: cart")
            let past = try shop.tool.read("future.csv").replacingOccurrences(
                of: "2027-01", with: "2026-10")
            try shop.tool.write(past, to: "past.csv")
            try shop.succeed("import", "events", "past.csv")
            let arguments = ["backtest", "cart", "--days", "5", "--to", "2026-10-05"]
            let text = try shop.tool.run(arguments)
            #expect(text.code == 0, "\(text.errors)")
            #expect(text.output.contains("Observational, not causal"))
            #expect(text.output.contains("would have been sent"), "\(text.output)")
            let chinese = try shop.tool.run(arguments + ["--lang", "zh"])
            #expect(chinese.output.contains("不是因果"))
            let json = try shop.tool.run(arguments + ["--format", "json"])
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(object["causal"] as? Bool == false)
            let groups = try #require(object["groups"] as? [[String: Any]])
            let sent = try #require(groups.first { $0["group"] as? String == "sent" })
            #expect(sent["customers"] as? Int ?? 0 > 0)
            #expect(try shop.tool.temporaryFiles() == [])
        }
    }
}
