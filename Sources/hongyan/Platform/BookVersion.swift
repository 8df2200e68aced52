import Foundation
import HongyanCore

/// A rule book and how it is called.
struct BookVersion {
    let name: String
    let book: RuleBook

    init(name: String, book: RuleBook) {
        self.name = name
        self.book = book
    }

    /// A workspace folder where there is one of that name, else a git revision.
    init(_ text: String, workspace: WorkspaceLoader, language: Language) throws {
        var isFolder: ObjCBool = false
        let folder = URL(fileURLWithPath: text, isDirectory: true)
        let hasSettings = FileManager.default.fileExists(
            atPath: folder.appendingPathComponent("hongyan.yaml").path)
        let isThere = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        if hasSettings || (isThere && isFolder.boolValue && text.contains("/")) {
            name = text
            let files = try WorkspaceLoader(path: text).files()
            book = try WorkspaceLoader.book(of: files, named: text, language: language)
            return
        }
        let revision = try GitRevision(text, of: workspace.folder)
        name = text.hasPrefix(revision.commit) ? revision.commit : "\(text) (\(revision.commit))"
        book = try WorkspaceLoader.book(of: revision.files, named: name, language: language)
    }
}
