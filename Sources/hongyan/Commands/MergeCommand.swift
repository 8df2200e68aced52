import ArgumentParser
import Foundation
import HongyanCore
import HongyanStore

/// `hongyan merge A B`: two records are one person; the stricter state is kept.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Merge customer A into customer B, keeping the stricter state.",
        discussion: """
            Opt-outs and withdrawn consents of either hold for B; what A was sent counts against \
            B's caps. Tags that B lacks come from A.

            Example:  hongyan merge c000123 c004567
            """)

    @Argument(help: "The customer that ends.") var from: String
    @Argument(help: "The customer that stays.") var into: String
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readWrite)
        try explained {
            try store.merge(CustomerID(from), into: CustomerID(into), at: SystemClock().now())
        }
        Terminal.out(
            options.language == .zh ? "已把 \(from) 并入 \(into)" : "merged \(from) into \(into)")
    }
}

/// `hongyan backup FILE`: a whole copy while the daemon runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store to a file, online.",
        discussion: "Example:  hongyan backup /backup/hongyan-2026-11-21.sqlite")

    @Argument(help: "The file to write; it must not exist.") var file: String
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        // Made here and now, so that nothing which is there can be lost, not even by a race.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                errno == EEXIST
                    ? "\(file) is there already; a backup overwrites nothing"
                    : "cannot write \(file): \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        do {
            try explained { try store.backup(to: file) }
        } catch {
            unlink(file)
            throw error
        }
        Terminal.out(options.language == .zh ? "已备份到 \(file)" : "backed up to \(file)")
    }
}
