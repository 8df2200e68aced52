import Foundation
import Testing

/// The built `hongyan`, run as a person runs it.
struct Tool {
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Beside the test runner, where SwiftPM builds it.
    static let binary: URL = {
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return runner.deletingLastPathComponent().appendingPathComponent("hongyan")
    }()

    let folder: URL
    /// Environment variables of its commands, besides the machine's.
    var variables: [String: String] = [:]

    /// In a folder of its own, gone with ``remove()``.
    init(_ name: String) throws {
        let unique = ProcessInfo.processInfo.globallyUniqueString
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(unique)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("tmp"), withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }

    /// What commands left in the temporary folder that they were given.
    func temporaryFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("tmp").path
        ).sorted()
    }

    /// A process that is started and left running; its output goes to a file.
    func start(_ arguments: [String], log: String = "daemon.log") throws -> Process {
        let process = Process()
        process.executableURL = Tool.binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        let path = folder.appendingPathComponent(log)
        if !FileManager.default.fileExists(atPath: path.path) {
            FileManager.default.createFile(atPath: path.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: path)
        try handle.seekToEnd()
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        return process
    }

    /// Runs it to its end.
    @discardableResult
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func run(_ arguments: [String]) throws -> Outcome {
        let id = ProcessInfo.processInfo.globallyUniqueString
        let out = folder.appendingPathComponent("out-\(id)")
        let err = folder.appendingPathComponent("err-\(id)")
        for file in [out, err] { FileManager.default.createFile(atPath: file.path, contents: nil) }
        defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
        let process = Process()
        process.executableURL = Tool.binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }

    private var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["LANG"] = "C.UTF-8"
        environment["LC_ALL"] = "C.UTF-8"
        // What a command leaves in its temporary folder is seen.
        environment["TMPDIR"] = folder.appendingPathComponent("tmp").path
        environment.merge(variables) { $1 }
        return environment
    }
}
