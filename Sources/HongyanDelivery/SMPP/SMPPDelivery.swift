internal import HongyanCore

/// What a `deliver_sm` or `data_sm` brought: a receipt, a reply, or nothing that counts.
struct SMPPDelivery {
    /// nil when nothing is to be told: the packet is answered at once with ``status``.
    let event: ProviderEvent?
    let status: UInt32

    init(
        _ packet: WirePacket, link: CarrierLink, channel: ChannelID, at now: Timestamp,
        joiner: inout ReplyJoiner
    ) {
        status = 0
        if let receipt = SMPPReceipt(packet) {
            event = Self.event(of: receipt, link: link, channel: channel, at: now)
        } else if SMPP.isReceipt(esmClass: packet.number("esm_class")) {
            // A receipt that says neither whose nor what.
            event = nil
        } else {
            event = Self.reply(packet, channel: channel, at: now, joiner: &joiner)
        }
    }

    /// Only final words count: a message under way is no news.
    private static func event(
        of receipt: SMPPReceipt, link: CarrierLink, channel: ChannelID, at now: Timestamp
    ) -> ProviderEvent? {
        switch receipt.stat {
        case "ENROUTE", "ACCEPTD", "ACCEPTED", "UNKNOWN", "SCHEDULED", "BUFFRED": return nil
        default: break
        }
        let isDelivered = receipt.stat == "DELIVRD" || receipt.stat == "DELIVERED"
        return .receipt(
            Receipt(
                channel: channel, providerID: link.receiptIDs.key(ofReceipt: receipt.id),
                outcome: isDelivered ? .delivered : .failed, code: receipt.failureCode, at: now))
    }

    private static func reply(
        _ packet: WirePacket, channel: ChannelID, at now: Timestamp, joiner: inout ReplyJoiner
    ) -> ProviderEvent? {
        guard case .success(let number) = PhoneNumber.read(packet.text("source_addr")),
            let text = SMPP.text(of: packet)
        else { return nil }
        guard let part = SMPP.concatenation(of: packet), part.total > 1 else {
            return .reply(
                ReplyIdentity.reply(
                    from: number, to: packet.text("destination_addr"), text, channel: channel,
                    at: now))
        }
        return joiner.add(
            part, text, from: number, to: packet.text("destination_addr"), channel: channel,
            at: now)
    }
}

extension SMPPReceipt {
    /// The network's own code where there is one (`MK:0001`, in `err` or in `stat`), else the
    /// state with a number that says more.
    var failureCode: String {
        guard let err, err.contains(where: { $0 != "0" }) else { return stat }
        return err.contains(":") ? err : "\(stat):\(err)"
    }
}
