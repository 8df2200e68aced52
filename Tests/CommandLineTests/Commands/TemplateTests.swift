import Foundation
import Testing

extension CommandLineTests {
    /// `hongyan template …`, and what waits for it elsewhere.
    @Suite("template")
    struct TemplateTests {
        private static let people = """
            people:
              han: {name: 韩梅梅}
              li: {name: 李雷, roles: [editor, legal]}
              wang: {name: 王芳, roles: legal}

            """

        private func shop(_ name: String, filing: Bool = false) throws -> Shop {
            let shop = try Shop.stocked(name)
            var settings = Shop.settings.replacingOccurrences(
                of: "people: {小王: \"13900000001\"}\n", with: Self.people)
            if filing {
                settings = settings.replacingOccurrences(
                    of: "rate: 200/s", with: "rate: 200/s\n    filing: required")
            }
            try shop.tool.write(settings, to: "hongyan.yaml")
            try shop.tool.write(
                Shop.policy + "approval: [editor, legal]\n", to: "rules/policy.yaml")
            return shop
        }

        private func refused(
            _ shop: Shop, _ arguments: String..., says words: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let before = try shop.dump()
            let outcome = try shop.tool.run(["template"] + arguments)
            #expect(outcome.code == 1, sourceLocation: sourceLocation)
            #expect(
                outcome.errors == "Error: \(words)\n", "\(outcome.errors)",
                sourceLocation: sourceLocation)
            #expect(try shop.dump() == before, sourceLocation: sourceLocation)
        }

