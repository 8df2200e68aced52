/// Why a packet cannot be written.
public struct WireMisfit: Error, Hashable, Sendable {
    public let layout: String
    public let field: String
    public let reason: Reason

    public init(layout: String, field: String, reason: Reason) {
        self.layout = layout
        self.field = field
        self.reason = reason
    }

    public enum Reason: Hashable, Sendable {
        /// More octets than the field has room for.
        case tooLong(octets: Int, max: Int)
        /// Fewer or more octets than the field's width.
        case width(octets: Int, expected: Int)
        /// A number that does not fit.
        case tooGreat(UInt64)
        /// A NUL inside a text that ends with one.
        case holdsNUL
        /// A number where octets belong, or the other way round; or values missing altogether.
        case kind
    }
}

extension WireProtocol {
    /// The packet's octets, its head first.
    public func write(_ packet: WirePacket) throws(WireMisfit) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(128)
        OctetWriter.append(0, count: 4, to: &octets)
        OctetWriter.append(UInt64(packet.layout.command), count: 4, to: &octets)
        if head.hasStatus { OctetWriter.append(UInt64(packet.status), count: 4, to: &octets) }
        OctetWriter.append(UInt64(packet.sequence), count: 4, to: &octets)
        let isBare = packet.values.isEmpty
        guard isBare || packet.values.count == packet.layout.fields.count else {
            throw WireMisfit(layout: packet.layout.name, field: "", reason: .kind)
        }
        for (field, value) in zip(packet.layout.fields, packet.values) {
            if let reason = OctetWriter.append(value, as: field.kind, to: &octets) {
                throw WireMisfit(layout: packet.layout.name, field: field.name, reason: reason)
            }
        }
        for parameter in packet.parameters {
            guard parameter.value.count <= Int(UInt16.max) else {
                throw WireMisfit(
                    layout: packet.layout.name, field: "parameter \(parameter.tag)",
                    reason: .tooLong(octets: parameter.value.count, max: Int(UInt16.max)))
            }
            OctetWriter.append(UInt64(parameter.tag), count: 2, to: &octets)
            OctetWriter.append(UInt64(parameter.value.count), count: 2, to: &octets)
            octets += parameter.value
        }
        octets += packet.rest
        OctetWriter.put(UInt64(octets.count), count: 4, into: &octets)
        return octets
    }
}

enum OctetWriter {
    static func append(_ number: UInt64, count: Int, to octets: inout [UInt8]) {
        for index in (0..<count).reversed() {
            octets.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index)))
        }
    }

    /// Over the first octets.
    static func put(_ number: UInt64, count: Int, into octets: inout [UInt8]) {
        for index in 0..<count {
            octets[index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - index)))
        }
    }

    /// - Returns: Why it does not fit; nil when it was appended.
    static func append(
        _ value: WireValue, as kind: WireField.Kind, to octets: inout [UInt8]
    ) -> WireMisfit.Reason? {
        switch (kind, value) {
        case (.number(let count), .number(let number)):
            if count < 8, number >> UInt64(8 * count) != 0 { return .tooGreat(number) }
            append(number, count: count, to: &octets)
        case (.cString(let max), .bytes(let bytes)):
            if bytes.contains(0) { return .holdsNUL }
            if bytes.count + 1 > max { return .tooLong(octets: bytes.count + 1, max: max) }
            octets += bytes
            octets.append(0)
        case (.padded(let width), .bytes(let bytes)):
            return appendPadded(bytes, width: width, to: &octets)
        case (.octets(let width), .bytes(let bytes)):
            if bytes.count != width { return .width(octets: bytes.count, expected: width) }
            octets += bytes
        case (.counted(let lengthOctets), .bytes(let bytes)):
            let most = lengthOctets == 1 ? Int(UInt8.max) : Int(Int32.max)
            if bytes.count > most { return .tooLong(octets: bytes.count, max: most) }
            append(UInt64(bytes.count), count: lengthOctets, to: &octets)
            octets += bytes
        case (.list(let width), .list(let texts)):
            let most = Int(UInt8.max)
            if texts.count > most { return .tooLong(octets: texts.count, max: most) }
            octets.append(UInt8(texts.count))
            for text in texts {
                if let reason = appendPadded(text, width: width, to: &octets) { return reason }
            }
        default:
            return .kind
        }
        return nil
    }

    private static func appendPadded(
        _ bytes: [UInt8], width: Int, to octets: inout [UInt8]
    ) -> WireMisfit.Reason? {
        if bytes.contains(0) { return .holdsNUL }
        if bytes.count > width { return .tooLong(octets: bytes.count, max: width) }
        octets += bytes
        octets += [UInt8](repeating: 0, count: width - bytes.count)
        return nil
    }
}
