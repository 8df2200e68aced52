public import HongyanCore

/// One connection to a carrier: octets and moments in, actions out. What is said is its dialect's
/// (``SMPPDialect``, ``CMPPDialect``).
///
/// It knows no socket and no clock. A shell connects, writes and closes as the actions say, and
/// tells what came. Everything that is lost with a connection is told as such: what was written is
/// unknown, what was not goes back to the queue.
public struct LinkSession: Sendable {
    /// Events that wait for the engine at most; then the carrier is asked to come again later.
    static let mostWaiting = 50_000

    enum State: Hashable {
        case idle, connecting
        case binding(sequence: UInt32, since: Timestamp)
        case bound
        case unbinding(since: Timestamp)
        /// The socket is told to close.
        case closing
        case waiting
    }

    private struct Event {
        let event: ProviderEvent
        /// Sent once the event is in the store.
        let answer: [UInt8]?
        /// Of which connection: a later one knows nothing of it.
        let epoch: Int
    }

    let channel: ChannelID
    let link: CarrierLink
    public let role: LinkRole
    private var dialect: any LinkDialect
    private(set) var state = State.idle
    private var isWanted = false
    private var window: SubmissionWindow
    private var reconnect = Reconnect()
    /// Why the session ended, where it knows better than the socket.
    private var ending: (reason: String, isRefused: Bool)?
    private var lastReason = ""
    private var stream: [UInt8] = []
    private var sequence: UInt32 = 0
    private var epoch = 0
    private var lastHeard = Timestamp.distantPast
    /// An enquiry is out.
    private var isAsking = false
    private var events: [Event] = []
    private var polled = 0
    /// Parts of submissions that wait to be written.
    private var encoded: [Digest: [EncodedPart]] = [:]
    var actions: [LinkAction] = []

    init(channel: ChannelID, link: CarrierLink, role: LinkRole, dialect: any LinkDialect) {
        self.channel = channel
        self.link = link
        self.role = role
        self.dialect = dialect
        window = SubmissionWindow(
            channel: channel, size: link.window, timeout: link.responseTimeout)
    }

    /// The connections of a channel, those that send first; none for a carrier inside the program.
    /// - Parameter password: Of the account; SMPP has room for 8 octets (§5.2.2).
    public static func all(
        of channel: ChannelID, _ provider: Channel.ProviderKind, password: String
    ) -> [LinkSession] {
        switch provider {
        case .simulated: return []
        case .smpp(let link):
            let roles: [LinkRole]
            switch link.bind {
            case .transceiver: roles = [.transceiver]
            case .separate: roles = [.transmitter, .receiver]
            case .transmitter: roles = [.transmitter]
            case .receiver: roles = [.receiver]
            }
            let dialect = SMPPDialect(channel: channel, link: link, password: password)
            return roles.map {
                LinkSession(channel: channel, link: link, role: $0, dialect: dialect)
            }
        case .cmpp(let link, let terms):
            let dialect = CMPPDialect(
                channel: channel, link: link, terms: terms, secret: password)
            return [
                LinkSession(channel: channel, link: link, role: .transceiver, dialect: dialect)
            ]
        }
    }

    public var standing: LinkStanding {
        switch state {
        case .idle, .unbinding, .closing: .idle
        case .connecting: .connecting
        case .binding: .binding
        case .bound: .bound
        case .waiting: .waiting(reason: lastReason, until: reconnect.at)
        }
    }

    /// Answers that belonged to no submission.
    public var strayAnswers: Int { window.strayAnswers }

    // MARK: The engine's side

    /// Wants the connection from now on.
    public mutating func start(at now: Timestamp) -> [LinkAction] {
        isWanted = true
        if state == .idle { connect() }
        return taken()
    }

    /// Says good-bye; nothing is connected again.
    public mutating func stop(at now: Timestamp) -> [LinkAction] {
        isWanted = false
        switch state {
        case .bound:
            send(dialect.goodbye(sequence: nextSequence()))
            state = .unbinding(since: now)
        case .connecting, .binding: end("stopped")
        case .idle, .unbinding, .closing: break
        case .waiting: state = .idle
        }
        return taken()
    }

