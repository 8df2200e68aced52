internal import HeapModule
public import HongyanCore

/// A carrier made up for tests, demos and benchmarks: any number of connections, octets and moments
/// in, actions out. It counts what it truly took, whatever its clients get to hear.
public struct ServedCarrier: Sendable {
    public enum Action: Hashable, Sendable {
        case send(connection: Int, [UInt8])
        case close(connection: Int)
        /// A line of the carrier's own count (id, masked number, part of parts), before any answer.
        case took(String)
    }

    /// What it did, since it began.
    public struct Counts: Hashable, Sendable {
        public var binds = 0
        public var submits = 0
        /// Truly taken, in parts.
        public var taken = 0
        public var refused = 0
        public var throttled = 0
        /// Answers that never went out.
        public var lostAnswers = 0
        /// Connections dropped before an answer.
        public var disconnects = 0
        /// Receipts and replies that clients have answered.
        public var delivered = 0
        public init() {}
    }

    private enum Work {
        case answer(connection: Int, [UInt8])
        case delivery(account: String, WirePacket)
    }

    private struct Scheduled: Comparable {
        let at: Timestamp
        let order: Int
        let work: Work
        static func < (left: Scheduled, right: Scheduled) -> Bool {
            left.at == right.at ? left.order < right.order : left.at < right.at
        }
        static func == (left: Scheduled, right: Scheduled) -> Bool { left.order == right.order }
    }

    private struct Unanswered {
        let packet: WirePacket
        let at: Timestamp
    }

    /// Deliveries without an answer a connection.
    static let deliveryWindow = 50
    /// Then a delivery goes again.
    static let deliveryTimeout = Span.seconds(30)
    static let enquireInterval = Span.seconds(30)

    private let dialect: any ServedDialect
    private let conduct: CarrierConduct
    /// By account; everybody is let in when there is none.
    private let passwords: [String: String]
    private let seed: UInt64
    public private(set) var counts = Counts()
    private var sessions: [Int: ServedSession] = [:]
    private var schedule = Heap<Scheduled>()
    private var order = 0
    private var firstID: Int64?
    private var waiting: [String: [WirePacket]] = [:]
    private var unanswered: [Int: [UInt32: Unanswered]] = [:]
    private var asked: [Int: Timestamp] = [:]
    private var second = Int64.min
    private var partsInSecond = 0
    private var actions: [Action] = []

    public init(
        _ wire: CarrierProtocol, conduct: CarrierConduct, passwords: [String: String] = [:],
        seed: UInt64
    ) {
        dialect = wire.dialect
        self.conduct = conduct
        self.passwords = passwords
        self.seed = seed
    }

    /// When something happens by itself; nil when nothing will.
    public var nextEventAt: Timestamp? { schedule.min?.at }

    public mutating func opened(_ connection: Int, at now: Timestamp) {
        sessions[connection] = ServedSession(dialect, at: now)
    }

    /// What was delivered and not answered is delivered again, on another connection.
    public mutating func closed(_ connection: Int, at now: Timestamp) -> [Action] {
        let account = sessions.removeValue(forKey: connection)?.account
        asked[connection] = nil
        if let account, let lost = unanswered.removeValue(forKey: connection) {
            let again = lost.sorted { $0.key < $1.key }.map(\.value.packet)
            waiting[account, default: []].insert(contentsOf: again, at: 0)
        }
        return taken(at: now)
    }

    public mutating func received(
        _ octets: [UInt8], on connection: Int, at now: Timestamp
    ) -> [Action] {
        guard var session = sessions[connection] else { return [] }
        let requests = session.received(octets, at: now)
        let (dialect, passwords) = (dialect, passwords)
        asked[connection] = nil
        sessions[connection] = session
        for request in requests {
            switch request {
            case .login(let packet):
                if sessions[connection]?.login(packet, passwords) == true { counts.binds += 1 }
            case .submit(let packet):
                guard sessions[connection]?.canSend == true else {
                    sessions[connection]?.send(dialect.outOfPlace(packet))
                    continue
                }
                take(packet, on: connection, at: now)
            case .delivered(let sequence, let isTaken):
                answered(sequence, isTaken, on: connection, at: now)
            case .answer, .goodbye, .nothing, .broken: break
            }
        }
        return taken(at: now)
    }

    public mutating func tick(at now: Timestamp) -> [Action] {
        while let first = schedule.min, first.at <= now {
            schedule.removeMin()
            switch first.work {
            case .answer(let connection, let octets): sessions[connection]?.send(octets)
            case .delivery(let account, let packet):
                waiting[account, default: []].append(packet)
            }
        }
        for connection in sessions.keys.sorted() { watch(connection, at: now) }
        return taken(at: now)
    }

    // MARK: Requests

    private mutating func take(_ packet: WirePacket, on connection: Int, at now: Timestamp) {
        counts.submits += 1
        guard let account = sessions[connection]?.account else { return }
        if isThrottled(at: now) {
            counts.throttled += 1
            answer(packet, .throttled, connection, at: now)
            return
        }
        let submission = dialect.submission(packet)
        guard !submission.destination.isEmpty else {
            counts.refused += 1
            answer(packet, .badNumber, connection, at: now)
            return
        }
        let id = nextID(at: now)
        let luck = "\(submission.destination) \(counts.submits)"
        let script = CarrierScript(
            id: luck, providerID: id.text, profile: conduct.profile, seed: seed)
        let answeredAt = now + script.responseAfter
        if case .refused(let code) = script.response {
            counts.refused += 1
            let outcome: ServedOutcome = code.hasPrefix("MK") ? .badNumber : .badText
            answer(packet, outcome, connection, at: answeredAt)
            return
        }
        counts.taken += 1
        actions.append(.took(Self.line(id, submission)))
        var random = RandomStream(seed: seed, purpose: "connection", id: luck)
        if random.chance(of10000: conduct.disconnectShare) {
            counts.disconnects += 1
            sessions[connection]?.close()
        } else if script.response == nil {
            counts.lostAnswers += 1
        } else {
            answer(packet, .taken(id), connection, at: answeredAt)
        }
        plan(script, of: (packet, submission, id), account, answeredAt, &random, at: now)
    }

