/// A value of a ``PolicyKey``, in the key's unit.
public enum PolicyValue: Hashable, Sendable {
    /// Open when all of these are; ascending by ``Window/written``.
    case hours([Window])
    /// All of these hold; ascending by name.
    case caps([Cap])
    case amount(Int)
    /// Both ends included; nothing fits when `from` is greater.
    case range(from: Int, through: Int)
    case permission(Bool)
    /// What the audit says where the key's finding is made.
    case verdict(AuditVerdict)
    /// In their order.
    case words([String])
}

extension Tightness {
    /// What holds when two layers say different things.
    ///
    /// Values of two kinds cannot meet, for a reader gives each key its own kind.
    public func combined(_ left: PolicyValue, _ right: PolicyValue) -> PolicyValue {
        switch (left, right) {
        case (.hours(let one), .hours(let two)):
            .hours(Tightness.merged(one, two) { Tightness.precedes($0.written, $1.written) })
        case (.caps(let one), .caps(let two)):
            .caps(Tightness.merged(one, two) { Tightness.precedes($0.sortKey, $1.sortKey) })
        case (.amount(let one), .amount(let two)):
            .amount(self == .greatest ? max(one, two) : min(one, two))
        case (.range(let from, let through), .range(let from2, let through2)):
            .range(from: max(from, from2), through: min(through, through2))
        case (.permission(let one), .permission(let two)): .permission(one && two)
        case (.verdict(let one), .verdict(let two)): .verdict(max(one, two))
        case (.words(let one), .words(let two)) where self == .together:
            .words(Tightness.merged(one, two, by: Tightness.precedes))
        case (.words(let one), .words(let two)): .words(Tightness.common(one, two))
        default: preconditionFailure("two kinds of values under one key")
        }
    }

    /// Whether a value allows nothing that another forbids. Formats are not ordered: always true.
    public func isAsTight(_ value: PolicyValue, as other: PolicyValue) -> Bool {
        switch (value, other) {
        case (.hours(let mine), .hours(let theirs)):
            WeekMask(openIn: mine).isSubset(of: WeekMask(openIn: theirs))
        case (.caps(let mine), .caps(let theirs)): Set(mine).isSuperset(of: theirs)
        case (.amount(let mine), .amount(let theirs)):
            self == .greatest ? mine >= theirs : mine <= theirs
        case (.range(let from, let through), .range(let from2, let through2)):
            from > through || (from >= from2 && through <= through2)
        case (.permission(let mine), .permission(let theirs)): theirs || !mine
        case (.verdict(let mine), .verdict(let theirs)): mine >= theirs
        case (.words(let mine), .words(let theirs)) where self == .together:
            Set(mine).isSuperset(of: theirs)
        case (.words, .words): true
        default: preconditionFailure("two kinds of values under one key")
        }
    }

    /// Without repetitions, in order.
    private static func merged<Item: Hashable>(
        _ one: [Item], _ two: [Item], by precedes: (Item, Item) -> Bool
    ) -> [Item] {
        Array(Set(one).union(two)).sorted(by: precedes)
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Two formats of one layer: what both allow, in an order of its own; where that is nothing,
    /// the one whose words come first, so that the order of layers cannot matter.
    private static func common(_ one: [String], _ two: [String]) -> [String] {
        if one == two { return one }
        let both = Set(one).intersection(two).sorted(by: precedes)
        if !both.isEmpty { return both }
        return one.lexicographicallyPrecedes(two, by: precedes) ? one : two
    }
}

/// The minutes of a week at which windows are open.
struct WeekMask: Hashable, Sendable {
    /// By minute from Monday 00:00.
    private(set) var isOpen: [Bool]

    /// Open when all of the windows are; of windows of working days, when they may be.
    init(openIn windows: [Window]) {
        isOpen = Array(repeating: true, count: 7 * 1_440)
        for window in windows {
            let own = WeekMask(of: window).isOpen
            for minute in isOpen.indices where !own[minute] { isOpen[minute] = false }
        }
    }

    init(of window: Window) {
        isOpen = Array(repeating: false, count: 7 * 1_440)
        // Which days are worked is told by notices: it may be any of the week.
        let weekdays = window.needsCalendar ? Set(1...7) : window.ordinaryWeekdays
        for weekday in weekdays.sorted() {
            for span in window.spans {
                let length = span.to.minutes - span.from.minutes
                let count = length > 0 ? length : length + 1_440
                let start = (weekday - 1) * 1_440 + span.from.minutes
                for offset in 0..<count { isOpen[(start + offset) % isOpen.count] = true }
            }
        }
    }

    func isSubset(of other: WeekMask) -> Bool {
        !zip(isOpen, other.isOpen).contains { $0 && !$1 }
    }
}

extension PolicyValue {
    /// In one line, as a pack writes it: `6 months`, `2..12 characters`, `daily 08:00-22:00`.
    public func written(_ unit: PolicyKey.Unit) -> String {
        switch self {
        case .hours(let windows): windows.map(\.written).joined(separator: " and ")
        case .caps(let caps): caps.map { "\($0.name): \($0.writtenInFull)" }.joined(separator: "; ")
        case .amount(let amount): unit.written(amount)
        case .range(let from, let through): "\(from)..\(unit.written(through))"
        case .permission(let isAllowed): isAllowed ? "yes" : "no"
        case .verdict(let verdict): verdict.name
        case .words(let words): words.joined(separator: " | ")
        }
    }
}

extension PolicyKey.Unit {
    /// An amount with its unit: `6 months`, `30%`, `0.25 per million`.
    public func written(_ amount: Int) -> String {
        switch self {
        case .none: return "\(amount)"
        case .percent: return "\(amount)%"
        case .perHundredMillion:
            var text = ValueText.decimal(Int64(amount), scale: 2)
            while text.hasSuffix("0") { text.removeLast() }
            return (text.hasSuffix(".") ? String(text.dropLast()) : text) + " per million"
        case .characters, .variables, .days, .workdays, .months: return "\(amount) \(word)"
        }
    }

    /// The word behind an amount, in the plural; empty where a sign stands instead.
    public var word: String {
        switch self {
        case .none, .percent: ""
        case .characters: "characters"
        case .variables: "variables"
        case .days: "days"
        case .workdays: "workdays"
        case .months: "months"
        case .perHundredMillion: "per million"
        }
    }
}
