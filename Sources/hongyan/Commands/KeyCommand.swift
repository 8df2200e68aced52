import ArgumentParser
import Foundation
import HongyanCore
import HongyanStore

/// `hongyan key`: the key under which the store keeps phone numbers.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make, check and change the key under which phone numbers are encrypted.",
        discussion: """
            hongyan.yaml names the environment variable that holds it, never the key itself:
              encryption:
                key: ${env:HONGYAN_KEY}

            Example:  hongyan key new
                      hongyan key check -w shop
                      hongyan key rotate --new-env HONGYAN_NEXT
            """,
        subcommands: [KeyNewCommand.self, KeyCheckCommand.self, KeyRotateCommand.self])
}

/// `hongyan key new`: 32 random bytes.
struct KeyNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Print a fresh key; nothing else keeps it.",
        discussion: """
            Keep it where the store and its backups are not. Whoever loses it loses the numbers.

            Example:  export HONGYAN_KEY="$(hongyan key new)"
            """)

    func run() throws {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<NumberSecret.length).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        guard let secret = NumberSecret(bytes: bytes) else {
            throw CommandFailure("no key could be made")
        }
        Terminal.out(secret.text)
    }
}

/// `hongyan key check`: whether the key opens the store.
struct KeyCheckCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Whether numbers are encrypted, and whether the key opens them.",
        discussion: """
            Exit code 0 when they are and it does, 1 when the key is missing or wrong, 2 when \
            numbers are not encrypted or a change of keys has not ended.

            Example:  hongyan key check -w shop
            """)

    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let status = try explained { try store.numberKeyStatus() }
        if status.isEncrypted {
            _ = try loader.openStore(of: book, mode: .readOnly, needsNumbers: true)
            guard book.workspace.numberKeyVariable != nil else {
                throw CommandFailure(
                    "the store's phone numbers are encrypted, but hongyan.yaml names no key")
            }
        }
        show(status)
        if !status.isEncrypted || status.isRotating || status.plain > 0 { throw ExitCode(2) }
    }

    private func show(_ status: NumberKeyStatus) {
        if format == .json {
            let secrets = status.secrets.map { "\"\($0)\"" }.joined(separator: ",")
            Terminal.out(
                "{\"encrypted\":\(status.isEncrypted),\"changing\":\(status.isRotating),"
                    + "\"keys\":[\(secrets)],\"numbers\":{\"sealed\":\(status.sealed),"
                    + "\"outdated\":\(status.outdated),\"plain\":\(status.plain)}}")
            return
        }
        let zh = options.language == .zh
        guard status.isEncrypted else {
            Terminal.out(
                zh
                    ? "手机号没有加密：\(status.plain) 处明文"
                    : "phone numbers are not encrypted: \(status.plain) stand as digits")
            return
        }
        let keys = status.secrets.joined(separator: ", ")
        Terminal.out(zh ? "手机号已加密，密钥校验值 \(keys)" : "phone numbers are encrypted, key \(keys)")
        Terminal.out(
            zh
                ? "现用密钥 \(status.sealed) 处，旧密钥 \(status.outdated) 处，明文 \(status.plain) 处"
                : "\(status.sealed) under the key in force, \(status.outdated) under the old one, "
                    + "\(status.plain) as digits")
        if status.isRotating {
            Terminal.out(
                zh
                    ? "更换密钥尚未结束：再运行 'hongyan key rotate'，或用新密钥重启守护进程"
                    : "a change of keys has not ended: run 'hongyan key rotate' again, or restart "
                        + "the daemon under the new key")
        }
    }
}

