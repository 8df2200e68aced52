import Dispatch
import Foundation
import HongyanRules

/// A workspace as a git revision has it, read from git's own objects: working tree and index stay
/// as they are.
struct GitRevision {
    /// As given: `main`, `HEAD~1`, a hash.
    let name: String
    /// The commit, shortened.
    let commit: String
    let files: [SourceFile]

    /// - Parameter folder: The workspace; may be a folder inside the repository.
    init(_ name: String, of folder: URL) throws {
        let git = Git(folder: folder)
        let prefix = try git.line(
            ["rev-parse", "--show-prefix"],
            else: "\(folder.relativePath) is in no git repository, and there is no folder '\(name)'"
        )
        let commit = try git.line(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"],
            else: "there is no git revision and no folder '\(name)'")
        self.name = name
        self.commit = try git.line(
            ["rev-parse", "--short", commit], else: "git cannot read '\(name)'")
        let listed = try git.read(
            [
                "ls-tree", "-z", "--full-tree", commit, "\(prefix)hongyan.yaml",
                "\(prefix)lexicons/", "\(prefix)packs/", "\(prefix)rules/",
            ],
            else: "git cannot list '\(name)'")
        let entries = try Self.entries(listed, prefix: prefix, revision: name)
        guard entries.contains(where: { $0.path == "hongyan.yaml" }) else {
            let place = prefix.isEmpty ? "at its root" : "in \(prefix)"
            throw CommandFailure("'\(name)' has no workspace \(place): no hongyan.yaml there")
        }
        let texts = try git.objects(entries.map(\.object))
        files = zip(entries, texts).map { SourceFile(path: $0.path, bytes: $1) }
    }

    private struct Entry {
        let path: String
        let object: String
    }

    /// `hongyan.yaml` and the rule files, in the loader's order.
    private static func entries(
        _ listed: [UInt8], prefix: String, revision: String
    ) throws -> [Entry] {
        var entries: [Entry] = []
        for record in listed.split(separator: 0) {
            let text = String(decoding: record, as: UTF8.self)
            let parts = text.split(separator: "\t", maxSplits: 1)
            let head = parts.first?.split(separator: " ") ?? []
            guard parts.count == 2, head.count == 3, parts[1].hasPrefix(prefix) else { continue }
            let path = String(parts[1].dropFirst(prefix.count))
            let isLexicon = path.hasPrefix("lexicons/") && RuleCompiler.isCompiled(path)
            guard path == "hongyan.yaml" || isLexicon || WorkspaceLoader.isRuleFile(path) else {
                continue
            }
            guard head[1] == "blob" else { continue }
            if head[0] == "120000" {
                throw CommandFailure("'\(revision)': \(path) is a symbolic link; plan reads files")
            }
            entries.append(Entry(path: path, object: String(head[2])))
        }
        return entries.sorted {
            ($0.path == "hongyan.yaml" ? "" : $0.path) < ($1.path == "hongyan.yaml" ? "" : $1.path)
        }
    }
}

/// Runs `git` for reading.
private struct Git {
    let folder: URL

    /// The first line of what it says.
    func line(_ arguments: [String], else failure: String) throws -> String {
        let bytes = try read(arguments, else: failure)
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    func read(_ arguments: [String], else failure: String, input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path] + arguments
        var environment = ProcessInfo.processInfo.environment
        // Not even the index is refreshed.
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["LC_ALL"] = "C"
        process.environment = environment
        let (given, said, complaints) = (Pipe(), Pipe(), FileHandle(forWritingAtPath: "/dev/null"))
        process.standardInput = given
        process.standardOutput = said
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw CommandFailure("cannot run git: \(error.localizedDescription)")
        }
        let writer = given.fileHandleForWriting
        let sent = DispatchGroup()
        DispatchQueue.global().async(group: sent) {
            try? writer.write(contentsOf: Data(input))
            try? writer.close()
        }
        let data = (try? said.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        sent.wait()
        switch process.terminationStatus {
        case 0: return [UInt8](data)
        case 127:
            throw CommandFailure("git is not installed: --against needs it to read a revision")
        default: throw CommandFailure(failure)
        }
    }

    /// The content of some objects, in their order.
    func objects(_ names: [String]) throws -> [[UInt8]] {
        let failure = "git cannot read the files"
        let list = Array((names.joined(separator: "\n") + "\n").utf8)
        let bytes = try read(["cat-file", "--batch"], else: failure, input: list)
        var contents: [[UInt8]] = []
        var start = 0
        for _ in names {
            // `name blob size`, a line end, the content, a line end.
            guard let end = bytes[start...].firstIndex(of: 0x0A),
                let size = Int(
                    String(decoding: bytes[start..<end], as: UTF8.self)
                        .split(separator: " ").last ?? ""),
                end + 1 + size < bytes.count
            else { throw CommandFailure(failure) }
            contents.append(Array(bytes[(end + 1)..<(end + 1 + size)]))
            start = end + 1 + size + 1
        }
        return contents
    }
}
