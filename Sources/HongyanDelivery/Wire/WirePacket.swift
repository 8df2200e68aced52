/// One packet, read or to be written.
public struct WirePacket: Hashable, Sendable {
    public let layout: WireLayout
    /// 0 where the protocol's head has none.
    public var status: UInt32
    public var sequence: UInt32
    /// One for each field of the layout, or none at all: a response that reports an error may come
    /// without its body.
    public var values: [WireValue]
    public var parameters: [WireParameter]
    /// Octets behind the last field that fit no layout; kept, so that what was read can be told.
    public var rest: [UInt8]

    public init(
        _ layout: WireLayout, status: UInt32 = 0, sequence: UInt32, values: [WireValue],
        parameters: [WireParameter] = [], rest: [UInt8] = []
    ) {
        self.layout = layout
        self.status = status
        self.sequence = sequence
        self.values = values
        self.parameters = parameters
        self.rest = rest
    }

    /// A packet with every field 0 or empty.
    public init(empty layout: WireLayout, sequence: UInt32) {
        self.init(
            layout, sequence: sequence,
            values: layout.fields.map { field in
                switch field.kind {
                case .number: .number(0)
                case .octets(let width): .bytes([UInt8](repeating: 0, count: width))
                case .cString, .padded, .counted: .bytes([])
                case .list: .list([])
                }
            })
    }

    public subscript(_ name: String) -> WireValue? {
        get { layout.index(of: name).flatMap { $0 < values.count ? values[$0] : nil } }
        set {
            guard let index = layout.index(of: name), index < values.count, let newValue
            else { return }
            values[index] = newValue
        }
    }

    /// 0 where the field is not there or no number.
    public func number(_ name: String) -> UInt64 {
        if case .number(let number) = self[name] { number } else { 0 }
    }

    /// Empty where the field is not there or a number.
    public func bytes(_ name: String) -> [UInt8] {
        if case .bytes(let bytes) = self[name] { bytes } else { [] }
    }

    /// The field's octets as text, each one a character.
    public func text(_ name: String) -> String { Self.text(bytes(name)) }

    /// Latin-1, so that no octet is lost: ids and codes are ASCII when all is well.
    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    public mutating func set(_ name: String, _ number: UInt64) { self[name] = .number(number) }

    /// - Parameter text: ASCII.
    public mutating func set(_ name: String, _ text: String) {
        self[name] = .bytes(Array(text.utf8))
    }

    /// The first optional parameter of a tag.
    public func parameter(_ tag: UInt16) -> [UInt8]? {
        parameters.first { $0.tag == tag }?.value
    }
}

/// Why octets are no packet.
public enum WireFault: Error, Hashable, Sendable {
    /// The head names a length that no packet has; the stream is lost and must be closed.
    case length(UInt32)
    /// A whole packet of a command that the protocol does not know; the stream goes on behind it.
    case command(UInt32, sequence: UInt32)
    /// A whole packet whose body breaks off inside this field.
    case body(layout: String, field: String, sequence: UInt32)
}
