internal import GRDB
internal import HongyanCore

/// Which event ids there are, so that an event counts once: a filter over the ids of the tables,
/// which answers "surely not" for nearly all that come, and the ids of the run itself.
struct EventNames {
    private var bits: [UInt64] = []
    private var mask: UInt64 = 0
    private var own: Set<Digest> = []
    private static let probes = 4

    /// - Parameter count: How many ids there are; about ten bits each are taken.
    init(count: Int = 0) {
        var size = 64
        while size < count * 10 { size *= 2 }
        bits = Array(repeating: 0, count: size / 64)
        mask = UInt64(size - 1)
    }

    private static func digest(_ id: String) -> Digest { Digest(hashing: [id]) }

    private func positions(_ digest: Digest) -> [UInt64] {
        (0..<UInt64(Self.probes)).map { (digest.high &+ $0 &* (digest.low | 1)) & mask }
    }

    /// An id of the tables.
    mutating func load(_ id: String) {
        for position in positions(Self.digest(id)) {
            bits[Int(position >> 6)] |= 1 << (position & 63)
        }
    }

    /// - Returns: Whether the id is new, and from now on is not.
    /// - Parameter isStored: Asked where the filter cannot tell.
    mutating func insert(_ id: String, isStored: (String) throws -> Bool) rethrows -> Bool {
        let digest = Self.digest(id)
        guard !own.contains(digest) else { return false }
        let isMaybe = positions(digest).allSatisfy {
            bits[Int($0 >> 6)] & (1 << ($0 & 63)) != 0
        }
        if isMaybe, try isStored(id) { return false }
        own.insert(digest)
        return true
    }
}
