internal import HongyanCore

/// Salted hashes of what lies beside a sealed row; 16 bytes each.
struct Prints: Hashable {
    /// Of ``text``; nil once that was erased, so that nobody can try what it may have been.
    var salt: [UInt8]?
    /// Over the text, the note or the proof; nil for a row without.
    var text: [UInt8]?
    /// nil for a row without a number.
    var number: NumberPrint?

    init(salt: [UInt8]?, text: [UInt8]?, number: NumberPrint?) {
        self.salt = salt
        self.text = text
        self.number = number
    }

    /// - Parameters:
    ///   - seed: Random bytes that are kept nowhere.
    ///   - name: Of the row, see ``name(_:_:)``.
    ///   - number: As it is stored, where it is.
    init(seed: [UInt8], name: String, text: String?, hash: Digest?, number: String?) {
        if let text {
            let salt = Self.salt(seed, name)
            self.init(salt: salt, text: Self.of(text, salt), number: nil)
        } else {
            self.init(salt: nil, text: nil, number: nil)
        }
        guard let hash else { return }
        let salt = Self.salt(seed, name + "\nnumber")
        self.number = NumberPrint(
            salt: salt, sealed: NumberPrint.of(hash, salt),
            text: number.map { Self.of($0, salt) })
    }

    /// `messages\n17`: what a row is called where its salts are made.
    static func name(_ table: String, _ row: Int64) -> String { "\(table)\n\(row)" }

    private static func salt(_ seed: [UInt8], _ name: String) -> [UInt8] {
        Array(SHA256.hash(seed + Array(name.utf8)).bytes.prefix(16))
    }

    static func of(_ text: String, _ salt: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(salt + Array(text.utf8)).bytes.prefix(16))
    }
}

/// What is kept of a row's number.
///
/// The seal is over the look-up hash, which no change of keys touches. Once only it becomes another
/// one: when a store gets its first key. From then on a salt that anybody could read would let them
/// try all numbers on ``sealed``, so it is hidden under the key (``veil``), and a second print over
/// the hash of now (``renewed``) is what a look without the key goes by. A look with the key goes
/// all the way: opens the number, shows the first salt, and holds both against ``sealed``.
///
/// The hash stays when the number is erased (a refusal and a complaint are found by it), and so
/// does this salt, which tells nothing that the hash beside it does not.
struct NumberPrint: Hashable {
    /// Of ``renewed`` or else ``sealed``, and of ``text``.
    var salt: [UInt8]
    /// Part of the row's hash for good.
    let sealed: [UInt8]
    /// Over the hash of now; nil while ``sealed`` is.
    var renewed: [UInt8]?
    /// The salt of ``sealed``, hidden under the key of look-ups; nil while it is ``salt``.
    var veil: [UInt8]?
    /// Over the number as it is stored now; no part of the seal, follows each change of keys. nil
    /// once the number was erased, and for rows that keep the hash alone.
    var text: [UInt8]?

    init(
        salt: [UInt8], sealed: [UInt8], renewed: [UInt8]? = nil, veil: [UInt8]? = nil,
        text: [UInt8]?
    ) {
        self.salt = salt
        self.sealed = sealed
        self.renewed = renewed
        self.veil = veil
        self.text = text
    }

    static func of(_ hash: Digest, _ salt: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(salt + [0] + Array(hash.blob)).bytes.prefix(16))
    }

    /// The same once the store has its first key.
    /// - Parameters:
    ///   - hash: The keyed one.
    ///   - number: As it is stored now.
    func renewed(_ name: String, hash: Digest, number: String?, _ cipher: NumberCipher) -> Self {
        let next = cipher.salt(after: salt, for: hash, of: name)
        return NumberPrint(
            salt: next, sealed: sealed, renewed: Self.of(hash, next),
            veil: cipher.veil(salt, of: name), text: number.map { Prints.of($0, next) })
    }

    /// Whether a hash is the one that was sealed, as far as one can tell without the key.
    func fits(_ hash: Digest) -> Bool { Self.of(hash, salt) == renewed ?? sealed }

    /// Whether a stored number is the one that stood there after the last change of keys.
    func fits(text number: String) -> Bool { Prints.of(number, salt) == text }

    /// Whether the salt is one that only the key makes for this hash.
    func fits(_ name: String, hash: Digest, _ cipher: NumberCipher) -> Bool {
        guard let veil else { return true }
        return cipher.salt(after: cipher.veil(veil, of: name), for: hash, of: name) == salt
    }

    /// Whether it was sealed over this hash, made without a key.
    func wasSealed(_ name: String, overPlain hash: Digest, _ cipher: NumberCipher) -> Bool {
        guard let veil else { return true }
        return Self.of(hash, cipher.veil(veil, of: name)) == sealed
    }
}
