import Foundation

/// The repository's own files, found from where this file lies.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All Swift files of the sources, the tests and the benchmarks, ascending by path.
    static let swiftFiles: [SourceText] = [
        "Sources", "Tests", "Benchmarks/Sources", "Fuzz/Sources",
    ]
    .flatMap { files(under: $0, withSuffix: ".swift") }

    /// The text of one file, nil when there is none.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func files(under folder: String, withSuffix suffix: String) -> [SourceText] {
        let base = root.appending(path: folder).path
        let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(suffix) && !$0.contains(".build/") }.sorted()
            .map { "\(folder)/\($0)" }.map { SourceText(path: $0, text: text($0) ?? "") }
    }

    /// What git tracks; nil outside a clone or without git.
    static let trackedPaths: [String]? = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", root.path, "ls-files"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }()
}
