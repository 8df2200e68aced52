internal import CFuzzer
internal import Foundation
internal import HongyanCore
internal import HongyanDelivery

/// `hongyan-fuzz-wire --seeds FOLDER` writes the seed corpus; anything else goes to libFuzzer.
///
/// The first octet of an input chooses what reads the rest: each protocol's decoder, a client's
/// session, or the carrier. SwiftPM starts an executable at `<module>_main`.
@_cdecl("hongyan_fuzz_wire_main")
public func start(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
    let words = CommandLine.arguments
    if words.count == 3, words[1] == "--seeds" { return writeSeeds(words[2]) }
    var count = count
    var given: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
    return LLVMFuzzerRunDriver(&count, &given, readInput)
}

/// Under libFuzzer's own name, which its `main` asks for whether or not it is the one that runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func readInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    guard let first = input.first else { return 0 }
    let octets = Array(input.dropFirst())
    switch first % 8 {
    case 0: decode(octets, SMPP.wire)
    case 1: decode(octets, CMPP.wire2)
    case 2: decode(octets, CMPP.wire3)
    case 3: client(octets, .smpp(link), bound: smppBound)
    case 4: carrier(octets, .smpp)
    case 5: client(octets, .cmpp(link, terms(.two)), bound: cmppBound(1))
    case 6: client(octets, .cmpp(link, terms(.three)), bound: cmppBound(4))
    default: carrier(octets, .cmpp3)
    }
    return 0
}

/// What is read can be written, and reads the same again.
private func decode(_ octets: [UInt8], _ wire: WireProtocol) {
    var rest = octets[...]
    while case .packet(let count)? = try? wire.frame(rest) {
        if let packet = try? wire.read(rest.prefix(count)) {
            _ = SMPPReceipt(packet)
            _ = SMPP.text(of: packet)
            _ = CMPP.text(of: packet)
            _ = WireJSON.render(packet, of: wire)
            // A peer's text may be longer than its field: read, but not to be written.
            if let written = try? wire.write(packet) {
                guard (try? wire.read(written[...])) == packet else {
                    fatalError("not the same after writing: \(WireJSON.hex(octets))")
                }
            }
        }
        rest = rest.dropFirst(count)
    }
    if octets.count < 200 { _ = CMPPReport(octets) }
    _ = SMPPReceipt(text: String(decoding: octets, as: UTF8.self))
}

private let moment = Timestamp(seconds: 1_790_000_000)

private let link = CarrierLink(host: "smsc", port: 1, systemID: "fuzz", source: "1069")

private func terms(_ version: CMPPVersion) -> CMPPTerms {
    CMPPTerms(version: version, verifiesGateway: false)
}

private let smppBound: [UInt8] = [0, 0, 0, 17, 0x80, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0]

/// - Parameter status: Its octets.
private func cmppBound(_ status: UInt8) -> [UInt8] {
    [0, 0, 0, 29 + status, 0x80, 0, 0, 1, 0, 0, 0, 1]
        + [UInt8](repeating: 0, count: Int(status) + 17)
}

/// A bound session with submissions out; what it holds stays within bounds.
private func client(_ octets: [UInt8], _ kind: Channel.ProviderKind, bound: [UInt8]) {
    var session = LinkSession.all(of: "c", kind, password: "")[0]
    _ = session.start(at: moment)
    _ = session.connected(at: moment)
    _ = session.received(bound, at: moment)
    let text = String(repeating: "会员日", count: 40)
    _ = session.submit(
        (0..<3).map { index in
            Submission(
                id: Digest(high: 0, low: UInt64(index)), message: Digest(high: 1, low: 0),
                attempt: 1, number: PhoneNumber(e164: "+8613800000000"), text: text, parts: 2,
                purpose: .marketing)
        }, at: moment)
    for piece in stride(from: 0, to: octets.count, by: 7) {
        _ = session.received(octets[piece..<min(piece + 7, octets.count)], at: moment)
    }
    _ = session.poll(through: moment)
    _ = session.confirm(at: moment)
    _ = session.tick(at: moment + .minutes(2))
    _ = session.closed(reason: "", at: moment + .minutes(2))
}

private func carrier(_ octets: [UInt8], _ wire: CarrierProtocol) {
    var carrier = ServedCarrier(wire, conduct: CarrierConduct.Preset.odd.conduct, seed: 1)
    carrier.opened(1, at: moment)
    _ = carrier.received(octets, on: 1, at: moment)
    _ = carrier.tick(at: moment + .minutes(1))
    _ = carrier.closed(1, at: moment + .minutes(1))
}

/// An empty packet of each kind for each reader.
private func writeSeeds(_ folder: String) -> Int32 {
    var seeds: [[UInt8]] = []
    let wires = [
        SMPP.wire, CMPP.wire2, CMPP.wire3, SMPP.wire, SMPP.wire, CMPP.wire2, CMPP.wire3, CMPP.wire3,
    ]
    for (index, wire) in wires.enumerated() {
        for layout in wire.layouts {
            let packet = WirePacket(empty: layout, sequence: 2)
            if let octets = try? wire.write(packet) { seeds.append([UInt8(index)] + octets) }
        }
    }
    do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, seed) in seeds.enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
        }
    } catch {
        return 1
    }
    return 0
}
