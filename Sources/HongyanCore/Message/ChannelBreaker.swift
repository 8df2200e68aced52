/// Keeps messages from a channel that does not answer: opens on faults of the connection, on
/// answers that do not come and on refusals of the account, never on what is wrong with a number or
/// a text. After a while it lets one message through at a time; an answer closes it.
public struct ChannelBreaker: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case closed
        /// Nothing leaves until then.
        case open(until: Timestamp, Cause)
        /// One message at a time tries whether the channel answers again.
        case trying
    }
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        case connection, timeouts, account
    }

    /// Submissions without an answer in a row that open it.
    static let timeouts = 5
    /// Refusals of the account in a row that open it.
    static let accountFaults = 3
    /// A connection that is away for so long opens it.
    static let patience = Span.seconds(10)
    /// The first pause; doubles each time a trial fails.
    static let firstPause = Span.seconds(30)
    static let longestPause = Span.minutes(10)

    private var opened: (cause: Cause, until: Timestamp)?
    private var timeoutsInRow = 0
    private var faultsInRow = 0
    private var pause = ChannelBreaker.firstPause
    private var awaySince: Timestamp?

    public init() {}

    public func state(at now: Timestamp) -> State {
        guard let opened else { return .closed }
        if now < opened.until { return .open(until: opened.until, opened.cause) }
        return .trying
    }

    /// A real answer came, whatever it said of the message.
    mutating func answered() {
        timeoutsInRow = 0
        faultsInRow = 0
        pause = Self.firstPause
        opened = nil
    }

    /// An answer to a message that one had given up says nothing about now.
    mutating func timedOut(at now: Timestamp) {
        timeoutsInRow += 1
        if opened != nil || timeoutsInRow >= Self.timeouts { open(.timeouts, at: now) }
    }

    mutating func accountRefused(at now: Timestamp) {
        timeoutsInRow = 0
        faultsInRow += 1
        if opened != nil || faultsInRow >= Self.accountFaults { open(.account, at: now) }
    }

    mutating func connection(isUp: Bool, at now: Timestamp) {
        guard !isUp else {
            awaySince = nil
            // It binds again: a trial may begin at once.
            if opened?.cause == .connection { opened?.until = now }
            return
        }
        let since = awaySince ?? now
        awaySince = since
        guard now >= since + Self.patience else { return }
        // As long as it is away, it stays open.
        opened = (.connection, now + Self.patience)
    }

    private mutating func open(_ cause: Cause, at now: Timestamp) {
        // Several answers of one trial's time are one failure.
        if let opened, now < opened.until { return }
        opened = (cause, now + pause)
        pause = min(Span(milliseconds: pause.milliseconds * 2), Self.longestPause)
    }

    public static func == (left: ChannelBreaker, right: ChannelBreaker) -> Bool {
        left.opened?.cause == right.opened?.cause && left.opened?.until == right.opened?.until
            && left.timeoutsInRow == right.timeoutsInRow && left.faultsInRow == right.faultsInRow
            && left.pause == right.pause && left.awaySince == right.awaySince
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(opened?.cause)
        hasher.combine(opened?.until)
        hasher.combine(timeoutsInRow)
        hasher.combine(faultsInRow)
    }
}
