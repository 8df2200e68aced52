import ArgumentParser
import Foundation
import HongyanCore
import HongyanStore

/// `hongyan reload`: checks the files, then tells the running daemon to take them up.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Tell the running daemon to take up changed rule files.",
        discussion: """
            The files are checked here first: a broken book is shown and nothing is sent to the \
            daemon, which keeps the old one in any case.

            Example:  hongyan reload -w shop
            """)

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        guard let daemon = store.daemonProcess() else {
            throw CommandFailure("no daemon runs on this store")
        }
        guard kill(daemon, SIGHUP) == 0 else {
            throw CommandFailure("cannot signal the daemon (process \(daemon))")
        }
        Terminal.out(
            options.language == .zh
                ? "已通知守护进程 \(daemon) 载入规则本 \(book.hash)"
                : "told daemon \(daemon) to take up book \(book.hash)")
    }
}
