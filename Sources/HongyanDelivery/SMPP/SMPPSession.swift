public import HongyanCore

/// One connection to an SMSC as SMPP 3.4 describes it: octets and moments in, actions out.
///
/// It knows no socket and no clock. A shell connects, writes and closes as the actions say, and
/// tells what came. Everything that is lost with a connection is told as such: what was written is
/// unknown, what was not goes back to the queue.
public struct SMPPSession: Sendable {
    /// What it binds as; a channel with two connections has two sessions.
    public enum Role: String, Hashable, Sendable {
        case transceiver, transmitter, receiver
        public var sends: Bool { self != .receiver }
    }

    /// Events that wait for the engine at most; then the SMSC is asked to come again later.
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
        /// The request that is answered once the event is in the store.
        let request: (sequence: UInt32, layout: WireLayout)?
        /// Of which connection: a later one knows nothing of it.
        let epoch: Int
    }

    let channel: ChannelID
    let link: CarrierLink
    public let role: Role
    private let password: String
    private let encoding: SMPPEncoding
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
    /// An `enquire_link` is out.
    private var isAsking = false
    private var events: [Event] = []
    private var polled = 0
    private var joiner = SMPPJoiner()
    var actions: [LinkAction] = []

    /// - Parameter password: At most 8 octets (§5.2.2).
    public init(channel: ChannelID, link: CarrierLink, role: Role, password: String) {
        self.channel = channel
        self.link = link
        self.role = role
        self.password = password
        encoding = SMPPEncoding(link: link)
        window = SubmissionWindow(
            channel: channel, size: link.window, timeout: link.responseTimeout)
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
            request("unbind", at: now)
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

    public mutating func submit(_ batch: [Submission], at now: Timestamp) -> [LinkAction] {
        for submission in batch {
            guard state == .bound, role.sends else {
                tell(.response(submission: submission.id, .throttled(code: "unsent"), at: now))
                continue
            }
            guard let parts = encoding.parts(of: submission.text, reference: 0) else {
                tell(.response(submission: submission.id, .refused(code: "too-long"), at: now))
                continue
            }
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

    /// What was polled is in the store: the SMSC is told.
    public mutating func confirm(at now: Timestamp) -> [LinkAction] {
        for event in events[..<polled] {
            guard let request = event.request, event.epoch == epoch, isOpen else { continue }
            respond(to: request.sequence, request.layout, status: 0)
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
        let name = "bind_\(role.rawValue)"
        guard let layout = SMPP.wire.layout(named: name) else { return [.close] }
        var packet = WirePacket(empty: layout, sequence: nextSequence())
        packet.set("system_id", link.systemID)
        packet.set("password", password)
        packet.set("system_type", link.systemType)
        packet.set("interface_version", 0x34)
        if let octets = try? SMPP.wire.write(packet) {
            state = .binding(sequence: packet.sequence, since: now)
            actions.append(.send(octets))
        } else {
            end("system_id, password or system_type is too long", isRefused: true)
        }
        return taken()
    }

    /// The connection is gone, or could not be made.
    public mutating func closed(reason: String, at now: Timestamp) -> [LinkAction] {
        lastReason = ending?.reason ?? reason
        for event in window.disconnected(at: now) { tell(event) }
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
        do throws(WireFault) {
            while case .packet(let count) = try SMPP.wire.frame(stream[start...]) {
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
        for event in joiner.expired(channel: channel, at: now) { tell(event) }
        switch state {
        case .idle, .connecting, .closing: break
        case .waiting:
            if isWanted, now >= reconnect.at { connect() }
        case .binding(_, let since):
            if now >= since + link.responseTimeout { end("no answer to the bind") }
        case .unbinding(let since):
            if now >= since + .seconds(5) { end("no answer to unbind") }
        case .bound:
            for event in window.expire(at: now) { tell(event) }
            watch(at: now)
            write(at: now)
        }
        return taken()
    }

    // MARK: Packets

    private mutating func take(_ octets: ArraySlice<UInt8>, at now: Timestamp) {
        let packet: WirePacket
        do throws(WireFault) {
            packet = try SMPP.wire.read(octets)
        } catch {
            takeFault(error, octets, at: now)
            return
        }
        switch packet.layout.name {
        case "bind_transceiver_resp", "bind_transmitter_resp", "bind_receiver_resp":
            takeBind(packet)
        case "submit_sm_resp", "data_sm_resp": takeAnswer(packet, at: now)
        case "generic_nack":
            if case .binding(packet.sequence, _) = state { takeBind(packet) }
            if packet.sequence != 0 { takeAnswer(packet, at: now) }
        case "deliver_sm", "data_sm": takeDelivery(packet, at: now)
        case "enquire_link": respond(to: packet.sequence, packet.layout, status: 0)
        case "unbind":
            respond(to: packet.sequence, packet.layout, status: 0)
            end("the SMSC unbound")
        case "unbind_resp": end("unbound")
        case "enquire_link_resp", "deliver_sm_resp", "alert_notification", "outbind": break
        default:
            if packet.layout.command & SMPP.responseBit == 0 {
                nack(packet.sequence, SMPPStatus.invalidCommand)
            }
        }
    }

    private mutating func takeFault(
        _ fault: WireFault, _ octets: ArraySlice<UInt8>, at now: Timestamp
    ) {
        switch fault {
        case .length: end("a packet's length cannot be meant")
        case .command(let command, let sequence):
            if command & SMPP.responseBit == 0 { nack(sequence, SMPPStatus.invalidCommand) }
        case .body(let name, _, let sequence):
            guard let layout = SMPP.wire.layout(named: name) else { return }
            guard layout.command & SMPP.responseBit != 0 else {
                respond(to: sequence, layout, status: SMPPStatus.invalidLength)
                return
            }
            // The head of an answer says enough.
            var reader = OctetReader(octets.dropFirst(8))
            let status = UInt32(reader.number(4) ?? 0)
            let head = WirePacket(layout, status: status, sequence: sequence, values: [])
            if name.hasPrefix("bind") { takeBind(head) } else { takeAnswer(head, at: now) }
        }
    }

    private mutating func takeBind(_ packet: WirePacket) {
        guard case .binding(packet.sequence, _) = state else { return }
        if packet.status == 0 {
            state = .bound
            lastReason = ""
            reconnect.succeeded()
            actions.append(.wake)
        } else {
            end("bind refused: \(SMPPStatus(packet.status).name)", isRefused: true)
        }
    }

    private mutating func takeAnswer(_ packet: WirePacket, at now: Timestamp) {
        let answer: SubmissionWindow.Answer
        if packet.status == 0, packet.layout.name != "generic_nack" {
            let id = packet.text("message_id")
            // Some SMSCs leave the body out although they took the message.
            answer = .accepted(
                id: id.isEmpty
                    ? "no-id-\(epoch)-\(packet.sequence)-\(now.milliseconds)"
                    : SMPPReceiptIDStyle.key(ofResponse: id))
        } else {
            let status = SMPPStatus(packet.status)
            answer = .refused(code: status.name, status.failure)
        }
        for event in window.answer(packet.sequence, answer, at: now) { tell(event) }
    }

    private mutating func takeDelivery(_ packet: WirePacket, at now: Timestamp) {
        guard events.count < Self.mostWaiting else {
            respond(to: packet.sequence, packet.layout, status: SMPPStatus.queueFull)
            return
        }
        let read = SMPPDelivery(packet, link: link, channel: channel, at: now, joiner: &joiner)
        if let event = read.event {
            tell(event, answering: (packet.sequence, packet.layout))
        } else {
            respond(to: packet.sequence, packet.layout, status: read.status)
        }
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
            // One for all parts of a message, also when a part goes again.
            let reference = UInt8(truncatingIfNeeded: part.submission.id.low)
            let all = encoding.parts(of: part.submission.text, reference: reference)
            guard let content = all?[part.index] else { continue }
            do throws(WireMisfit) {
                let octets = try encoding.packet(content, of: part.submission, sequence: sequence)
                window.wrote(part, as: sequence, at: now)
                actions.append(.send(octets))
            } catch {
                let code = "unwritable:\(error.field)"
                for event in window.cannotWrite(part, code: code, at: now) { tell(event) }
            }
        }
    }

    /// Asks after a silence whether the SMSC is there, and ends a connection that does not answer.
    private mutating func watch(at now: Timestamp) {
        let silence = now - lastHeard
        if isAsking {
            if silence >= link.enquireInterval + link.responseTimeout {
                end("no answer to enquire_link")
            }
        } else if silence >= link.enquireInterval {
            isAsking = true
            request("enquire_link", at: now)
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

    private mutating func tell(
        _ event: ProviderEvent, answering request: (sequence: UInt32, layout: WireLayout)? = nil
    ) {
        events.append(Event(event: event, request: request, epoch: epoch))
        if actions.last != .wake { actions.append(.wake) }
    }

    /// From 1 to 0x7FFFFFFF (§5.1.4), never one whose answer may still come.
    private mutating func nextSequence() -> UInt32 {
        repeat {
            sequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
        } while window.isTaken(sequence)
        return sequence
    }

    private mutating func request(_ name: String, at now: Timestamp) {
        guard let layout = SMPP.wire.layout(named: name) else { return }
        let packet = WirePacket(layout, sequence: nextSequence(), values: [])
        if let octets = try? SMPP.wire.write(packet) { actions.append(.send(octets)) }
    }

    private mutating func respond(to sequence: UInt32, _ layout: WireLayout, status: UInt32) {
        if let octets = SMPP.response(to: sequence, layout, status: status) {
            actions.append(.send(octets))
        }
    }

    private mutating func nack(_ sequence: UInt32, _ status: UInt32) {
        if let octets = SMPP.nack(sequence, status) { actions.append(.send(octets)) }
    }

    private mutating func taken() -> [LinkAction] {
        defer { actions = [] }
        return actions
    }
}

extension SMPP {
    /// The answer to a request, its fields empty: a `message_id` in answers to deliveries is NUL
    /// (§4.6.2).
    static func response(to sequence: UInt32, _ request: WireLayout, status: UInt32) -> [UInt8]? {
        guard let layout = wire.layout(command: request.command | responseBit) else { return nil }
        var packet = WirePacket(empty: layout, sequence: sequence)
        packet.status = status
        return try? wire.write(packet)
    }

    static func nack(_ sequence: UInt32, _ status: UInt32) -> [UInt8]? {
        guard let layout = wire.layout(named: "generic_nack") else { return nil }
        return try? wire.write(WirePacket(layout, status: status, sequence: sequence, values: []))
    }
}
