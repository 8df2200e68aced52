import Foundation
import Testing

extension CommandLineTests {
    @Suite("schema")
    struct SchemaTests {
        @Test("writes a schema a kind, says where, and keeps the language on the next run")
        func writes() throws {
            let shop = try Shop("schema-writes")
            defer { shop.remove() }
            let output = try shop.succeed("schema", "--lang", "zh")
            let names = [
                "workspace", "tags", "policy", "calendar", "templates", "rule", "test",
            ]
            let lines = output.split(separator: "\n").map(String.init)
            #expect(lines.count == 7)
            for (line, name) in zip(lines, names) {
                #expect(line.hasSuffix("/.hongyan/schema/\(name).json"))
            }
            let rule = try shop.tool.read(".hongyan/schema/rule.json")
            #expect(rule.contains("规则名") && rule.contains("\"order.placed\""))
            try shop.succeed("schema")
            #expect(try shop.tool.read(".hongyan/schema/rule.json") == rule)
            let english = try shop.succeed("schema", "--kind", "rule")
            #expect(english.contains("The rule's id") && !english.contains("规则名"))
        }

        @Test("--check tells that a name is new: exit code 1")
        func checks() throws {
            let shop = try Shop("schema-checks")
            defer { shop.remove() }
            let missing = try shop.tool.run("schema", "--check")
            #expect(missing.code == 1 && missing.errors.contains("rule.json"), "\(missing.errors)")
            #expect(!shop.tool.has(".hongyan"))
            try shop.succeed("schema")
            try shop.succeed("schema", "--check")
            try shop.tool.write(
                Shop.tags.replacingOccurrences(of: "tags:\n", with: "tags:\n  age: integer\n"),
                to: "rules/tags.yaml")
            let stale = try shop.tool.run("schema", "--check")
            #expect(stale.code == 1)
            #expect(stale.errors.contains("out of date") && stale.errors.contains("tags.json"))
            #expect(!stale.errors.contains("workspace.json"), "\(stale.errors)")
        }

        @Test("a workspace with faults has schemas all the same")
        func faults() throws {
            let shop = try Shop("schema-faults")
            defer { shop.remove() }
            try shop.tool.write("tags: [\n", to: "rules/tags.yaml")
            let text = try shop.succeed("schema", "--kind", "rule", "--lang", "en")
            let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let properties = (parsed as? [String: Any])?["properties"] as? [String: Any]
            let window = properties?["window"] as? [String: Any]
            #expect(window?["enum"] as? [String] == ["day"])
            let none = try shop.tool.run("schema", "--kind", "rules")
            #expect(none.code == 64)
            let nowhere = try shop.tool.run("schema", "--workspace", "nowhere")
            #expect(nowhere.code == 1 && nowhere.errors.contains("nowhere"))
        }
    }
}