    public func room(at now: Timestamp) -> Int {
        state == .bound && role.sends ? window.room(at: now) : 0
    }

    /// Of its window now, whether free or not; 0 where nothing can leave.
    public var slots: Int { state == .bound && role.sends ? window.slots : 0 }

    public mutating func submit(_ batch: [Submission], at now: Timestamp) -> [LinkAction] {
        for submission in batch {
            guard state == .bound, role.sends else {
                tell(.response(submission: submission.id, .throttled(code: "unsent"), at: now))
                continue
            }
            guard let parts = dialect.parts(of: submission) else {
                tell(.response(submission: submission.id, .refused(code: "too-long"), at: now))
                continue
            }
            encoded[submission.id] = parts
            window.add(submission, parts: parts.count)
        }
        write(at: now)
        return taken()
    }

    /// What came up to now; told again until ``confirm(at:)``.
    public mutating func poll(through now: Timestamp) -> [ProviderEvent] {
        polled = events.prefix { $0.event.at <= now }.count
        return events[..<polled].map(\.event)
    }

    /// When the first event is; nil when none waits.
    public var nextEventAt: Timestamp? { events.first?.event.at }

    /// What was polled is in the store: the carrier is told.
    public mutating func confirm(at now: Timestamp) -> [LinkAction] {
        for event in events[..<polled] {
            if event.epoch == epoch, isOpen { send(event.answer) }
        }
        events.removeFirst(polled)
        polled = 0
        return taken()
    }

    // MARK: The socket's side

    public mutating func connected(at now: Timestamp) -> [LinkAction] {
        guard state == .connecting else { return [.close] }
        epoch += 1
        stream = []
        isAsking = false
        lastHeard = now
        let sequence = nextSequence()
        do throws(WireMisfit) {
            send(try dialect.login(role, sequence: sequence, at: now))
            state = .binding(sequence: sequence, since: now)
        } catch {
            end("\(error.field) does not fit into its field", isRefused: true)
        }
        return taken()
    }

    /// The connection is gone, or could not be made.
    public mutating func closed(reason: String, at now: Timestamp) -> [LinkAction] {
        lastReason = ending?.reason ?? reason
        for event in window.disconnected(at: now) { tell(event) }
        encoded = [:]
        stream = []
        if isWanted {
            reconnect.failed(isRefused: ending?.isRefused ?? false, at: now)
            state = .waiting
        } else {
            state = .idle
        }
        return taken()
    }

    /// Octets as they came, however they were cut.
    public mutating func received(_ octets: some Sequence<UInt8>, at now: Timestamp) -> [LinkAction]
    {
        guard isOpen else { return [] }
        lastHeard = now
        isAsking = false
        stream.append(contentsOf: octets)
        var start = 0
        let wire = dialect.wire
        do throws(WireFault) {
            while case .packet(let count) = try wire.frame(stream[start...]) {
                take(stream[start..<start + count], at: now)
                start += count
                guard isOpen else { break }
            }
            stream.removeFirst(start)
        } catch {
            // Nothing behind a length that cannot be meant is understood.
            end("a packet's length cannot be meant")
        }
        write(at: now)
        return taken()
    }

    /// Time has gone on.
    public mutating func tick(at now: Timestamp) -> [LinkAction] {
        for event in dialect.expired(at: now) { tell(event) }
        switch state {
        case .idle, .connecting, .closing: break
        case .waiting:
            if isWanted, now >= reconnect.at { connect() }
        case .binding(_, let since):
            if now >= since + link.responseTimeout { end("no answer to the login") }
        case .unbinding(let since):
            if now >= since + .seconds(5) { end("no answer to the good-bye") }
        case .bound:
            for event in window.expire(at: now) { tell(event) }
            watch(at: now)
            write(at: now)
        }
        return taken()
    }

    // MARK: Packets

