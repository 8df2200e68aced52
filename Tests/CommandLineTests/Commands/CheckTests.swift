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
    }
}
