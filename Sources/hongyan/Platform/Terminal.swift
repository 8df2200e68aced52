public import ArgumentParser
import Foundation
public import HongyanCore

/// The command line's own words: what goes to standard output and standard error.
enum Terminal {
    static func out(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
    static func raw(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
    /// On a terminal, unless `NO_COLOR` (no-color.org) is there and not empty.
    static var hasColor: Bool {
        isatty(STDOUT_FILENO) == 1
            && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }
    static var width: Int { columns(of: STDOUT_FILENO) }
    /// Of the terminal at the standard error.
    static var errorWidth: Int { columns(of: STDERR_FILENO) }

    private static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else {
            return 100
        }
        return Int(size.ws_col)
    }
}

/// A failure with words for the user and an exit code.
struct CommandFailure: Error, CustomStringConvertible {
    let message: String
    let code: Int32
    init(_ message: String, code: Int32 = 1) {
        self.message = message
        self.code = code
    }
    var description: String { message }
}

extension Language: ExpressibleByArgument {}

extension Language {
    /// From `LC_ALL`, `LC_MESSAGES` or `LANG`: 中文 when it begins with zh, else English.
    static var ofLocale: Language {
        let environment = ProcessInfo.processInfo.environment
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let value = environment[name], !value.isEmpty {
                return value.hasPrefix("zh") ? .zh : .en
            }
        }
        return .en
    }
}

/// Options that many commands share.
struct WorkspaceOptions: ParsableArguments {
    @Option(name: [.customShort("w"), .long], help: "The workspace's folder.")
    var workspace: String = "."

    @Option(help: "Words of reports and messages: zh or en (default: the locale's).")
    var lang: Language?

    var language: Language { lang ?? .ofLocale }
}
