import HongyanCore
import HongyanDelivery
import Testing

/// The tables of all protocols against their own writer and against octets that carriers send.
struct WireCodecTests {
    static let protocols = [SMPP.wire, CMPP.wire2, CMPP.wire3]

    /// A packet with every field drawn from a seed; texts without NUL.
    private static func random(_ layout: WireLayout, _ stream: inout RandomStream) -> WirePacket {
        func octets(_ count: Int, from least: UInt8) -> [UInt8] {
            (0..<count).map { _ in max(least, UInt8(truncatingIfNeeded: stream.next())) }
        }
        func size(_ bound: Int) -> Int { Int(stream.next() % UInt64(bound + 1)) }
        let values = layout.fields.map { (field: WireField) -> WireValue in
            switch field.kind {
            case .number(let count):
                .number(count == 8 ? stream.next() : stream.next() % (1 << UInt64(8 * count)))
            case .cString(let max): .bytes(octets(size(max - 1), from: 1))
            case .padded(let width): .bytes(octets(size(width), from: 1))
            case .octets(let width): .bytes(octets(width, from: 0))
            case .counted: .bytes(octets(size(255), from: 0))
            case .list(let width):
                .list((0..<size(3)).map { _ in octets(size(width), from: 1) })
            }
        }
        let count = layout.takesParameters ? size(3) : 0
        let parameters = (0..<count).map { _ in
            WireParameter(
                tag: UInt16(truncatingIfNeeded: stream.next()), value: octets(size(40), from: 0))
        }
        return WirePacket(
            layout, status: 0, sequence: UInt32(truncatingIfNeeded: stream.next()), values: values,
            parameters: parameters)
    }

    @Test("whatever is written is read back the same", arguments: protocols)
    func identity(wire: WireProtocol) throws {
        var stream = RandomStream(seed: 7, purpose: "wire", id: wire.name)
        for layout in wire.layouts {
            for _ in 0..<200 {
                let packet = Self.random(layout, &stream)
                let octets = try wire.write(packet)
                #expect(try wire.frame(octets[...]) == .packet(octets: octets.count))
                #expect(try wire.read(octets[...]) == packet)
            }
        }
    }

    @Test(
        "damaged octets are refused or read, never a crash, and stay in step", arguments: protocols)
    func damage(wire: WireProtocol) throws {
        var stream = RandomStream(seed: 8, purpose: "damage", id: wire.name)
        var refused = 0
        for round in 0..<4_000 {
            let layout = wire.layouts[round % wire.layouts.count]
            var octets = try wire.write(Self.random(layout, &stream))
            for _ in 0...Int(stream.next() % 4) {
                octets[Int(stream.next() % UInt64(octets.count))] = UInt8(
                    truncatingIfNeeded: stream.next())
            }
            do {
                guard case .packet(let count) = try wire.frame(octets[...]) else { continue }
                let packet = try wire.read(octets[..<count])
                // What was understood can be written again and means the same.
                if let again = try? wire.write(packet) {
                    #expect(try wire.read(again[...]) == packet)
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test("a stream is cut into packets wherever the socket cuts it")
    func frames() throws {
        var stream = RandomStream(seed: 9, purpose: "frames", id: "")
        let packets = SMPP.wire.layouts.map { Self.random($0, &stream) }
        let octets = try packets.flatMap { try SMPP.wire.write($0) }
        var buffer: [UInt8] = []
        var read: [WirePacket] = []
        for octet in octets {
            buffer.append(octet)
            while case .packet(let count) = try SMPP.wire.frame(buffer[...]) {
                read.append(try SMPP.wire.read(buffer[..<count]))
                buffer.removeFirst(count)
            }
        }
        #expect(read == packets && buffer.isEmpty)
    }

    @Test("an absurd length loses the stream; an unknown command does not")
    func faults() {
        for head: [UInt8] in [
            [0, 0, 0, 0], [0, 0, 0, 15], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0],
        ] {
            #expect(throws: WireFault.self) { try SMPP.wire.frame(head[...]) }
        }
        let unknown: [UInt8] = [0, 0, 0, 16, 0, 0, 0x0A, 0xBC, 0, 0, 0, 0, 0, 0, 0, 7]
        #expect(throws: WireFault.command(0xABC, sequence: 7)) { try SMPP.wire.read(unknown[...]) }
    }

    @Test("what does not fit is refused with the field's name")
    func misfits() throws {
        let layout = try #require(SMPP.wire.layout(named: "submit_sm"))
        var packet = WirePacket(empty: layout, sequence: 1)
        packet.set("destination_addr", "8613800000000123456789")
        #expect(
            throws: WireMisfit(
                layout: "submit_sm", field: "destination_addr",
                reason: .tooLong(octets: 23, max: 21))
        ) { try SMPP.wire.write(packet) }
        packet.set("destination_addr", "86138")
        packet.set("esm_class", 256)
        #expect(
            throws: WireMisfit(layout: "submit_sm", field: "esm_class", reason: .tooGreat(256))
        ) { try SMPP.wire.write(packet) }
    }
}
