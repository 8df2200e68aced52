/// The verdicts of a ledger row, read back from their packed text.
public enum VerdictLine {
    public struct Entry: Hashable, Sendable {
        public let gate: GateID
        public let mark: Mark
        public let seen: String
        public init(gate: GateID, mark: Mark, seen: String) {
            self.gate = gate
            self.mark = mark
            self.seen = seen
        }
    }
    public enum Mark: Hashable, Sendable { case pass, hold, drop }

    /// `gate=seen` pairs joined by spaces, refusals marked `!`, holds `~`; a gate that is not known
    /// (any more) is left out.
    public static func read(_ text: String) -> [Entry] {
        text.split(separator: " ").compactMap { word in
            var rest = word
            var mark = Mark.pass
            if let first = rest.first, first == "!" || first == "~" {
                mark = first == "!" ? .drop : .hold
                rest = rest.dropFirst()
            }
            let parts = rest.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, let gate = GateID(rawValue: String(name)) else {
                return nil
            }
            return Entry(gate: gate, mark: mark, seen: parts.count > 1 ? String(parts[1]) : "")
        }
    }
}