/// `hongyan key rotate`: encrypts a store, or encrypts it anew under another key.
struct KeyRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Encrypt the numbers of a store, or encrypt them anew under another key.",
        discussion: """
            A store without a key gets the one that hongyan.yaml names; no daemon may run then. \
            With --new-env the numbers move from that key to the one in another variable, in \
            batches beside a running daemon. Killed half-way, the same command goes on; until it \
            is done both keys open the store. Afterwards put the new key into the variable that \
            hongyan.yaml names and restart the daemon.

            Example:  HONGYAN_NEXT="$(hongyan key new)" hongyan key rotate --new-env HONGYAN_NEXT
            """)

    @Option(help: "The environment variable that holds the new key.") var newEnv: String?
    @OptionGroup var options: WorkspaceOptions

    /// Rows of the first batch; later ones are as large as fits into ``Pacer/most``.
    private static let firstBatch = 200

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        guard book.workspace.numberKeyVariable != nil else {
            throw CommandFailure(
                "hongyan.yaml names no key: write encryption: with key: ${env:HONGYAN_KEY}")
        }
        let store = try loader.openStore(of: book, mode: .readWrite)
        if try explained({ try !store.encryptsNumbers() }) {
            guard newEnv == nil else {
                throw CommandFailure(
                    "the store has no key yet: run 'hongyan key rotate' without --new-env first")
            }
            return try encrypt(store, book)
        }
        guard let secret = try Secrets.numberSecret(of: book, isRequired: true) else { return }
        let new = try newEnv.map { try Secrets.numberSecret(in: $0) } ?? secret
        guard try explained({ try store.beginRotation(to: new) }) else {
            return Terminal.out(
                options.language == .zh ? "已在用这个密钥，无需更换" : "that key is in force; nothing to do")
        }
        let count = try move(store, to: new)
        Terminal.out(
            options.language == .zh
                ? "已用新密钥重新加密 \(count) 处；新密钥校验值 \(new.check)"
                : "\(count) encrypted anew; the key is \(new.check) now")
        if store.isRunByDaemon {
            Terminal.out(
                options.language == .zh
                    ? "守护进程仍持旧密钥：把新密钥放进环境变量后重启它"
                    : "the daemon still holds the old key: restart it under the new one")
        }
    }

    private func encrypt(_ store: SQLiteStore, _ book: RuleBook) throws {
        guard let secret = try Secrets.numberSecret(of: book, isRequired: true) else { return }
        if store.isRunByDaemon {
            throw CommandFailure(
                "a daemon runs on this store; stop it while numbers are encrypted the first time")
        }
        let count = try explained { try store.encryptNumbers(with: secret) }
        Terminal.out(
            options.language == .zh
                ? "已加密 \(count) 处；密钥校验值 \(secret.check)"
                : "\(count) encrypted; the key is \(secret.check)")
    }

    private func move(_ store: SQLiteStore, to new: NumberSecret) throws -> Int {
        var total = 0
        var pacer = Pacer(first: Self.firstBatch)
        repeat {
            var position: RotationPosition?
            repeat {
                let batch = try pacer.run { limit in
                    try explained { try store.rotateBatch(from: position, limit: limit) }
                }
                total += batch.done
                position = batch.next
            } while position != nil
        } while try explained({ try !store.endRotation(to: new) })
        return total
    }
}

/// Work in batches beside a daemon: each as large as fits into ``most``, and after each a pause as
/// long as it took.
struct Pacer {
    /// The longest that one transaction should take.
    static let most = 0.02
    private var limit: Int

    /// - Parameter first: Rows of the first batch.
    init(first: Int) { limit = first }

    mutating func run<Result>(_ batch: (_ limit: Int) throws -> Result) rethrows -> Result {
        let begun = ContinuousClock.now
        let result = try batch(limit)
        let spent = (ContinuousClock.now - begun).components
        let seconds = Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
        // Half of what is allowed, since batches differ.
        let fitting = Double(limit) * Self.most / 2 / max(seconds, 0.000_1)
        limit = min(max(Int(fitting), 20), limit * 2, 5_000)
        Thread.sleep(forTimeInterval: min(seconds, 1))
        return result
    }
}
