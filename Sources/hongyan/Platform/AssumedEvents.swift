import ArgumentParser
import HongyanCore

/// What `--events` says of the future.
enum AssumedEvents: ExpressibleByArgument, CustomStringConvertible {
    case none
    /// The last days again, rounded up to whole weeks.
    case repeatLast(days: Int)
    case file(String)

    private static let word = "repeat-last"
    /// A year: nobody's habits stand still for longer.
    private static let mostDays = 366

    /// `none`, `repeat-last 28d`, or the path of a file. A space more or less does not matter, and
    /// without a space no quotes are needed: `repeat-last-28d`.
    init?(argument: String) {
        if argument == "none" {
            self = .none
        } else if argument.hasPrefix(Self.word) {
            let rest = argument.dropFirst(Self.word.count).filter { $0 != " " }
            let text = rest.hasPrefix("-") || rest.hasPrefix("=") ? rest.dropFirst() : rest[...]
            guard let span = Span(text: String(text)), span >= .days(1),
                span <= .days(Int64(Self.mostDays)),
                span.milliseconds % Span.days(1).milliseconds == 0
            else { return nil }
            self = .repeatLast(days: Int(span.milliseconds / Span.days(1).milliseconds))
        } else {
            guard !argument.isEmpty else { return nil }
            self = .file(argument)
        }
    }

    /// As the report writes it.
    var description: String {
        switch self {
        case .none: "none"
        case .repeatLast(let days): "\(Self.word) \(days)d"
        case .file(let path): path
        }
    }

    /// Of the file, where there is one.
    var path: String? { if case .file(let path) = self { path } else { nil } }

    static var allValueStrings: [String] { ["none", "'repeat-last 28d' (1 to 366 days)", "FILE"] }
}
