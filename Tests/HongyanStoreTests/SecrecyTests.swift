import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// Phone numbers under a key: what stands in the file, who opens it, and how keys change.
struct SecrecyTests {
    private static func secret(_ byte: UInt8) throws -> NumberSecret {
        try #require(NumberSecret(bytes: Array(repeating: byte, count: 32)))
    }
    private static let phones = (0..<40).map { (index: Int) in
        "+86138001\(index < 10 ? "0" : "")\(index)777"
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "secrecy-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func open(
        _ path: String, _ mode: SQLiteStore.Mode, _ secret: NumberSecret?
    ) throws -> SQLiteStore {
        try SQLiteStore.open(
            path: path, schema: Shop.schema, zone: Shop.zone, mode: mode, secret: secret)
    }

    /// Whether any of the phones' digits stand in the store's files, in any form of text.
    private func isPlain(_ path: String) throws -> Bool {
        try ["", "-wal"].contains { suffix in
            let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path + suffix))) ?? Data()
            return Self.phones.contains { bytes.range(of: Data($0.dropFirst(3).utf8)) != nil }
        }
    }

    private static let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
    private static let book = Shop.book([rule])

    /// Forty customers, refusals of two numbers, messages to all who may have one.
    private func fill(_ store: SQLiteStore) throws {
        let ids = Self.phones.indices.map { CustomerID("c\($0)") }
        _ = try store.importCustomers(
            zip(ids, Self.phones).map { Shop.customer($0, phone: $1) }, schema: Shop.schema,
            at: Shop.start)
        _ = try store.importSuppressions(
            Self.phones.prefix(2).map {
                IncomingSuppression(
                    customer: nil, number: PhoneNumber(e164: $0),
                    optOut: OptOut(at: Shop.start, source: "import", purpose: nil))
            }, at: Shop.start)
        _ = try store.ingest(
            ids.map { Shop.event(EventID("e-\($0)"), $0, "order.placed", Shop.start) },
            schema: Shop.schema, at: Shop.start)
        let facts = try self.facts(store)
        let sends = facts.compactMap { facts -> Decision? in
            guard facts.optOut == nil, let number = facts.recipient.number else { return nil }
            let sent = Shop.send(facts.occurrence, at: Shop.start)
            guard let draft = sent.message else { return nil }
            return Decision(
                occurrence: facts.occurrence, at: Shop.start, outcome: .send, reason: nil,
                verdicts: [], deadline: nil, firstDecidedAt: Shop.start,
                message: Draft(
                    text: draft.text, parts: 1, cost: draft.cost, channel: draft.channel,
                    template: draft.template, templateVersion: draft.templateVersion,
                    number: number, carrier: facts.recipient.carrier, purpose: .service))
        }
        try Shop.commit(store, Self.rule, sends, at: Shop.start)
    }

    private func facts(_ store: SQLiteStore) throws -> [Facts] {
        let page = try store.occurrences(
            of: Self.rule, in: Shop.interval(store, to: Shop.start), book: Self.book, after: nil,
            limit: 100)
        return try store.facts(
            for: page.occurrences, of: Self.rule, book: Self.book, at: Shop.start)
    }

    private func claimed(_ store: SQLiteStore) throws -> [String] {
        try store.claim(
            channel: "main", maxParts: 1_000, limit: 1_000, book: Self.book, at: Shop.start
        ).map(\.number.e164).sorted()
    }

    @Test("a secret is 64 hexadecimal digits or base64, and shows itself nowhere")
    func secrets() throws {
        let secret = try Self.secret(7)
        #expect(NumberSecret(text: secret.text) == secret)
        #expect(NumberSecret(text: Data(repeating: 7, count: 32).base64EncodedString()) == secret)
        for text in [
            "", "password", String(repeating: "g", count: 64), "+1" + secret.text.dropFirst(2),
        ] {
            #expect(NumberSecret(text: text) == nil)
        }
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!shown.contains("0707"))
        }
        #expect(secret.check != (try Self.secret(8)).check)
    }

    @Test("a number shows itself masked, however it is printed")
    func masked() throws {
        let number = PhoneNumber(e164: "+8613812345678")
        var dumped = ""
        dump([number], to: &dumped)
        let facts = RecipientFacts(number: number)
        for shown in ["\(number)", String(reflecting: number), dumped, "\(facts)"] {
            #expect(!shown.contains("13812345678") && shown.contains("138****5678"), "\(shown)")
        }
    }

    @Test("what is sealed opens again, is bound to its class, and never to another key")
    func cipher() throws {
        let keys = NumberKeys(first: try Self.secret(1))
        let cipher = try #require(NumberCipher([keys]))
        let other = try #require(NumberCipher([NumberKeys(first: try Self.secret(2))]))
        for phone in Self.phones + ["+8610648123456", "+8617401234567", "+8619912345678"] {
            let number = PhoneNumber(e164: phone)
            let hash = cipher.hash(Digest(hashing: [phone]))
            let text = try cipher.seal(number, hash: hash)
            #expect(text == (try cipher.seal(number, hash: hash)))
            let sealed = try #require(SealedNumber(text: text, hash: hash))
            #expect(cipher.open(sealed)?.e164 == phone)
            #expect(other.open(sealed) == nil)
            let (mine, told) = (NumberTable.lookup(number), sealed.block)
            #expect(mine?.carrier == told?.carrier && mine?.kind == told?.kind)
            var forged = Array(text)
            forged[1] = forged[1] == "B" ? "C" : "B"
            #expect(SealedNumber(text: String(forged), hash: hash).flatMap(cipher.open) == nil)
            #expect(
                SealedNumber(text: text, hash: Digest(high: 1, low: 1)).flatMap(cipher.open) == nil)
        }
        #expect(SealedNumber(text: "+8613812345678", hash: Digest(high: 0, low: 0)) == nil)
    }

    @Test("wrapped keys open under their secret only")
    func wrapping() throws {
        let (one, two) = (try Self.secret(1), try Self.secret(2))
        let keys = NumberKeys(first: one)
        let wrapped = try keys.wrapped(by: two)
        let back = try NumberKeys(generation: 1, wrapped: wrapped, secret: two)
        let hash = Digest(high: 5, low: 6)
        #expect(NumberCipher([back])?.hash(hash) == NumberCipher([keys])?.hash(hash))
        #expect(throws: (any Error).self) {
            try NumberKeys(generation: 1, wrapped: wrapped, secret: one)
        }
        #expect(throws: (any Error).self) {
            try NumberKeys(generation: 2, wrapped: wrapped, secret: two)
        }
    }

    @Test("with a key the file holds no digits, and the gates see what they saw without")
    func sealedStore() throws {
        try withFolder { folder in
            let path = folder + "/sealed.db"
            let store = try open(path, .create, try Self.secret(1))
            try fill(store)
            let plain = try Shop.store()
            try fill(plain)
            #expect(!(try isPlain(path)))
            for (one, other) in zip(try facts(store), try facts(plain)) {
                #expect(one.recipient.state == other.recipient.state)
                #expect(one.recipient.carrier == other.recipient.carrier)
                #expect(one.optOut == other.optOut)
            }
            #expect(try claimed(store) == (try claimed(plain)))
            #expect(try claimed(store).isEmpty)
            let view = try #require(try store.customerView("c3"))
            #expect(view.phone?.e164 == Self.phones[3])
        }
    }

    @Test("the same file again changes nothing; a changed number moves its hash")
    func again() throws {
        let store = try SQLiteStore.inMemory(
            schema: Shop.schema, zone: Shop.zone, secret: try Self.secret(1))
        let customer = Shop.customer("a", phone: Self.phones[0])
        for (added, changed, unchanged) in [(1, 0, 0), (0, 0, 1)] {
            let count = try store.importCustomers([customer], schema: Shop.schema, at: Shop.start)
            #expect(count.added == added && count.changed == changed)
            #expect(count.unchanged == unchanged)
        }
        let count = try store.importCustomers(
            [Shop.customer("a", phone: Self.phones[1])], schema: Shop.schema, at: Shop.start)
        #expect(count.changed == 1)
        #expect(try store.customerView("a")?.phone?.e164 == Self.phones[1])
    }

    @Test("without the key, what needs no digits goes on; what needs them is refused")
    func locked() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            try fill(try open(path, .create, try Self.secret(1)))
            let store = try open(path, .readWrite, nil)
            #expect(try store.status().isEncrypted)
            // Two refused, so that nothing was decided about them yet.
            let left = try facts(store).map(\.recipient)
            #expect(left.count == 2 && left.allSatisfy { $0.state == .valid })
            #expect(left.allSatisfy { $0.carrier == .mobile && $0.number?.e164.isEmpty == true })
            #expect(try store.customerView("c1")?.phone?.description == "****")
            #expect(throws: NumberLock.closedFault) {
                try store.importCustomers(
                    [Shop.customer("new", phone: Self.phones[0])], schema: Shop.schema,
                    at: Shop.start)
            }
            #expect(throws: NumberLock.closedFault) { try claimed(store) }
            // A copy sends nothing, so it needs no digits.
            let copy = try store.scratchCopy()
            #expect(try claimed(copy).count == 38)
        }
    }

    @Test("a wrong key stops everything and tells both check values")
    func wrong() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            try fill(try open(path, .create, try Self.secret(1)))
            let (right, wrong) = (try Self.secret(1), try Self.secret(2))
            for mode in [SQLiteStore.Mode.readOnly, .readWrite, .create] {
                let error = #expect(throws: StoreError.self) { try open(path, mode, wrong) }
                guard case .refused(let words)? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(words.contains(right.check) && words.contains(wrong.check))
                #expect(!words.contains(wrong.text))
            }
        }
    }

    @Test("a store without a key is encrypted whole: refusals known by hash alone still hold")
    func encrypt() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let secret = try Self.secret(3)
            let before = try open(path, .create, nil)
            try fill(before)
            let seen = try facts(before).map { ($0.recipient.state, $0.optOut) }
            let queued = try before.scratchCopy()
            #expect(try isPlain(path))
            let writer = try open(path, .readWrite, secret)
            #expect(try writer.encryptNumbers(with: secret) == 40 + 38)
            #expect(!(try isPlain(path)))
            let status = try writer.numberKeyStatus()
            #expect(status.plain == 0 && status.outdated == 0 && status.sealed == 78)
            let after = try open(path, .readWrite, secret)
            for (one, other) in zip(try facts(after), seen) {
                #expect(one.recipient.state == other.0 && one.optOut == other.1)
            }
            #expect(try claimed(after) == (try claimed(queued)))
            #expect(throws: StoreError.self) { try after.encryptNumbers(with: secret) }
        }
    }

    @Test("keys change in batches beside a daemon; a process that dies half-way is gone on from")
    func rotate() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let (old, new) = (try Self.secret(1), try Self.secret(2))
            let daemon = try open(path, .create, old)
            try fill(daemon)
            let waiting = try facts(daemon)
            let first = try open(path, .readWrite, old)
            #expect(try first.beginRotation(to: new))
            let half = try first.rotateBatch(from: nil, limit: 15)
            #expect(half.done == 15 && half.next != nil)
            // Killed here. Either key opens the store, and the daemon reads and writes on.
            #expect(
                try open(path, .readOnly, new).customerView("c30")?.phone?.e164 == Self.phones[30])
            #expect(
                try open(path, .readOnly, new).customerView("c1")?.phone?.e164 == Self.phones[1])
            #expect(try daemon.customerView("c1")?.phone?.e164 == Self.phones[1])
            #expect(throws: StoreError.self) { try open(path, .readOnly, try Self.secret(3)) }
            _ = try daemon.importCustomers(
                [Shop.customer("late", phone: "+8615900000001")], schema: Shop.schema,
                at: Shop.start)
            // Facts that were read before the change carry the old seal.
            let rule = Shop.rule("s", .event(EventTrigger(event: "order.placed")))
            let facts = try #require(waiting.last)
            let occurrence = Occurrence(
                rule: rule.id, customer: facts.occurrence.customer, key: "k", due: Shop.start,
                cause: facts.occurrence.cause)
            let number = try #require(facts.recipient.number)
            #expect(number.sealed?.generation == 1)
            let draft = try #require(Shop.send(occurrence, at: Shop.start).message)
            try Shop.commit(
                daemon, rule,
                [
                    Decision(
                        occurrence: occurrence, at: Shop.start, outcome: .send, reason: nil,
                        verdicts: [], deadline: nil, firstDecidedAt: Shop.start,
                        message: Draft(
                            text: draft.text, parts: 1, cost: draft.cost, channel: draft.channel,
                            template: draft.template, templateVersion: draft.templateVersion,
                            number: number, carrier: .mobile, purpose: .service))
                ], at: Shop.start)
            let second = try open(path, .readWrite, old)
            #expect(throws: StoreError.self) {
                try second.beginRotation(to: try Self.secret(9))
            }
            #expect(try second.beginRotation(to: new))
            #expect(!(try second.endRotation(to: new)))
            var position: RotationPosition?
            repeat {
                position = try second.rotateBatch(from: position, limit: 15).next
            } while position != nil
            #expect(try second.endRotation(to: new))
            let status = try second.numberKeyStatus()
            #expect(status.secrets == [new.check] && status.outdated == 0)
            #expect(status.sealed == 41 + 39)
            #expect(throws: StoreError.self) { try open(path, .readOnly, old) }
            let after = try open(path, .readWrite, new)
            #expect(try claimed(after).count == 39)
            #expect(try !after.beginRotation(to: new))
            // The daemon goes on until it is started anew.
            #expect(try daemon.customerView("c1")?.phone?.e164 == Self.phones[1])
        }
    }

    @Test("a running daemon keeps the old key until it starts under the new one")
    func daemonKeeps() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let (old, new) = (try Self.secret(1), try Self.secret(2))
            let daemon = try open(path, .create, old)
            try daemon.claimOwnership(instance: "a", host: "h", takeOver: false, at: Shop.start)
            try fill(daemon)
            let other = try open(path, .readWrite, old)
            #expect(try other.beginRotation(to: new))
            var position: RotationPosition?
            repeat {
                position = try other.rotateBatch(from: position, limit: 100).next
            } while position != nil
            #expect(try other.endRotation(to: new))
            #expect(try other.numberKeyStatus().isRotating)
            #expect(try claimed(daemon).count == 38)
            daemon.releaseOwnership()
            let next = try open(path, .readWrite, new)
            try next.claimOwnership(instance: "a", host: "h", takeOver: false, at: Shop.start)
            try next.endRotationIfDone()
            #expect(try next.numberKeyStatus().secrets == [new.check])
            next.releaseOwnership()
        }
    }
}