    private mutating func answered(
        _ sequence: UInt32, _ isTaken: Bool, on connection: Int, at now: Timestamp
    ) {
        guard let delivery = unanswered[connection]?.removeValue(forKey: sequence) else { return }
        if isTaken {
            counts.delivered += 1
        } else if let account = sessions[connection]?.account {
            add(.delivery(account: account, delivery.packet), at: now + .seconds(1))
        }
    }

    // MARK: What follows

    private mutating func plan(
        _ script: CarrierScript,
        of part: (packet: WirePacket, submission: ServedSubmission, id: ServedID),
        _ account: String, _ answeredAt: Timestamp, _ random: inout RandomStream,
        at now: Timestamp
    ) {
        guard let receipt = script.receipt else { return }
        let isDelivered = receipt.outcome == .delivered
        let at = answeredAt + receipt.after
        let isOdd = random.chance(of10000: conduct.oddReceiptShare)
        let wish = part.submission.wantsReceipt
        if wish == .always || (wish == .onFailure && !isDelivered) {
            let told = ServedReceipt(
                packet: part.packet, id: part.id, isDelivered: isDelivered, code: receipt.code,
                submitted: now, done: at)
            for (deliver, moment) in dialect.receipts(told, isOdd: isOdd, &random) {
                add(.delivery(account: account, deliver), at: moment)
            }
        }
        let place = part.submission.place
        guard let reply = script.reply, place.map({ $0.number == $0.total }) ?? true
        else { return }
        let isLong = random.chance(of10000: conduct.longReplyShare)
        let packets = dialect.replies(to: part.packet, id: part.id, reply.text, isLong: isLong)
        for deliver in packets { add(.delivery(account: account, deliver), at: at + reply.after) }
    }

    private mutating func answer(
        _ request: WirePacket, _ outcome: ServedOutcome, _ connection: Int, at moment: Timestamp
    ) {
        guard let octets = dialect.answer(to: request, outcome) else { return }
        add(.answer(connection: connection, octets), at: moment)
    }

    private mutating func add(_ work: Work, at moment: Timestamp) {
        order += 1
        schedule.insert(Scheduled(at: moment, order: order, work: work))
    }

    private mutating func nextID(at now: Timestamp) -> ServedID {
        let first = firstID ?? now.milliseconds * 1_000
        firstID = first
        return dialect.id(first + Int64(counts.submits), at: now)
    }

    private static func line(_ id: ServedID, _ submission: ServedSubmission) -> String {
        let number: PhoneNumber? = try? PhoneNumber.read(submission.destination).get()
        let place = submission.place
        return "\(id.text) \(number?.description ?? "****") "
            + "\(place?.number ?? 1)/\(place?.total ?? 1)"
    }

    private mutating func isThrottled(at now: Timestamp) -> Bool {
        let most = conduct.profile.throttleAbovePartsPerSecond
        guard most > 0 else { return false }
        if now.milliseconds / 1_000 != second {
            second = now.milliseconds / 1_000
            partsInSecond = 0
        }
        if partsInSecond >= most { return true }
        partsInSecond += 1
        return false
    }

    // MARK: Connections

    private mutating func watch(_ connection: Int, at now: Timestamp) {
        guard let session = sessions[connection], session.account != nil else { return }
        for (sequence, delivery) in unanswered[connection] ?? [:]
        where delivery.at + Self.deliveryTimeout <= now {
            unanswered[connection]?[sequence] = nil
            if let account = session.account {
                add(.delivery(account: account, delivery.packet), at: now)
            }
        }
        guard now - session.lastHeard >= Self.enquireInterval else { return }
        if let asked = asked[connection] {
            if now - asked >= Self.enquireInterval { sessions[connection]?.close() }
        } else if let enquiry = dialect.enquiry {
            asked[connection] = now
            _ = sessions[connection]?.deliver(enquiry)
        }
    }

    /// Hands what waits to the connections that receive, a window's worth each.
    private mutating func pump(at now: Timestamp) {
        for connection in sessions.keys.sorted() {
            guard let session = sessions[connection], session.canReceive, !session.isClosed,
                let account = session.account, let queue = waiting[account], !queue.isEmpty
            else { continue }
            let free = Self.deliveryWindow - (unanswered[connection]?.count ?? 0)
            let count = min(max(0, free), queue.count)
            for packet in queue[..<count] {
                guard let sequence = sessions[connection]?.deliver(packet) else { continue }
                unanswered[connection, default: [:]][sequence] = Unanswered(packet: packet, at: now)
            }
            waiting[account]?.removeFirst(count)
        }
    }

    private mutating func taken(at now: Timestamp) -> [Action] {
        pump(at: now)
        for connection in sessions.keys.sorted() {
            for octets in sessions[connection]?.takeOutput() ?? [] {
                actions.append(.send(connection: connection, octets))
            }
            if sessions[connection]?.isClosed == true {
                actions.append(.close(connection: connection))
            }
        }
        defer { actions = [] }
        return actions
    }
}
