import ArgumentParser
import Foundation
import HongyanCore
import HongyanDelivery

/// `hongyan pdu`: the packets of carriers' protocols, read and written by hand.
struct PDUCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pdu",
        abstract: "Read and write the packets of carriers' protocols.",
        discussion: """
            Example:  hongyan pdu decode --protocol smpp 00000010000000150000000000000001
            """,
        subcommands: [Decode.self, Encode.self])

    enum Wire: String, ExpressibleByArgument, CaseIterable {
        case smpp, cmpp2, cmpp3

        var wire: WireProtocol {
            switch self {
            case .smpp: SMPP.wire
            case .cmpp2: CMPP.wire2
            case .cmpp3: CMPP.wire3
            }
        }
    }

    struct Decode: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decode",
            abstract: "Print every field of packets as JSON, a line each.",
            discussion: """
                Octets are hexadecimal; blanks, colons and line ends between them are skipped.

                Example:  hongyan pdu decode --protocol smpp 00000010000000150000000000000001
                """)
        @Option(name: .customLong("protocol"), help: "smpp, cmpp2 or cmpp3.") var wire: Wire
        @Argument(help: "One or more packets; - for standard input.") var hex: [String]

        func run() throws {
            let text = hex == ["-"] ? try PDUCommand.standardInput() : hex.joined()
            guard var octets = WireJSON.octets(hex: text).map({ $0[...] }) else {
                throw CommandFailure("this is not hexadecimal: two digits an octet are wanted")
            }
            guard !octets.isEmpty else { throw CommandFailure("there is no packet") }
            while !octets.isEmpty { try printFirst(of: &octets) }
        }

        private func printFirst(of octets: inout ArraySlice<UInt8>) throws {
            let wire = wire.wire
            do {
                guard case .packet(let count) = try wire.frame(octets) else {
                    throw CommandFailure(
                        "the packet breaks off: only \(octets.count) octets are there")
                }
                let packet = try wire.read(octets.prefix(count))
                let text = self.wire == .smpp ? SMPP.text(of: packet) : CMPP.text(of: packet)
                Terminal.raw(WireJSON.render(packet, of: wire, text: text))
                octets = octets.dropFirst(count)
            } catch let fault as WireFault {
                throw CommandFailure(PDUCommand.words(fault))
            }
        }
    }

    struct Encode: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "encode",
            abstract:
                "Write a packet from the JSON that decode prints; fields left out are 0 or empty.",
            discussion: """
                Example:  hongyan pdu encode --protocol smpp '{"packet":"unbind","sequence":1}'
                """)
        @Option(name: .customLong("protocol"), help: "smpp, cmpp2 or cmpp3.") var wire: Wire
        @Argument(help: "A JSON object; - for standard input.") var json: String

        func run() throws {
            let text = json == "-" ? try PDUCommand.standardInput() : json
            let packet = try PacketJSON(text).packet(of: wire.wire)
            do {
                Terminal.out(WireJSON.hex(try wire.wire.write(packet)))
            } catch let misfit as WireMisfit {
                throw CommandFailure(
                    "\(misfit.layout).\(misfit.field): \(PDUCommand.words(misfit.reason))")
            }
        }
    }

    private static func standardInput() throws -> String {
        guard
            let text = String(data: FileHandle.standardInput.readDataToEndOfFile(), encoding: .utf8)
        else { throw CommandFailure("standard input is not UTF-8") }
        return text
    }

    private static func words(_ fault: WireFault) -> String {
        switch fault {
        case .length(let length): "no packet is \(length) octets long"
        case .command(let command, let sequence):
            "unknown command 0x\(String(command, radix: 16)) (sequence \(sequence))"
        case .body(let layout, let field, let sequence):
            "\(layout) (sequence \(sequence)) breaks off in \(field)"
        }
    }

    private static func words(_ reason: WireMisfit.Reason) -> String {
        switch reason {
        case .tooLong(let octets, let max): "\(octets) octets, at most \(max) have room"
        case .width(let octets, let expected): "\(octets) octets, exactly \(expected) are wanted"
        case .tooGreat(let number): "\(number) is too great"
        case .holdsNUL: "a text cannot hold a NUL"
        case .kind: "a value of another kind is wanted"
        }
    }
}

/// The JSON of ``PDUCommand/Encode``.
private struct PacketJSON {
    private let object: [String: Any]

    init(_ text: String) throws {
        let parsed = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let object = parsed as? [String: Any] else {
            throw CommandFailure("a JSON object is wanted, as 'hongyan pdu decode' prints it")
        }
        self.object = object
    }

    func packet(of wire: WireProtocol) throws -> WirePacket {
        guard let name = object["packet"] as? String else {
            throw CommandFailure(
                "\"packet\" is missing: \(wire.layouts.map(\.name).joined(separator: ", "))")
        }
        guard let layout = wire.layout(named: name) else {
            let names = wire.layouts.map(\.name)
            let nearest = NearestName.of(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw CommandFailure("\(wire.name) has no packet '\(name)'\(nearest)")
        }
        var packet = WirePacket(empty: layout, sequence: try number("sequence") ?? 1)
        packet.status = try number("status") ?? 0
        if object["fields"] is NSNull { packet.values = [] }
        let fields = object["fields"] as? [String: Any] ?? [:]
        for name in fields.keys.sorted() {
            guard let index = layout.index(of: name) else {
                let nearest =
                    NearestName.of(name, among: layout.fields.map(\.name))
                    .map { "; did you mean '\($0)'?" } ?? ""
                throw CommandFailure("\(layout.name) has no field '\(name)'\(nearest)")
            }
            packet.values[index] = try value(fields[name], "\(layout.name).\(name)")
        }
        for parameter in object["parameters"] as? [[String: Any]] ?? [] {
            guard
                let tag = (parameter["tag"] as? NSNumber).flatMap({ UInt16(exactly: $0.intValue) }),
                case .bytes(let octets) = try value(parameter["value"], "parameter \(tag)")
            else { throw CommandFailure("a parameter is {\"tag\":NUMBER,\"value\":OCTETS}") }
            packet.parameters.append(WireParameter(tag: tag, value: octets))
        }
        if let rest = object["rest"], case .bytes(let octets) = try value(rest, "rest") {
            packet.rest = octets
        }
        return packet
    }

    private func number(_ key: String) throws -> UInt32? {
        guard let value = object[key] else { return nil }
        guard let number = (value as? NSNumber).flatMap({ UInt32(exactly: $0.int64Value) }) else {
            throw CommandFailure("\"\(key)\" is a number of 32 bits")
        }
        return number
    }

    private func value(_ json: Any?, _ place: String) throws -> WireValue {
        switch json {
        case let number as NSNumber:
            guard let number = UInt64(exactly: number.int64Value) else {
                throw CommandFailure("\(place): a number below 0 cannot be written")
            }
            return .number(number)
        case let list as [Any]:
            return .list(
                try list.map { item in
                    guard case .bytes(let octets) = try value(item, place) else {
                        throw CommandFailure("\(place): a list of texts is wanted")
                    }
                    return octets
                })
        case let text as String: return .bytes(Array(text.utf8))
        case let object as [String: Any]:
            guard let octets = (object["hex"] as? String).flatMap({ WireJSON.octets(hex: $0) })
            else {
                throw CommandFailure("\(place): octets are a text or {\"hex\":\"0a1b\"}")
            }
            return .bytes(octets)
        default:
            throw CommandFailure("\(place): a number, a text, {\"hex\":…} or a list is wanted")
        }
    }
}
