/// One field of a packet, as a protocol's text lists it: a name and how its octets lie.
///
/// All carriers' protocols are lists of such fields, big-endian. One table a packet is enough to
/// read it, write it, show it as JSON and make up random ones.
public struct WireField: Hashable, Sendable {
    /// How a field lies in the stream.
    public enum Kind: Hashable, Sendable {
        /// An unsigned number of 1, 2, 4 or 8 octets.
        case number(octets: Int)
        /// A C-octet string with its NUL; `max` octets at most, the NUL among them.
        case cString(max: Int)
        /// Text of a fixed width, left-justified, padded with NUL.
        case padded(Int)
        /// Octets of a fixed width.
        case octets(Int)
        /// A length of 1 or 4 octets, then as many octets.
        case counted(lengthOctets: Int)
        /// A count of 1 octet, then as many texts of a fixed width, padded with NUL.
        case list(width: Int)
    }

    public let name: String
    public let kind: Kind
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// What one field holds.
public enum WireValue: Hashable, Sendable {
    case number(UInt64)
    /// Without NUL and padding; of `octets` and `counted` fields all octets.
    case bytes([UInt8])
    case list([[UInt8]])
}

/// One kind of packet.
public struct WireLayout: Hashable, Sendable {
    /// As the protocol's text writes it: `submit_sm`.
    public let name: String
    public let command: UInt32
    public let fields: [WireField]
    /// Whether optional parameters (tag, length, value) may follow.
    public let takesParameters: Bool
    public init(
        _ name: String, _ command: UInt32, _ fields: [WireField], takesParameters: Bool = false
    ) {
        self.name = name
        self.command = command
        self.fields = fields
        self.takesParameters = takesParameters
    }

    /// Where a field stands; nil when the packet has none of this name.
    public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// An optional parameter: SMPP 3.4 §5.3, SMGP 3.0 §7.
public struct WireParameter: Hashable, Sendable {
    public let tag: UInt16
    public let value: [UInt8]
    public init(tag: UInt16, value: [UInt8]) {
        self.tag = tag
        self.value = value
    }
}

/// The head that every packet of a protocol begins with.
public struct WireHead: Hashable, Sendable {
    /// After total length and command: SMPP's `command_status`.
    public let hasStatus: Bool
    /// Total octets of the head.
    public var octets: Int { hasStatus ? 16 : 12 }
    public init(hasStatus: Bool) { self.hasStatus = hasStatus }
}

/// A protocol: its head and its packets.
public struct WireProtocol: Hashable, Sendable {
    public let name: String
    public let head: WireHead
    public let layouts: [WireLayout]
    /// The longest packet that is read; a longer one cannot be meant.
    public let longestPacket: Int
    public init(name: String, head: WireHead, layouts: [WireLayout], longestPacket: Int) {
        self.name = name
        self.head = head
        self.layouts = layouts
        self.longestPacket = longestPacket
    }

    public func layout(command: UInt32) -> WireLayout? {
        layouts.first { $0.command == command }
    }

    public func layout(named name: String) -> WireLayout? { layouts.first { $0.name == name } }
}
