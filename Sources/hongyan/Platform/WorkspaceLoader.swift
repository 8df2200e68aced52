import Foundation
import HongyanCore
import HongyanRules
import HongyanStore

/// Reads a workspace's files and compiles them.
struct WorkspaceLoader {
    let folder: URL

    init(path: String) { folder = URL(fileURLWithPath: path, isDirectory: true) }

    /// `hongyan.yaml`, then `lexicons/*.csv`, `packs/*.yaml` and `rules/*.yaml` by name; rule tests
    /// are not part of
    /// the book.
    func files() throws -> [SourceFile] {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw CommandFailure("no such folder: \(folder.relativePath)")
        }
        guard manager.fileExists(atPath: folder.appendingPathComponent("hongyan.yaml").path) else {
            throw CommandFailure(
                "\(folder.relativePath) is no workspace: it has no hongyan.yaml")
        }
        let own =
            paths(in: "lexicons").filter(RuleCompiler.isCompiled)
            + (paths(in: "packs") + paths(in: "rules")).filter(Self.isRuleFile)
        return try read(["hongyan.yaml"] + own)
    }

    /// `rules/*.test.yaml` by name.
    func testFiles() throws -> [SourceFile] {
        try read(paths(in: "rules").filter(RuleTestReader.isTest))
    }

    /// All files in a folder of the workspace, by name.
    private func paths(in name: String) -> [String] {
        let files = folder.appendingPathComponent(name, isDirectory: true)
        return ((try? FileManager.default.contentsOfDirectory(atPath: files.path)) ?? [])
            .sorted().map { "\(name)/\($0)" }
    }

    private func read(_ paths: [String]) throws -> [SourceFile] {
        try paths.map { name in
            let url = folder.appendingPathComponent(name)
            do {
                return SourceFile(path: name, bytes: [UInt8](try Data(contentsOf: url)))
            } catch {
                throw CommandFailure("cannot read \(name): \(error.localizedDescription)")
            }
        }
    }

    /// `rules/*.yaml` and `packs/*.yaml`, but no rule tests and nothing hidden.
    static func isRuleFile(_ path: String) -> Bool {
        if path.hasPrefix("packs/") { return RuleCompiler.isCompiled(path) }
        let parts = path.split(separator: "/")
        guard parts.count == 2, parts[0] == "rules" else { return false }
        return (path.hasSuffix(".yaml") || path.hasSuffix(".yml")) && !parts[1].contains(".test.")
            && !parts[1].hasPrefix(".")
    }

    func compile() throws -> (files: [SourceFile], compilation: Compilation) {
        let files = try files()
        return (files, RuleCompiler.compile(files, zones: { ZoneFile.load(name: $0) }))
    }

    /// Puts a changed file in the place of its old self, links followed and permissions kept.
    func write(_ file: SourceFile) throws {
        let url = folder.appendingPathComponent(file.path).resolvingSymlinksInPath()
        let mode = try? FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
        let output = try OutputFile(path: url.path)
        try output.bytes(file.bytes)
        try output.close()
        if let mode {
            try? FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: url.path)
        }
    }

    /// The book, or a failure that shows every diagnostic.
    func book(language: Language) throws -> RuleBook {
        try Self.book(of: try files(), language: language)
    }

    /// - Parameter name: Whose files they are, when they are not the workspace's own.
    static func book(
        of files: [SourceFile], named name: String? = nil, language: Language
    ) throws -> RuleBook {
        let compilation = RuleCompiler.compile(files, zones: { ZoneFile.load(name: $0) })
        guard let book = compilation.book else {
            Terminal.note(
                DiagnosticRenderer.text(
                    compilation.diagnostics, sources: files, color: false, language: language))
            let whose = name.map { " of \($0)" } ?? ""
            throw CommandFailure("the rule book\(whose) has errors; nothing was done")
        }
        return book
    }

    /// Whether the store's file is there.
    func hasStore(of book: RuleBook) -> Bool {
        FileManager.default.fileExists(atPath: storePath(of: book))
    }

    func storePath(of book: RuleBook) -> String {
        let path = book.workspace.storePath
        return path.hasPrefix("/") ? path : folder.appendingPathComponent(path).path
    }

    /// Opens the store, with the key of its numbers where hongyan.yaml names one and its variable
    /// is set.
    /// - Parameter needsNumbers: The command cannot do without digits: a key that is not set is
    ///   told, and so is a store that was made without the key that hongyan.yaml names.
    func openStore(
        of book: RuleBook, mode: SQLiteStore.Mode, needsNumbers: Bool = false
    ) throws -> SQLiteStore {
        let path = storePath(of: book)
        if mode != .create, !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure(
                "there is no store at \(book.workspace.storePath) yet: run 'hongyan migrate'")
        }
        let secret = try Secrets.numberSecret(of: book, isRequired: needsNumbers)
        let store = try explained(at: path) {
            try SQLiteStore.open(
                path: path, schema: book.tags, zone: book.workspace.zone, mode: mode,
                secret: secret)
        }
        if needsNumbers, secret != nil, try explained({ try !store.encryptsNumbers() }) {
            throw CommandFailure(
                "hongyan.yaml names a key, but the store's phone numbers are not encrypted yet: "
                    + "run 'hongyan key rotate'")
        }
        return store
    }
}

/// Turns a store's error into words; with a path where it may be the wrong one.
func explained<Value>(at path: String? = nil, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as StoreError {
        switch error {
        case .busy:
            throw CommandFailure(
                "the store is busy: another process has held it for 5 s; try again")
        case .full: throw CommandFailure("the disk is full; nothing was half done")
        case .needsMigration(let what):
            throw CommandFailure("the store does not fit tags.yaml: \(what)\nrun 'hongyan migrate'")
        case .refused(let why): throw CommandFailure(why)
        case .failed(let why):
            throw CommandFailure("the store\(path.map { " at \($0)" } ?? "") says: \(why)")
        }
    }
}

/// Reads a moment given on the command line, in the workspace's zone.
func moment(_ text: String, zone: Zone, option: String) throws -> Timestamp {
    guard let moment = Timestamp.parse(text, zone: zone) else {
        throw CommandFailure(
            "\(option) must be a date or a time such as 2026-11-21 or 2026-11-21T10:00, "
                + "not '\(text)'",
            code: 64)
    }
    return moment
}
