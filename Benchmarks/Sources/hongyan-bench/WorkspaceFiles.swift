import Foundation
import HongyanCore
import HongyanRules

/// The shipped rule files and rule tests, as `make bench` finds them in the folder it runs in.
struct WorkspaceFiles {
    /// `hongyan.yaml`, tags, policy and templates.
    let shared: [SourceFile]
    /// One rule a file.
    let rules: [SourceFile]
    let tests: [SourceFile]

    private static let sharedPaths = [
        "hongyan.yaml", "rules/tags.yaml", "rules/policy.yaml", "rules/templates.yaml",
    ]

    init(folder: String) throws {
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: "rules").path)
        let paths = ["hongyan.yaml"] + names.sorted().map { "rules/\($0)" }
        let files = try paths.filter { $0.hasSuffix(".yaml") }.map { path in
            let data = try Data(contentsOf: root.appending(path: path))
            return SourceFile(path: path, bytes: [UInt8](data))
        }
        tests = files.filter { RuleTestReader.isTest($0.path) }
        shared = files.filter { Self.sharedPaths.contains($0.path) }
        rules = files.filter {
            RuleCompiler.isCompiled($0.path) && !Self.sharedPaths.contains($0.path)
        }
        guard !rules.isEmpty else { throw BenchFailure("there are no rules in \(folder)/rules") }
    }

    /// All rule files of a folder, in order of their names, as if they lay in `rules`.
    static func files(in folder: String) throws -> [SourceFile] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".yaml") }
            .map { name in
                let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                return SourceFile(path: "rules/\(name)", bytes: [UInt8](data))
            }
    }

    /// The one zone of the shipped workspace, which is built in.
    static func zone(_ name: String) -> Zone? { name == "Asia/Shanghai" ? .china : nil }
}
