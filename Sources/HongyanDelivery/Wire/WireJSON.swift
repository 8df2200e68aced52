/// A packet as JSON with every field, for `hongyan pdu decode`; `pdu encode` takes the same.
public enum WireJSON {
    /// `{"protocol","packet","command","status","sequence","fields":{…},"parameters":[…],"rest"}`.
    ///
    /// Octets are a string where all are printable ASCII, else `{"hex":"…"}`; `status`,
    /// `parameters` and `rest` are left out where the protocol or the packet has none. `fields` is
    /// null when a response came without its body. Ends with a line end.
    /// - Parameter text: The message's text, where the packet carries one that could be read.
    public static func render(
        _ packet: WirePacket, of wire: WireProtocol, text: String? = nil
    ) -> String {
        var members = [
            "\"protocol\":\(quoted(wire.name))", "\"packet\":\(quoted(packet.layout.name))",
            "\"command\":\(packet.layout.command)",
        ]
        if wire.head.hasStatus { members.append("\"status\":\(packet.status)") }
        members.append("\"sequence\":\(packet.sequence)")
        let isBare = packet.values.isEmpty && !packet.layout.fields.isEmpty
        let fields = zip(packet.layout.fields, packet.values).map { field, value in
            "\(quoted(field.name)):\(json(value))"
        }
        members.append("\"fields\":" + (isBare ? "null" : "{\(fields.joined(separator: ","))}"))
        if !packet.parameters.isEmpty {
            let all = packet.parameters.map { parameter in
                let name = SMPP.Tag.names[parameter.tag].map { "\"name\":\(quoted($0))," } ?? ""
                return "{\"tag\":\(parameter.tag),\(name)\"value\":\(octets(parameter.value))}"
            }
            members.append("\"parameters\":[\(all.joined(separator: ","))]")
        }
        if !packet.rest.isEmpty { members.append("\"rest\":\(octets(packet.rest))") }
        if let text { members.append("\"text\":\(quoted(text))") }
        return "{\(members.joined(separator: ","))}\n"
    }

    private static func json(_ value: WireValue) -> String {
        switch value {
        case .number(let number): "\(number)"
        case .bytes(let bytes): octets(bytes)
        case .list(let texts): "[\(texts.map(octets).joined(separator: ","))]"
        }
    }

    private static func octets(_ octets: [UInt8]) -> String {
        if octets.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return quoted(WirePacket.text(octets))
        }
        return "{\"hex\":\"\(hex(octets))\"}"
    }

    /// Lower case, two digits an octet.
    public static func hex(_ octets: some Sequence<UInt8>) -> String {
        var text = ""
        for octet in octets {
            if octet < 16 { text += "0" }
            text += String(octet, radix: 16)
        }
        return text
    }

    /// Blanks, colons and line ends between octets are skipped.
    /// - Returns: nil when a character is no hexadecimal digit, or one digit is left over.
    public static func octets(hex: String) -> [UInt8]? {
        var octets: [UInt8] = []
        var high: UInt8?
        for character in hex where !character.isWhitespace && character != ":" {
            guard let digit = character.hexDigitValue.map({ UInt8($0) }) else { return nil }
            if let first = high {
                octets.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? octets : nil
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                quoted += "\\u00" + hex([UInt8(scalar.value)])
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
