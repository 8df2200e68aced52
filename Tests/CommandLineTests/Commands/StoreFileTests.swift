import Foundation
import Testing

extension CommandLineTests {
    @Suite("migrate and backup")
    struct StoreFileTests {
        @Test("a new tag adds its column, the same schema twice does nothing")
        func migrate() throws {
            let shop = try Shop.stocked("migrate")
            defer { shop.remove() }
            #expect(try shop.succeed("migrate") == "the store fits; nothing to do\n")
            try shop.tool.write(
                Shop.tags.replacingOccurrences(
                    of: "tags:\n", with: "tags:\n  hobby: {type: text}\n"), to: "rules/tags.yaml")
            let refused = try shop.tool.run("status")
            #expect(refused.code == 1)
            #expect(
                refused.errors.contains("add column t_hobby")
                    && refused.errors.contains("run 'hongyan migrate'"), "\(refused.errors)")
            #expect(try shop.succeed("migrate") == "add column t_hobby\n")
            #expect(try shop.succeed("migrate") == "the store fits; nothing to do\n")
            #expect(try shop.succeed("status").contains("customers: 9"))
        }

        @Test("a tag that changes to a type stored otherwise is refused and nothing is changed")
        func changedType() throws {
            let shop = try Shop.stocked("migrate-type")
            defer { shop.remove() }
            let before = try shop.dump()
            try shop.tool.write(
                Shop.tags.replacingOccurrences(
                    of: "city: {type: text}", with: "city: {type: integer}\n  hobby: {type: text}"),
                to: "rules/tags.yaml")
            let outcome = try shop.tool.run("migrate")
            #expect(outcome.code == 1)
            #expect(outcome.errors.contains("tag 'city' was TEXT and would become INTEGER"))
            #expect(try shop.dump() == before)
        }

        @Test("backup copies a store in use, whole, and never overwrites a file")
        func backup() throws {
            let shop = try Shop.stocked("backup")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.parcels("p", for: ["c1", "c2"])
            #expect(waits(5) { shop.journal.count == 2 })
            #expect(try shop.succeed("backup", "copy.sqlite") == "backed up to copy.sqlite\n")
            #expect(shop.end(daemon) == 0)
            let again = try shop.tool.run("backup", "copy.sqlite")
            #expect(again.code == 1)
            #expect(again.errors.contains("copy.sqlite is there already"), "\(again.errors)")
            // The book's own line differs: it names the store.
            let original = try shop.succeed("status").split(separator: "\n")[1...2]
            try shop.tool.write(
                Shop.settings.replacingOccurrences(of: "data/store.sqlite", with: "copy.sqlite"),
                to: "hongyan.yaml")
            let copy = try shop.succeed("status").split(separator: "\n")[1...2]
            #expect(copy == original && copy.last == "events: 2")
            let nowhere = try shop.tool.run("backup", "no/such/folder/copy.sqlite")
            #expect(nowhere.code == 1)
            #expect(nowhere.errors.split(separator: "\n").count == 1, "\(nowhere.errors)")
        }
    }
}
