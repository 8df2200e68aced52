import HongyanCore
import Testing

@testable import hongyan

struct TZifTests {
    /// A file of version 2 with an empty 32-bit part.
    static func file(
        changes: [(at: Int64, kind: UInt8)], offsets: [Int32], footer: String,
        version: Character = "2"
    ) -> [UInt8] {
        var bytes = header(version, counts: [0, 0, 0, 0, 0, 0])
        let times = UInt32(changes.count)
        let types = UInt32(offsets.count)
        bytes += header(version, counts: [0, 0, 0, times, types, 4])
        for change in changes { bytes += bigEndian(change.at) }
        for change in changes { bytes.append(change.kind) }
        for offset in offsets { bytes += bigEndian(offset) + [0, 0] as [UInt8] }
        bytes += Array("ABC\0\n\(footer)\n".utf8)
        return bytes
    }

    static func header(_ version: Character, counts: [UInt32]) -> [UInt8] {
        var bytes = Array("TZif\(version)".utf8)
        bytes += [UInt8](repeating: 0, count: 15)
        for count in counts { bytes += bigEndian(count) }
        return bytes
    }

    static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    @Test("changes are read in order, and those that change nothing are left out")
    func changes() throws {
        let bytes = Self.file(
            changes: [(-100, 1), (50, 1), (200, 0)], offsets: [3_600, 7_200], footer: "")
        let zone = try #require(TZif(bytes: bytes)).zone(name: "X")
        #expect(
            zone
                == Zone(
                    name: "X", initialOffset: 3_600,
                    transitions: [
                        .init(at: Timestamp(seconds: -100), offset: 7_200),
                        .init(at: Timestamp(seconds: 200), offset: 3_600),
                    ]))
    }

    @Test("the sentinel far in the past becomes the first offset")
    func sentinel() throws {
        let bytes = Self.file(changes: [(-1 << 59, 1)], offsets: [0, 28_800], footer: "CST-8")
        let zone = try #require(TZif(bytes: bytes)).zone(name: "X")
        #expect(zone == Zone(name: "X", offset: 28_800))
    }

    @Test("a yearly rule is written out from the last change to the year 2100")
    func yearly() throws {
        // 2024-03-31T01:00:00Z, the change to summer time.
        let bytes = Self.file(
            changes: [(1_711_846_800, 1)], offsets: [3_600, 7_200],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        let zone = try #require(TZif(bytes: bytes)).zone(name: "X")
        #expect(zone.transitions.count == 2 * (2_100 - 2_024 + 1))
        #expect(zone.transitions[1].at == Timestamp(seconds: 1_729_990_800))
        #expect(zone.transitions.last?.offset == 3_600)
    }

    @Test("what is no whole TZif file of version 2 is none")
    func refused() {
        let good = Self.file(changes: [(0, 0)], offsets: [0], footer: "UTC0")
        #expect(TZif(bytes: good) != nil)
        for length in 0..<good.count { #expect(TZif(bytes: Array(good[..<length])) == nil) }
        #expect(TZif(bytes: Self.file(changes: [], offsets: [0], footer: "?")) == nil)
        #expect(TZif(bytes: Self.file(changes: [(0, 1)], offsets: [0], footer: "")) == nil)
        #expect(TZif(bytes: Self.file(changes: [(1, 0), (1, 0)], offsets: [0], footer: "")) == nil)
        let old = Self.file(changes: [], offsets: [0], footer: "", version: "\0")
        #expect(TZif(bytes: old) == nil)
    }
}
