import Foundation
import HongyanCore
import Testing

@testable import HongyanRules

/// What a program of ours can see of the schemas; `Tests/SchemaTests/validate.py` judges them with
/// a library that is not ours.
struct SchemaTests {
    private typealias Kind = WorkspaceSchema.Kind

    private static func schema(_ kind: Kind, _ names: SchemaNames = SchemaNames()) -> Json {
        WorkspaceSchema.json(kind, names: names, language: .en)
    }

    @Test(
        "the schemas have the readers' keys, no more and no fewer", arguments: Keys.all.map(\.name))
    func keys(_ name: String) throws {
        let keys = try #require(Keys.all.first { $0.name == name })
        let found = Kind.allCases.compactMap { kind -> Json? in
            let schema = SchemaTests.schema(kind)
            return kind.rawValue == name ? schema : schema["$defs"]?[name]
        }
        let schema = try #require(found.first)
        #expect(found.count == 1)
        var properties = try #require(schema["properties"]).members.map(\.key)
        // With it the trigger is one of absence: an editor offers it where an event is chosen.
        if name == "trigger-event" { properties.removeAll { $0 == "unless" } }
        #expect(properties == keys.known)
        #expect(schema["required"] ?? .list([]) == .texts(keys.required))
        #expect(schema["additionalProperties"] == .flag(false))
    }

    @Test("entries of a rule test have the reader's keys, and those of their event or signal")
    func happenings() throws {
        let definitions = try #require(SchemaTests.schema(.test)["$defs"])
        for keys in [Keys.testEvent, Keys.testSignal, Keys.testReceipt] {
            let schema = try #require(definitions[keys.name])
            #expect(schema["properties"]?.members.map(\.key) == keys.known)
            #expect(schema["required"] == .texts(keys.required))
        }
        let customer = try #require(definitions["test-customer"]?["properties"])
        #expect(customer.members.map(\.key) == Keys.testCustomer)
    }

    @Test("every kind of trigger is among the schemas", arguments: TriggerReader.kinds.map(\.key))
    func triggers(_ key: String) {
        #expect(Keys.all.contains { $0.name == "trigger-\(key)" })
        #expect(SchemaTests.schema(.rule)["$defs"]?["trigger-\(key)"] != nil)
    }

    @Test("every key is told, in both languages", arguments: Language.allCases)
    func descriptions(_ language: Language) {
        var count = 0
        for kind in Kind.allCases {
            let schema = WorkspaceSchema.json(kind, names: SchemaNames(), language: language)
            let objects = [schema] + (schema["$defs"]?.members.map(\.value) ?? [])
            for member in objects.flatMap({ $0["properties"]?.members ?? [] }) {
                guard case .text(let words) = member.value["description"] else {
                    Issue.record("\(kind): \(member.key) has no description")
                    continue
                }
                count += 1
                let isChinese = words.unicodeScalars.contains {
                    (0x4E00...0x9FFF).contains($0.value)
                }
                let isExample = words.contains("顾客")
                #expect(isChinese == (language == .zh) || isExample, "\(member.key): \(words)")
            }
        }
        #expect(count > 90)
    }

    @Test("names of the workspace become enums")
    func names() throws {
        let names = SchemaNames(files: Workspace.files())
        let rule = SchemaTests.schema(.rule, names)
        #expect(rule["properties"]?["window"]?["enum"] == ["day", "evening"])
        #expect(
            rule["$defs"]?["goal"]?["properties"]?["event"]?["enum"] == [
                "order.placed", "cart.updated",
            ])
        #expect(rule["$defs"]?["message-service"]?["else"]?["enum"] == ["code"])
        #expect(rule["properties"]?["audience"]?["examples"] == ["rich"])
        let date = rule["$defs"]?["trigger-date"]?["properties"]?["date"]
        #expect(date?["enum"] == ["birthday", "coupon_expires"])
        let dormant = rule["$defs"]?["trigger-dormant"]?["properties"]?["dormant"]
        #expect(dormant?["enum"] == ["order.placed"])
        let templates = SchemaTests.schema(.templates, names)
        let variables = templates["$defs"]?["template"]?["properties"]?["variables"]?["properties"]
        let known = try #require(variables).members.map(\.key)
        #expect(known.contains("event.cart_id") && !known.contains("orders"))
    }

    @Test("what can be read of a broken workspace is used, and the rest takes any name")
    func broken() {
        let names = SchemaNames(
            files: Workspace.files([
                "rules/tags.yaml": "tags: {tier: {type: enm}, city: text}\nsurprise: 1\n",
                "rules/policy.yaml": "windows: [",
            ]))
        let rule = SchemaTests.schema(.rule, names)
        #expect(rule["properties"]?["window"]?["enum"] == nil)
        let signal = rule["$defs"]?["trigger-signal"]?["properties"]?["by"]
        #expect(signal?["enum"] == ["tier", "city"])
    }

    @Test("a name that YAML takes for a number or a boolean is in the enum as both")
    func typedNames() {
        let policy = "windows: {2024: \"daily 09:00-20:00\", true: \"daily 09:00-20:00\"}\n"
        let names = SchemaNames(files: Workspace.files(["rules/policy.yaml": policy]))
        let window = SchemaTests.schema(.rule, names)["properties"]?["window"]
        #expect(window?["enum"] == ["2024", 2024, "true", true])
    }

    @Test("a schema is JSON, ordered, and says how it was made")
    func text() throws {
        let names = SchemaNames(files: Workspace.files())
        for kind in Kind.allCases {
            for language in Language.allCases {
                let text = WorkspaceSchema.text(kind, names: names, language: language)
                #expect(text == WorkspaceSchema.text(kind, names: names, language: language))
                #expect(text.hasSuffix("}\n"))
                #expect(WorkspaceSchema.language(of: text) == language)
                let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
                #expect((parsed as? [String: Any])?["$defs"] != nil)
            }
        }
        #expect(WorkspaceSchema.language(of: "{\n}\n") == nil)
        #expect(Json.text("\u{1}\"\\\n").written() == #""\u0001\"\\\n""#)
    }

    @Test("the schemas in .hongyan are those of the shipped workspace: run 'hongyan schema'")
    func shipped() throws {
        let names = SchemaNames(files: try Workspace.read(Workspace.root))
        for kind in Kind.allCases {
            let path = WorkspaceSchema.folder + "/" + WorkspaceSchema.fileName(kind)
            let file = Workspace.root.appendingPathComponent(path)
            let text = try String(contentsOf: file, encoding: .utf8)
            let language = try #require(WorkspaceSchema.language(of: text))
            #expect(text == WorkspaceSchema.text(kind, names: names, language: language), "\(path)")
        }
    }

    @Test("every shipped file names its schema in its first line")
    func modelines() throws {
        for file in try Workspace.read(Workspace.root) where RuleCompiler.isCompiled(file.path) {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let first = text.split(separator: "\n", maxSplits: 1)[0]
            #expect(String(first) == WorkspaceSchema.modeline(path: file.path), "\(file.path)")
        }
        #expect(WorkspaceSchema.modeline(path: "notes/a.yaml") == nil)
        #expect(WorkspaceSchema.Kind(path: "rules/a.test.yml") == nil)
        #expect(
            WorkspaceSchema.modeline(path: "rules/a.test.yaml")?.hasSuffix(
                "=../.hongyan/schema/test.json") == true)
    }
}
