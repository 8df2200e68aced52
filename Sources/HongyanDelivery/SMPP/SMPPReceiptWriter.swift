internal import HongyanCore

/// Writes receipts and replies as SMSCs do, the usual way and in the ways they are known to err.
struct SMPPReceiptWriter {
    enum Oddity: CaseIterable {
        /// Before the answer to the submission.
        case early
        case twice
        /// An intermediate notification comes first.
        case intermediate
        /// Only parameters, no text.
        case parameters
        /// Other order, keys left out, long dates.
        case reordered
        /// The id in capitals with zeros in front.
        case padded

        static func draw(_ random: inout RandomStream) -> Oddity {
            allCases[random.below(allCases.count)]
        }
    }

    /// The `submit_sm` it is about.
    let packet: WirePacket
    let id: String
    let isDelivered: Bool
    let code: String
    let submitted: Timestamp
    let done: Timestamp

    /// In the order in which they leave.
    func packets(_ oddity: Oddity?, early: Timestamp) -> [(WirePacket, at: Timestamp)] {
        let usual = deliver(text(id))
        switch oddity {
        case nil: return [(usual, done)]
        case .early: return [(usual, early)]
        case .twice: return [(usual, done), (usual, done + .seconds(1))]
        case .intermediate:
            var first = SMPPReceipt(id: id, stat: "ENROUTE")
            first.err = "000"
            let notice = deliver(first.written, esmClass: 0x20)
            return [(notice, early + Span(milliseconds: 50)), (usual, done)]
        case .parameters:
            var bare = deliver("")
            bare.parameters = [
                WireParameter(
                    tag: SMPP.Tag.receiptedMessageID, value: Array(id.utf8) + [0]),
                WireParameter(tag: SMPP.Tag.messageState, value: [isDelivered ? 2 : 5]),
            ]
            return [(bare, done)]
        case .reordered:
            let text = "stat:\(stat) id:\(id) done date:\(date(done, 14)) err:\(err)"
            return [(deliver(text), done)]
        case .padded: return [(deliver(text("000" + id.uppercased())), done)]
        }
    }

    private var stat: String { isDelivered ? "DELIVRD" : "UNDELIV" }
    private var err: String { isDelivered ? "000" : code }

    /// Appendix B.
    private func text(_ id: String) -> String {
        var receipt = SMPPReceipt(id: id, stat: stat)
        receipt.sub = "001"
        receipt.dlvrd = isDelivered ? "001" : "000"
        receipt.submitDate = date(submitted, 10)
        receipt.doneDate = date(done, 10)
        receipt.err = err
        receipt.text = ""
        return receipt.written
    }

    /// `YYMMDDhhmm` in the carrier's zone, or with the century and seconds: 14 digits.
    private func date(_ moment: Timestamp, _ digits: Int) -> String {
        let (day, millisecond) = Zone.china.split(moment)
        let fields = day.fields
        let minute = Int(millisecond / 60_000)
        let numbers =
            [fields.month, fields.day, minute / 60, minute % 60]
            + (digits == 14 ? [Int(millisecond / 1_000) % 60] : [])
        let year = digits == 14 ? String(fields.year) : String(fields.year % 100)
        return numbers.reduce(year) { $0 + ($1 < 10 ? "0\($1)" : "\($1)") }
    }

    private func deliver(_ text: String, esmClass: UInt64 = 0x04) -> WirePacket {
        Self.deliver(about: packet, Array(text.utf8), esmClass: esmClass, dataCoding: 0)
    }

    /// What the customer sends back, in one packet or in two.
    static func replies(to packet: WirePacket, _ text: String, isLong: Bool) -> [WirePacket] {
        guard isLong else {
            return [deliver(about: packet, UCS2.encode(text), esmClass: 0, dataCoding: 8)]
        }
        let long = text + String(repeating: "，谢谢", count: 25)
        let units = UCS2.encode(long)
        return [units.prefix(134), units.dropFirst(134)].enumerated().map { index, piece in
            let place = ConcatenationPart(reference: 7, total: 2, number: UInt8(index + 1))
            return deliver(
                about: packet, place.header + piece, esmClass: 0x40, dataCoding: 8)
        }
    }

    private static func deliver(
        about packet: WirePacket, _ content: [UInt8], esmClass: UInt64, dataCoding: UInt64
    ) -> WirePacket {
        let layout = SMPP.wire.layout(named: "deliver_sm") ?? packet.layout
        var deliver = WirePacket(empty: layout, sequence: 0)
        deliver["source_addr"] = .bytes(packet.bytes("destination_addr"))
        deliver["destination_addr"] = .bytes(packet.bytes("source_addr"))
        deliver.set("source_addr_ton", 1)
        deliver.set("source_addr_npi", 1)
        deliver.set("esm_class", esmClass)
        deliver.set("data_coding", dataCoding)
        deliver["short_message"] = .bytes(content)
        return deliver
    }
}
