internal import HongyanCore

/// What a `deliver_sm` or `data_sm` brought: a receipt, a reply, or nothing that counts.
struct SMPPDelivery {
    /// nil when nothing is to be told: the packet is answered at once with ``status``.
    let event: ProviderEvent?
    let status: UInt32

    init(
        _ packet: WirePacket, link: CarrierLink, channel: ChannelID, at now: Timestamp,
        joiner: inout SMPPJoiner
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
        _ packet: WirePacket, channel: ChannelID, at now: Timestamp, joiner: inout SMPPJoiner
    ) -> ProviderEvent? {
        guard case .success(let number) = PhoneNumber.read(packet.text("source_addr")),
            let text = SMPP.text(of: packet)
        else { return nil }
        guard let part = SMPP.concatenation(of: packet), part.total > 1 else {
            return .reply(
                SMPPReply.reply(
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

enum SMPPReply {
    /// SMPP gives replies no id. The same words from the same number within so long are one reply
    /// that was delivered again, because its answer was lost.
    static let sameWithin = Span.minutes(5)

    static func reply(
        from number: PhoneNumber, to destination: String, _ text: String, channel: ChannelID,
        at now: Timestamp
    ) -> Reply {
        let bucket = now.milliseconds / sameWithin.milliseconds
        let id = Digest(hashing: [
            channel.rawValue, number.e164, destination, text, String(bucket),
        ])
        return Reply(
            id: "mo-\(id)", channel: channel, number: number, text: text, at: now)
    }
}

/// Puts the parts of long replies together. Each part is answered as it comes, because an SMSC may
/// wait for that before it sends the next; what stays incomplete is told as far as it came.
struct SMPPJoiner: Sendable {
    /// Same reference with another total is another message.
    private struct Key: Hashable {
        let number: PhoneNumber
        let destination: String
        let reference: UInt16
        let total: UInt8
    }

    private struct Pieces {
        let key: Key
        let since: Timestamp
        var texts: [UInt8: String]
    }

    static let patience = Span.minutes(5)
    static let most = 10_000

    /// Oldest first.
    private var waiting: [Pieces] = []

    mutating func add(
        _ part: ConcatenationPart, _ text: String, from number: PhoneNumber,
        to destination: String, channel: ChannelID, at now: Timestamp
    ) -> ProviderEvent? {
        let key = Key(
            number: number, destination: destination, reference: part.reference, total: part.total)
        let place = waiting.firstIndex { $0.key == key }
        var pieces =
            place.map { waiting[$0] } ?? Pieces(key: key, since: now, texts: [:])
        pieces.texts[part.number] = text
        if pieces.texts.count == Int(part.total) {
            if let place { waiting.remove(at: place) }
            return event(pieces, channel: channel, at: now)
        }
        if let place {
            waiting[place] = pieces
        } else if waiting.count < Self.most {
            waiting.append(pieces)
        } else {
            // No room to wait: a word of refusal stands in the first part as well as in the whole.
            return event(pieces, channel: channel, at: now)
        }
        return nil
    }

    mutating func expired(channel: ChannelID, at now: Timestamp) -> [ProviderEvent] {
        let count = waiting.prefix { $0.since + Self.patience <= now }.count
        defer { waiting.removeFirst(count) }
        return waiting[..<count].map { event($0, channel: channel, at: now) }
    }

    private func event(
        _ pieces: Pieces, channel: ChannelID, at now: Timestamp
    ) -> ProviderEvent {
        let text = pieces.texts.sorted { $0.key < $1.key }.map(\.value).joined()
        return .reply(
            SMPPReply.reply(
                from: pieces.key.number, to: pieces.key.destination, text, channel: channel,
                at: now))
    }
}
