import Foundation
import Testing

extension CommandLineTests {
    @Suite("check")
    struct CheckTests {
        @Test("a whole book is clean: exit code 0")
        func clean() throws {
            let shop = try Shop("check-clean")
            defer { shop.remove() }
            let output = try shop.succeed("check")
            #expect(output.contains("8 files, 4 rules: no errors, 0 warnings"), "\(output)")
            let json = try shop.succeed("check", "--format", "json")
            let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
            #expect((parsed as? [Any])?.isEmpty == true, "\(json)")
        }

        @Test("all faults of several files come in one run, with places, in both languages")
        func faults() throws {
            let shop = try Shop("check-faults")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.settings.replacingOccurrences(of: "price: 0.045", with: "price: cheap"),
                to: "hongyan.yaml")
            try shop.tool.write(
                Shop.rules["thanks", default: ""].replacingOccurrences(
                    of: "order.placed", with: "order.plced"), to: "rules/thanks.yaml")
            try shop.tool.write(
                Shop.rules["birthday", default: ""]
                    .replacingOccurrences(of: "tier in [gold]", with: "teir in [gold]")
                    .replacingOccurrences(of: "message: birthday", with: "mesage: birthday"),
                to: "rules/birthday.yaml")
            let outcome = try shop.tool.run("check")
            #expect(outcome.code == 1)
            for place in [
                "hongyan.yaml:7:", "rules/thanks.yaml:4:", "rules/birthday.yaml:5:",
                "rules/birthday.yaml:6:",
            ] {
                #expect(outcome.output.contains(place), "\(place) in \(outcome.output)")
            }
            for name in ["order.placed", "tier", "message"] {
                #expect(outcome.output.contains("'\(name)'"), "\(name) in \(outcome.output)")
            }
            let json = try shop.tool.run("check", "--format", "json")
            #expect(json.code == 1)
            let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect(((parsed as? [Any])?.count ?? 0) >= 4, "\(json.output)")
            let chinese = try shop.tool.run("check", "--lang", "zh")
            #expect(chinese.code == 1)
            #expect(chinese.output.contains("个错误") && !chinese.output.contains("did you mean"))
        }

