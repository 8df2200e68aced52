extension Cron {
    /// Reads five fields: minute 0–59, hour 0–23, day of month 1–31, month 1–12 or JAN–DEC, day
    /// of week 0–7 or SUN–SAT (0 and 7 are Sunday).
    ///
    /// A field is a list of `*`, `n`, `a-b`, `*/s` and `a-b/s`. As in Vixie cron, when neither
    /// day field begins with `*`, a day that matches either of them matches.
    public init(parsing text: String) throws(CronError) {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard fields.count == 5 else {
            throw CronError(field: nil, reason: .fieldCount(fields.count))
        }
        let minutes = try CronField.minute.parse(fields[0])
        let hours = try CronField.hour.parse(fields[1])
        let days = try CronField.dayOfMonth.parse(fields[2])
        let months = try CronField.month.parse(fields[3])
        let weekdays = try CronField.dayOfWeek.parse(fields[4])
        self.init(
            text: fields.joined(separator: " "), minutes: minutes, hours: hours,
            daysOfMonth: days, months: months, weekdays: Set(weekdays.map { $0 == 0 ? 7 : $0 }),
            daysAreEither: !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*"))
    }
}

/// The five fields of a cron expression, in order.
public enum CronField: String, Hashable, Sendable, CaseIterable {
    case minute, hour, dayOfMonth = "day of month", month, dayOfWeek = "day of week"

    /// What numbers the field takes.
    public var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// Names by number, from the range's lower bound on.
    private var names: [String] {
        switch self {
        case .month:
            [
                "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
            ]
        case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        default: []
        }
    }

    fileprivate func parse(_ text: Substring) throws(CronError) -> Set<Int> {
        var result: Set<Int> = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            result.formUnion(try parseItem(item))
        }
        return result
    }

    private func parseItem(_ item: Substring) throws(CronError) -> [Int] {
        let halves = item.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, let body = halves.first, !body.isEmpty else {
            throw CronError(field: self, reason: .malformed)
        }
        var step = 1
        if halves.count == 2 {
            guard let size = CronField.digits(halves[1]), size >= 1 else {
                throw CronError(field: self, reason: .badStep)
            }
            step = size
        }
        if body == "*" {
            // Sunday once only.
            let last = self == .dayOfWeek ? 6 : range.upperBound
            return Array(stride(from: range.lowerBound, through: last, by: step))
        }
        let ends = body.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2 else { throw CronError(field: self, reason: .malformed) }
        let first = try number(ends[0])
        guard ends.count == 2 else {
            guard halves.count == 1 else { throw CronError(field: self, reason: .stepOfOne) }
            return [first]
        }
        var last = try number(ends[1])
        // `FRI-SUN`: at the end of a range Sunday is the seventh day.
        if self == .dayOfWeek, last == 0, first > 0 { last = 7 }
        guard first <= last else { throw CronError(field: self, reason: .backwards) }
        return Array(stride(from: first, through: last, by: step))
    }

    private func number(_ text: Substring) throws(CronError) -> Int {
        if let value = CronField.digits(text) {
            guard range.contains(value) else {
                throw CronError(field: self, reason: .outOfRange)
            }
            return value
        }
        guard let index = names.firstIndex(of: text.uppercased()) else {
            throw CronError(field: self, reason: .malformed)
        }
        return range.lowerBound + index
    }

    private static func digits(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        return Int(text)
    }
}

/// Why text is no cron expression.
public struct CronError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        case fieldCount(Int)
        case malformed
        case outOfRange
        case backwards
        case badStep
        /// `5/10`: a step over a single number.
        case stepOfOne
    }
    /// nil when the expression as a whole is wrong.
    public let field: CronField?
    public let reason: Reason

    public init(field: CronField?, reason: Reason) {
        self.field = field
        self.reason = reason
    }

    /// One phrase that states the rule.
    public var phrase: String {
        let name = field?.rawValue ?? "cron"
        let range = field?.range ?? 0...0
        switch reason {
        case .fieldCount(let count): return "a cron expression has 5 fields, not \(count)"
        case .malformed: return "\(name) must be a list of *, n, a-b, */s and a-b/s"
        case .outOfRange:
            return "\(name) must lie between \(range.lowerBound) and \(range.upperBound)"
        case .backwards: return "a range in \(name) must not run backwards"
        case .badStep: return "a step in \(name) must be a whole number of at least 1"
        case .stepOfOne: return "a step in \(name) needs a range or * before it"
        }
    }
}
