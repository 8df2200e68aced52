extension WireProtocol {
    /// What the first octets of a stream are.
    public enum Frame: Hashable, Sendable {
        /// Too few octets yet; at least so many are wanted in all.
        case needs(Int)
        /// So many octets are one packet.
        case packet(octets: Int)
    }

    /// Whether a stream begins with a whole packet.
    /// - Throws: ``WireFault/length(_:)``: nothing behind it can be understood.
    public func frame(_ stream: ArraySlice<UInt8>) throws(WireFault) -> Frame {
        guard stream.count >= 4 else { return .needs(4) }
        var reader = OctetReader(stream)
        let length = Int(reader.number(4) ?? 0)
        guard length >= head.octets, length <= longestPacket
        else { throw .length(UInt32(length)) }
        return stream.count >= length ? .packet(octets: length) : .needs(length)
    }

    /// Reads one whole packet.
    ///
    /// What the field sends and the text forbids is taken where its meaning is clear: a missing
    /// body of a response, optional parameters that break off, octets behind the end.
    /// - Throws: ``WireFault``; all but ``WireFault/length(_:)`` leave the stream in step.
    public func read(_ packet: ArraySlice<UInt8>) throws(WireFault) -> WirePacket {
        var reader = OctetReader(packet)
        let length = reader.number(4)
        guard let length, let command = reader.number(4),
            let status = head.hasStatus ? reader.number(4) : 0, let sequence = reader.number(4),
            Int(length) == packet.count
        else { throw .length(UInt32(truncatingIfNeeded: length ?? 0)) }
        let id = UInt32(command)
        guard let layout = layout(command: id)
        else { throw .command(id, sequence: UInt32(sequence)) }
        var result = WirePacket(
            layout, status: UInt32(status), sequence: UInt32(sequence), values: [])
        let isResponse = id & 0x8000_0000 != 0
        if reader.isAtEnd, isResponse, !layout.fields.isEmpty { return result }
        for field in layout.fields {
            guard let value = reader.value(of: field.kind)
            else {
                throw .body(
                    layout: layout.name, field: field.name, sequence: UInt32(sequence))
            }
            result.values.append(value)
        }
        if layout.takesParameters { reader.parameters(into: &result.parameters) }
        result.rest = reader.rest
        return result
    }
}

/// Reads numbers and texts from octets; never beyond their end.
struct OctetReader {
    private let octets: ArraySlice<UInt8>
    private var position: Int

    init(_ octets: ArraySlice<UInt8>) {
        self.octets = octets
        position = octets.startIndex
    }

    var isAtEnd: Bool { position == octets.endIndex }
    var rest: [UInt8] { Array(octets[position...]) }

    mutating func number(_ count: Int) -> UInt64? {
        guard octets.endIndex - position >= count else { return nil }
        var number: UInt64 = 0
        for _ in 0..<count {
            number = number << 8 | UInt64(octets[position])
            position += 1
        }
        return number
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, octets.endIndex - position >= count else { return nil }
        defer { position += count }
        return Array(octets[position..<position + count])
    }

    mutating func value(of kind: WireField.Kind) -> WireValue? {
        switch kind {
        case .number(let count): return number(count).map { .number($0) }
        case .cString(let max): return cString(max: max).map { .bytes($0) }
        case .padded(let width): return take(width).map { .bytes(Self.unpadded($0)) }
        case .octets(let width): return take(width).map { .bytes($0) }
        case .counted(let lengthOctets):
            guard let length = number(lengthOctets), length <= UInt64(octets.count)
            else { return nil }
            return take(Int(length)).map { .bytes($0) }
        case .list(let width):
            guard let count = number(1) else { return nil }
            var texts: [[UInt8]] = []
            for _ in 0..<count {
                guard let text = take(width) else { return nil }
                texts.append(Self.unpadded(text))
            }
            return .list(texts)
        }
    }

    /// Up to the NUL. A peer that fills the whole width leaves the NUL out; a peer that writes more
    /// than the width is still understood, for the NUL tells the end.
    private mutating func cString(max: Int) -> [UInt8]? {
        guard let end = octets[position...].firstIndex(of: 0) else { return nil }
        defer { position = end + 1 }
        return Array(octets[position..<end])
    }

    private static func unpadded(_ text: [UInt8]) -> [UInt8] {
        Array(text.prefix { $0 != 0 })
    }

    /// Tag, length, value until the end. One whose length runs beyond the end is left in ``rest``.
    mutating func parameters(into parameters: inout [WireParameter]) {
        while octets.endIndex - position >= 4 {
            let start = position
            guard let tag = number(2), let length = number(2), let value = take(Int(length))
            else {
                position = start
                return
            }
            parameters.append(WireParameter(tag: UInt16(tag), value: value))
        }
    }
}