        @Test("what day it is, and so whether a silence has ended, the workspace's zone tells")
        func zone() throws {
            // At half past six in the evening in China it is tomorrow in Kiritimati already;
            // before, it is still yesterday in Pago Pago.
            let now = Date()
            func day(_ hours: Double) -> String {
                String(now.addingTimeInterval(hours * 3_600).ISO8601Format().prefix(10))
            }
            let isLate = day(8) != day(8 + 5.5)
            let shop = try Shop("check-zone")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.settings.replacingOccurrences(
                    of: "Asia/Shanghai", with: isLate ? "Pacific/Kiritimati" : "Pacific/Pago_Pago"),
                to: "hongyan.yaml")
            let until = isLate ? day(8) : day(-11)
            try shop.tool.write(
                Shop.rules["thanks", default: ""] + "closed: defer 2h "
                    + "# hongyan: allow window/deadline until \(until) because 试点\n",
                to: "rules/thanks.yaml")
            let output = try shop.succeed("check", "--format", "json")
            #expect(output.contains("allow/expired") == isLate, "\(output)")
            #expect(output.contains("window/deadline") == isLate, "\(output)")
        }

        @Test("--list shows everything that can be found, explain-check a page of it")
        func pages() throws {
            let tool = try Tool("check-pages")
            defer { tool.remove() }
            let list = try tool.run("check", "--list")
            #expect(list.code == 0)
            let lines = list.output.split(separator: "\n")
            #expect(lines.count > 80)
            #expect(lines.contains { $0.hasPrefix("tag/unknown ") && $0.contains("fix-it") })
            let json = try tool.run("check", "--list", "--format", "json")
            let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((parsed as? [Any])?.count == lines.count)
            let page = try tool.run("explain-check", "window/deadline")
            #expect(page.code == 0)
            #expect(page.output.hasPrefix("window/deadline · warning\n"), "\(page.output)")
            let chinese = try tool.run("explain-check", "window/deadline", "--lang", "zh")
            #expect(chinese.output.contains("触发后应能等到窗口开启"))
            let unknown = try tool.run("explain-check", "window/deadlin")
            #expect(unknown.code == 1)
            #expect(unknown.errors.contains("did you mean 'window/deadline'?"))
        }

        @Test("--fix mends what is obvious, keeps all else byte by byte, and does nothing twice")
        func fixes() throws {
            let shop = try Shop("check-fix")
            defer { shop.remove() }
            let good = Shop.rules["birthday", default: ""]
            let bad =
                "\u{FEFF}"
                + good.replacingOccurrences(of: "tier in", with: "teir in")
                .replacingOccurrences(of: "message: birthday", with: "mesage: birthday")
                .replacingOccurrences(of: "\n", with: "\r\n")
            try shop.tool.write(bad, to: "rules/birthday.yaml")
            let path = shop.tool.folder.appendingPathComponent("rules/birthday.yaml").path
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(try shop.tool.run("check").code == 1)
            let mended = try shop.tool.run("check", "--fix")
            #expect(mended.code == 0, "\(mended.output)")
            #expect(mended.output.contains("[tag/unknown]: replaced with 'tier'"))
            #expect(mended.output.contains("2 fixed in 1 files"))
            let wanted = "\u{FEFF}" + good.replacingOccurrences(of: "\n", with: "\r\n")
            #expect(try shop.tool.read("rules/birthday.yaml") == wanted)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((mode as? Int) == 0o640)
            let again = try shop.tool.run("check", "--fix")
            #expect(again.code == 0)
            #expect(again.output.contains("0 fixed in 0 files"))
            #expect(try shop.tool.read("rules/birthday.yaml") == wanted)
            #expect(!shop.tool.has("rules/birthday.yaml.part"))
        }

        @Test("--strict minds warnings; silenced ones are counted and no warnings any more")
        func strict() throws {
            let shop = try Shop("check-strict")
            defer { shop.remove() }
            let policy = Shop.policy
            #expect(policy.contains("closed: defer 24h"))
            let cart = Shop.rules["cart", default: ""]
            let rule = cart + "closed: defer 1h"
            try shop.tool.write(rule + "\n", to: "rules/cart.yaml")
            let found = try shop.tool.run("check")
            #expect(found.code == 0, "\(found.output)")
            #expect(found.output.contains("no errors, 1 warnings (book "), "\(found.output)")
            #expect(try shop.tool.run("check", "--strict").code == 1)
            let day = Date(timeIntervalSinceNow: 30 * 86_400).formatted(
                Date.ISO8601FormatStyle().year().month().day())
            let until = "until \(day) because trial"
            let comment = "  # hongyan: allow window/deadline \(until)\n"
            try shop.tool.write(rule + comment, to: "rules/cart.yaml")
            let silenced = try shop.tool.run("check")
            #expect(
                silenced.output.contains("no errors, 0 warnings, 1 silenced (book "),
                "\(silenced.output)")
            #expect(try shop.tool.run("check", "--strict").code == 0)
        }

        @Test("SARIF and GitHub name files as the repository does")
        func formats() throws {
            let shop = try Shop("check-formats")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.rules["birthday", default: ""]
                    .replacingOccurrences(of: "tier in", with: "teir in"),
                to: "rules/birthday.yaml")
            let sarif = try shop.tool.run("check", "--format", "sarif")
            #expect(sarif.code == 1)
            let log = try JSONSerialization.jsonObject(with: Data(sarif.output.utf8))
            let run = ((log as? [String: Any])?["runs"] as? [[String: Any]])?.first
            #expect((run?["results"] as? [Any])?.count == 1, "\(sarif.output)")
            #expect(sarif.output.contains("\"uri\":\"rules/birthday.yaml\""))
            let github = try shop.tool.run("check", "--format", "github")
            #expect(github.code == 1)
            #expect(github.output.hasPrefix("::error file=rules/birthday.yaml,line="))
            #expect(github.output.contains(",title=tag/unknown::unknown tag 'teir'"))
        }
    }
}
