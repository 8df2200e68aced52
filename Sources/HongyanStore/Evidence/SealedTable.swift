internal import GRDB
internal import HongyanCore

/// A table whose rows are written once: what of it is sealed.
struct SealedTable {
    let name: String
    /// When a row was written, in milliseconds.
    let arrival: String
    /// The rule, which a rename moves; nil for tables without.
    let rule: String?
    /// The customer, whom a merge moves.
    let customer: String?
    /// What else is sealed, in this order.
    let columns: [String]
    /// What is sealed as a salted hash only.
    var personal: Personal = .none
    /// It belongs to the workspace and has no slot.
    var isShared = false

    enum Personal {
        case none, message, consent, complaint, optOut

        /// The columns that hold it; a consent's proof is found by ``ConsentLog``.
        var columns: [String] {
            switch self {
            case .none, .consent: []
            case .message: ["number_hash", "number", "text", "purpose"]
            case .complaint: ["number_hash", "note"]
            case .optOut: ["number_hash"]
            }
        }
    }

    /// In the order in which a day's hash takes them.
    static let all = [
        SealedTable(
            name: "decisions", arrival: "at", rule: "rule", customer: "customer",
            columns: [
                "key", "due", "decision", "reason", "winner", "until", "verdicts", "book",
                "message",
            ]),
        SealedTable(
            name: "messages", arrival: "cleared_at", rule: "rule", customer: "customer",
            columns: [
                "id", "key", "parts", "cost", "channel", "purpose", "lane", "template",
                "template_version", "carrier", "book", "deadline",
            ], personal: .message),
        SealedTable(
            name: "ledger", arrival: "at", rule: nil, customer: nil,
            columns: [
                "kind", "submission", "message", "attempt", "parts", "channel", "provider_id",
                "outcome", "code", "happened_at", "amount",
            ]),
        SealedTable(
            name: "consent_events", arrival: "at", rule: nil, customer: "customer",
            columns: [
                "act", "purpose", "given_at", "source", "expires", "withdrawn", "text_version",
                "channel", "action",
            ], personal: .consent),
        SealedTable(
            name: "complaints", arrival: "recorded_at", rule: nil, customer: "customer",
            columns: ["day", "source", "message", "signature", "template", "channel"],
            personal: .complaint),
        SealedTable(
            name: "stop_acts", arrival: "at", rule: nil, customer: nil,
            columns: ["act", "kind", "name", "who", "reason"]),
        SealedTable(
            name: "template_log", arrival: "at", rule: nil, customer: nil,
            columns: [
                "template", "version", "act", "step", "channel", "carrier", "day", "last_day",
                "person", "account", "comment",
            ], isShared: true),
        SealedTable(
            name: "optout_events", arrival: "at", rule: nil, customer: "customer",
            columns: [
                "act", "optout", "refused_at", "source", "purpose", "lifted_at", "signature",
            ], personal: .optOut),
        SealedTable(
            name: "erasures", arrival: "at", rule: nil, customer: "customer",
            columns: ["reason"]),
    ]

    /// Those that have numbers beside their rows, and where the number itself stands, if it does.
    static let withNumbers: [(name: String, number: String)] = [
        ("messages", "t.number"), ("complaints", "NULL"), ("optout_events", "NULL"),
    ]

    /// Rows after one and up to another, ascending.
    var reading: String {
        let main = ["row", arrival, rule ?? "NULL", customer ?? "NULL"] + columns
        return """
            SELECT \((main + personal.columns).joined(separator: ", ")) FROM \(name)
            WHERE \(isShared ? "" : "slot = 0 AND ")row > ? AND row <= ? ORDER BY row LIMIT ?
            """
    }
}

/// One row as it is sealed.
struct SealedRow {
    let row: Int64
    let arrival: Timestamp
    let rule: DatabaseValue
    let customer: DatabaseValue
    /// The bytes of the columns, each with its kind and length before it.
    let body: [UInt8]
    /// nil where there is none or it was erased.
    let text: String?
    /// The number as stored, digits or sealed; of messages.
    let number: String?
    /// The number's look-up hash.
    let numberHash: Digest?

    init(_ stored: StoredRow, of table: SealedTable) {
        row = stored[0]
        arrival = stored.time(1)
        rule = stored[2]
        customer = stored[3]
        var bytes: [UInt8] = []
        for index in table.columns.indices {
            Self.append(stored[4 + index] as DatabaseValue, to: &bytes)
        }
        body = bytes
        let beside = 4 + table.columns.count
        switch table.personal {
        case .none, .consent: (text, number, numberHash) = (nil, nil, nil)
        case .message:
            let kept = stored.text(beside + 2)
            // A verification code is masked once it has left: what is sealed is the masked text.
            let isCode = stored.text(beside + 3) == Purpose.verification.rawValue
            text = kept.isEmpty ? nil : isCode ? SecretText.masked(kept) : kept
            let digits = stored.text(beside + 1)
            number = digits.isEmpty ? nil : digits
            numberHash = stored.digest(beside)
        case .complaint:
            let note = stored.text(beside + 1)
            (text, number) = (note.isEmpty ? nil : note, nil)
            numberHash = stored.digest(beside)
        case .optOut:
            (text, number) = (nil, nil)
            numberHash = stored.isNull(beside) ? nil : stored.digest(beside)
        }
    }

    /// The row's hash, with the rule and the customer it had when it was sealed.
    func hash(rule: DatabaseValue, customer: DatabaseValue, prints: Prints?) -> Fingerprint {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 96)
        Self.append(row.db, to: &bytes)
        Self.append(arrival.db, to: &bytes)
        Self.append(rule, to: &bytes)
        Self.append(customer, to: &bytes)
        bytes += body
        Self.append(prints?.text ?? [], to: &bytes)
        Self.append(prints?.number?.sealed ?? [], to: &bytes)
        return SHA256.hash(bytes)
    }

    private static func append(_ value: DatabaseValue, to bytes: inout [UInt8]) {
        switch value.storage {
        case .null: bytes.append(0)
        case .int64(let number):
            bytes.append(1)
            append(UInt64(bitPattern: number), to: &bytes)
        case .double(let number):
            bytes.append(2)
            append(number.bitPattern, to: &bytes)
        case .string(let text):
            bytes.append(3)
            append(Array(text.utf8), to: &bytes)
        case .blob(let data):
            bytes.append(4)
            append(Array(data), to: &bytes)
        }
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        append(UInt64(content.count), to: &bytes)
        bytes += content
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