    private mutating func take(_ octets: ArraySlice<UInt8>, at now: Timestamp) {
        let word: LinkWord
        do throws(WireFault) {
            word = dialect.hear(try dialect.wire.read(octets), at: now)
        } catch {
            if case .length = error { return end("a packet's length cannot be meant") }
            word = dialect.hear(error, octets)
        }
        switch word {
        case .nothing: break
        case .welcome(let sequence): takeWelcome(sequence)
        case .rejection(let sequence, let reason): takeRejection(sequence, reason)
        case .answer(let sequence, let answer): take(answer, to: sequence, at: now)
        case .nack(let sequence, let code, let failure):
            takeRejection(sequence, "bind refused: \(code)")
            if sequence != 0 { take(.refused(code: code, failure), to: sequence, at: now) }
        case .delivery(let event, let taken, let busy):
            if events.count < Self.mostWaiting { tell(event, answer: taken) } else { send(busy) }
        case .reply(let octets): send(octets)
        case .goodbye(let answer):
            send(answer)
            end("the far side ended the session")
        case .farewell: end("said good-bye")
        }
    }

    private mutating func takeWelcome(_ sequence: UInt32) {
        guard case .binding(sequence, _) = state else { return }
        state = .bound
        lastReason = ""
        reconnect.succeeded()
        actions.append(.wake)
    }

    private mutating func takeRejection(_ sequence: UInt32, _ reason: String) {
        guard case .binding(sequence, _) = state else { return }
        end(reason, isRefused: true)
    }

    private mutating func take(
        _ answer: SubmissionWindow.Answer, to sequence: UInt32, at now: Timestamp
    ) {
        var answer = answer
        // Some SMSCs leave the id out although they took the message.
        if case .accepted("") = answer {
            answer = .accepted(id: "no-id-\(epoch)-\(sequence)-\(now.milliseconds)")
        }
        for event in window.answer(sequence, answer, at: now) { tell(event) }
    }

    // MARK: Writing

    private var isOpen: Bool {
        switch state {
        case .binding, .bound, .unbinding: true
        case .idle, .connecting, .closing, .waiting: false
        }
    }

    private mutating func write(at now: Timestamp) {
        guard state == .bound else { return }
        while let part = window.next(at: now) {
            let sequence = nextSequence()
            let id = part.submission.id
            let all = encoded[id] ?? dialect.parts(of: part.submission)
            if part.index + 1 == part.total { encoded[id] = nil }
            guard let content = all?[part.index] else { continue }
            do throws(WireMisfit) {
                let octets = try dialect.packet(
                    content, of: part.submission, sequence: sequence)
                window.wrote(part, as: sequence, at: now)
                actions.append(.send(octets))
            } catch {
                let code = "unwritable:\(error.field)"
                for event in window.cannotWrite(part, code: code, at: now) { tell(event) }
            }
        }
    }

    /// Asks after a silence whether the far side is there, and ends a connection that does not
    /// answer.
    private mutating func watch(at now: Timestamp) {
        let silence = now - lastHeard
        if isAsking {
            if silence >= link.enquireInterval + link.responseTimeout {
                end("no answer to the enquiry")
            }
        } else if silence >= link.enquireInterval {
            isAsking = true
            send(dialect.enquiry(sequence: nextSequence()))
        }
    }

    private mutating func connect() {
        state = .connecting
        ending = nil
        actions.append(.connect)
    }

    private mutating func end(_ reason: String, isRefused: Bool = false) {
        ending = (reason, isRefused)
        state = .closing
        actions.append(.close)
    }

    private mutating func tell(_ event: ProviderEvent, answer: [UInt8]? = nil) {
        if case .response(let submission, _, _) = event { encoded[submission] = nil }
        events.append(Event(event: event, answer: answer, epoch: epoch))
        if actions.last != .wake { actions.append(.wake) }
    }

    private mutating func send(_ octets: [UInt8]?) {
        if let octets { actions.append(.send(octets)) }
    }

    /// From 1 to 0x7FFFFFFF (SMPP 3.4 §5.1.4), never one whose answer may still come.
    private mutating func nextSequence() -> UInt32 {
        repeat {
            sequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
        } while window.isTaken(sequence)
        return sequence
    }

    private mutating func taken() -> [LinkAction] {
        defer { actions = [] }
        return actions
    }
}
