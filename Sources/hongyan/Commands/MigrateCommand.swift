import ArgumentParser
import Foundation
import HongyanCore
import HongyanStore

/// `hongyan migrate`: makes the store, or brings its columns to what tags.yaml says.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Make the store, or bring its columns and indexes to what tags.yaml says.",
        discussion: """
            A removed tag keeps its column; nothing is ever deleted.

            Example:  hongyan migrate -w shop
            """
    )

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let path = loader.storePath(of: book)
        try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let steps = try explained(at: path) {
            try SQLiteStore.migrate(
                path: path, schema: book.tags, zone: book.workspace.zone,
                secret: try Secrets.numberSecret(of: book, isRequired: false))
        }
        for step in steps { Terminal.out(step) }
        if steps.isEmpty {
            Terminal.out(options.language == .zh ? "存储已是最新，无需改动" : "the store fits; nothing to do")
        }
    }
}