        @Test("from draft to approved, with every mistake on the way told")
        func way() throws {
            let shop = try shop("template-way")
            defer { shop.remove() }
            try refused(
                shop, "submit", "parcle", "--as", "han",
                says: "there is no template 'parcle' (did you mean 'parcel'?)")
            try refused(
                shop, "approve", "parcel", "--as", "li",
                says: "parcel: not submitted yet: 'template submit' first")
            try refused(
                shop, "submit", "parcel", "--as", "lei",
                says: "there is nobody named 'lei' under people: in hongyan.yaml "
                    + "(known: han, li, wang)")
            let submitted = try shop.succeed("template", "submit", "parcel", "--as", "han")
            #expect(
                submitted.hasSuffix(": submitted → in review: editor is next\n"), "\(submitted)")
            try refused(
                shop, "approve", "parcel", "--as", "han",
                says: "parcel: han 韩梅梅 is its author, who never approves")
            try refused(
                shop, "approve", "parcel", "--as", "wang",
                says: "parcel: editor is next, and wang 王芳 has legal")
            try refused(
                shop, "approve", "parcel", "--step", "legal", "--as", "li",
                says: "parcel: editor is next, not legal")
            try shop.succeed("template", "approve", "parcel", "--as", "李雷", "--comment", "通顺")
            try refused(
                shop, "approve", "parcel", "--as", "li",
                says: "parcel: li 李雷 took the step editor; one person never takes two")
            let last = try shop.succeed("template", "approve", "parcel", "--as", "wang")
            #expect(last.hasSuffix(": approved as legal → approved\n"), "\(last)")
            try refused(
                shop, "submit", "parcel", "--as", "han", says: "parcel: approved already")
            let words = Shop.templates.replacingOccurrences(of: "您的包裹已到", with: "包裹到了")
            try shop.tool.write(words, to: "rules/templates.yaml")
            try refused(
                shop, "approve", "parcel", "--as", "wang",
                says: "parcel: edited since it was submitted: submit it anew")
        }

        @Test("all at once, or none where one is refused; in Chinese too")
        func together() throws {
            let shop = try shop("template-together")
            defer { shop.remove() }
            try shop.succeed("template", "submit", "parcel", "--as", "han")
            try refused(
                shop, "submit", "thanks", "parcel", "--as", "han",
                says: "parcel: already submitted; editor is next")
            let all = try shop.succeed("template", "submit", "--all", "--as", "han", "--lang", "zh")
            #expect(all.split(separator: "\n").count == 3, "\(all)")
            #expect(all.contains("送审 → 等待审批：editor"), "\(all)")
            let none = try shop.succeed("template", "approve", "--all", "--as", "wang")
            #expect(none == "nothing to do\n")
            #expect(
                try shop.succeed("template", "approve", "--all", "--as", "li")
                    .split(separator: "\n").count == 4)
            let outcome = try shop.tool.run("template", "submit", "--as", "han")
            #expect(outcome.code == 64 && outcome.errors.contains("or --all"))
        }

        @Test("list says what rules wait for with exit code 2, and 0 when nothing waits")
        func list() throws {
            let shop = try shop("template-list")
            defer { shop.remove() }
            let before = try shop.tool.run("template", "list")
            #expect(before.code == 2)
            #expect(before.output.contains("draft (not submitted)"), "\(before.output)")
            #expect(before.output.hasSuffix("\napproval: editor → legal\n"), "\(before.output)")
            try shop.succeed("template", "submit", "--all", "--as", "han")
            try shop.succeed("template", "approve", "--all", "--as", "li")
            try shop.succeed("template", "approve", "--all", "--as", "wang")
            #expect(try shop.succeed("template", "list").contains("approved\n"))
            let text = try shop.succeed("template", "list", "--format", "json")
            let page = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(page["approval"] as? [String] == ["editor", "legal"])
            let rows = try #require(page["templates"] as? [[String: Any]])
            #expect(rows.map { $0["state"] as? String } == Array(repeating: "approved", count: 4))
            #expect(rows.first?["authors"] as? [String] == ["han"])
        }

        @Test("show tells who did what when with which version, and a rejection ends a round")
        func show() throws {
            let shop = try shop("template-show")
            defer { shop.remove() }
            try shop.succeed("template", "submit", "parcel", "--as", "han", "--comment", "新文案")
            try shop.succeed("template", "approve", "parcel", "--as", "li")
            try shop.succeed("template", "reject", "parcel", "--as", "wang", "--comment", "不准确")
            let page = try shop.succeed("template", "show", "parcel")
            #expect(page.contains("state: rejected\n"), "\(page)")
            #expect(page.contains("\n  您的包裹已到，取件码${event.code}\n"), "\(page)")
            for line in [
                "submitted · han 韩梅梅 (", "approved as editor · li 李雷 (",
                "rejected · wang 王芳 (", "): 不准确\n",
            ] { #expect(page.contains(line), "\(page)") }
            try shop.succeed("template", "submit", "parcel", "--as", "li")
            try refused(
                shop, "approve", "parcel", "--as", "li",
                says: "parcel: li 李雷 is its author, who never approves")
            let json = try shop.succeed("template", "show", "parcel", "--format", "json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect((object["log"] as? [[String: Any]])?.count == 4)
            #expect(object["authors"] as? [String] == ["han", "li"])
            #expect(object["next_step"] as? String == "editor")
        }

        @Test("render, explain, check --store and simulate say what waits and until when")
        func told() throws {
            let shop = try shop("template-told", filing: true)
            defer { shop.remove() }
            let rendered = try shop.succeed("render", "parcel", "c1")
            #expect(rendered.contains("~ template  draft  the template was not submitted"))
            for step in [("submit", "han"), ("approve", "li"), ("approve", "wang")] {
                try shop.succeed("template", step.0, "--all", "--as", step.1)
            }
            try shop.succeed(
                "template", "file", "thanks", "--channel", "main", "--carrier", "mobile",
                "--on", "2026-11-20", "--as", "han")
            try shop.succeed(
                "template", "file", "parcel", "--channel", "main", "--effective", "2099-01-02",
                "--as", "han")
            let report = try shop.succeed(
                "simulate", "--from", "2026-12-01", "--days", "1", "--json", "r.json")
            let line =
                "  parcel ← parcel: the template’s filing is not in effect · main, "
                + "until 2099-01-02 00:00\n"
            #expect(report.contains(line), "\(report)")
            #expect(report.contains("mobile, answer expected 2026-12-01\n"), "\(report)")
            #expect(
                try shop.tool.read("r.json").contains("\"until\":\"2099-01-02T00:00:00+08:00\""))
            let checked = try shop.tool.run("check", "--store")
            #expect(checked.output.contains("[store/template-waiting]"), "\(checked.output)")
            #expect(checked.output.contains("waiting for templates\n"), "\(checked.output)")
            let explained = try shop.succeed("explain", "c1", "parcel", "--lang", "zh")
            #expect(
                explained.contains("模板报备未生效")
                    && explained.contains("2099-01-02 00:00 起可通过"), "\(explained)")
            #expect(explained.contains("editor → legal, rules/policy.yaml:8 approval"))
            #expect(explained.contains("已批准 · 送审 han · editor li"), "\(explained)")
        }

        @Test("the daemon sends nothing of a draft, and sends when it is approved")
        func daemon() throws {
            let shop = try shop("template-daemon")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1"])
            try shop.succeed("run", "--once")
            #expect(try shop.tool.read("carrier.log") == "")
            for step in [("submit", "han"), ("approve", "li"), ("approve", "wang")] {
                try shop.succeed("template", step.0, "parcel", "--as", step.1)
            }
            try shop.succeed("run", "--once")
            #expect(
                try shop.tool.read("carrier.log").split(separator: "\n").count == 1)
        }
    }
}
