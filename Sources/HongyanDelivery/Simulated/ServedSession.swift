internal import HongyanCore

/// The carrier's end of one connection: reads packets, keeps the login, answers what needs no
/// thought. What a client submits is handed up to ``ServedCarrier``.
struct ServedSession: Sendable {
    private let dialect: any ServedDialect
    /// The account, once logged in.
    private(set) var account: String?
    private(set) var canSend = false
    private(set) var canReceive = false
    private(set) var isClosed = false
    private var output: [[UInt8]] = []
    private var stream: [UInt8] = []
    private var sequence: UInt32 = 0
    private(set) var lastHeard: Timestamp

    init(_ dialect: any ServedDialect, at now: Timestamp) {
        self.dialect = dialect
        lastHeard = now
    }

    /// - Returns: What the carrier must decide, in order.
    mutating func received(_ octets: [UInt8], at now: Timestamp) -> [ServedRequest] {
        guard !isClosed else { return [] }
        lastHeard = now
        stream += octets
        var requests: [ServedRequest] = []
        var start = 0
        let wire = dialect.wire
        do throws(WireFault) {
            while !isClosed, case .packet(let count) = try wire.frame(stream[start...]) {
                take(stream[start..<start + count], wire, into: &requests)
                start += count
            }
            stream.removeFirst(start)
        } catch {
            isClosed = true
        }
        return requests
    }

    private mutating func take(
        _ octets: ArraySlice<UInt8>, _ wire: WireProtocol, into requests: inout [ServedRequest]
    ) {
        let request: ServedRequest
        do throws(WireFault) {
            request = dialect.request(try wire.read(octets))
        } catch {
            request = dialect.request(error)
        }
        switch request {
        case .login, .submit, .delivered: requests.append(request)
        case .answer(let octets): send(octets)
        case .goodbye(let octets):
            send(octets)
            isClosed = true
        case .nothing: break
        case .broken: isClosed = true
        }
    }

    mutating func login(_ packet: WirePacket, _ passwords: [String: String]) -> Bool {
        guard account == nil else {
            send(dialect.outOfPlace(packet))
            return false
        }
        switch dialect.login(packet, passwords) {
        case .accepted(let account, let canSend, let canReceive, let answer):
            self.account = account
            self.canSend = canSend
            self.canReceive = canReceive
            send(answer)
            return true
        case .refused(let answer):
            send(answer)
            isClosed = true
            return false
        }
    }

    /// - Returns: The sequence number it went out under.
    mutating func deliver(_ packet: WirePacket) -> UInt32 {
        var packet = packet
        sequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
        packet.sequence = sequence
        send(try? dialect.wire.write(packet))
        return sequence
    }

    mutating func send(_ octets: [UInt8]?) {
        if let octets { output.append(octets) }
    }

    mutating func close() { isClosed = true }

    mutating func takeOutput() -> [[UInt8]] {
        defer { output = [] }
        return output
    }
}
