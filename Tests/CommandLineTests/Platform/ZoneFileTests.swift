import Foundation
import HongyanCore
import Testing

@testable import hongyan

struct ZoneFileTests {
    static let hasSystemZones = FileManager.default.fileExists(
        atPath: ZoneFile.systemFolder + "/Europe/Berlin")

    @Test("a bare offset is a zone", arguments: offsets)
    func offset(_ sample: (name: String, seconds: Int32?)) {
        let zone = ZoneFile.load(name: sample.name, folder: "/nowhere")
        #expect(zone?.initialOffset == sample.seconds)
        #expect(zone == nil || zone?.transitions == [])
    }

    static let offsets: [(name: String, seconds: Int32?)] = [
        ("+08:00", 28_800), ("-03:30", -12_600), ("+00:00", 0), ("+14:00", 50_400),
        ("+14:01", nil), ("+24:00", nil), ("08:00", nil), ("+8:00", nil), ("+08:60", nil),
    ]

    @Test("without zone files there are still Asia/Shanghai and UTC, and nothing else")
    func builtIn() {
        #expect(ZoneFile.load(name: "Asia/Shanghai", folder: "/nowhere") == .china)
        #expect(ZoneFile.load(name: "UTC", folder: "/nowhere")?.initialOffset == 0)
        #expect(ZoneFile.load(name: "Europe/Berlin", folder: "/nowhere") == nil)
    }

    @Test(
        "a name that is a path, a folder or no zone file is refused",
        arguments: [
            "", "/etc/passwd", "../zoneinfo/UTC", "Asia/../UTC", "Asia//Shanghai", "Asia", "Asia/",
            "tzdata.zi", "Asia/Shang hai", "亚洲/上海", "Mars/Olympus",
        ])
    func refused(_ name: String) {
        #expect(ZoneFile.load(name: name) == nil)
    }

    @Test("Asia/Shanghai is UTC+8 from 1992 on", .enabled(if: hasSystemZones))
    func shanghai() throws {
        let zone = try #require(ZoneFile.load(name: "Asia/Shanghai"))
        let summer1990 = Timestamp(seconds: 646_000_000)
        #expect(zone.offset(at: summer1990) == 32_400)
        #expect(zone.offset(at: Timestamp(seconds: 1_795_000_000)) == 28_800)
        #expect(zone.transitions.allSatisfy { $0.at < Timestamp(seconds: 700_000_000) })
    }

    @Test(
        "offsets agree with Foundation's from 1970 to 2099", .enabled(if: hasSystemZones),
        arguments: [
            "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Kolkata", "America/New_York", "Europe/Berlin",
            "Europe/Dublin", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland",
            "America/St_Johns",
        ])
    func agreesWithFoundation(_ name: String) throws {
        let zone = try #require(ZoneFile.load(name: name))
        let oracle = try #require(TimeZone(identifier: name))
        // A prime step, so that every hour of every kind of day is met.
        let step: Int64 = 86_399 * 3
        let differing = stride(from: Int64(0), to: 4_102_444_800, by: Int(step)).filter { second in
            let date = Date(timeIntervalSince1970: TimeInterval(second))
            return Int(zone.offset(at: Timestamp(seconds: second)))
                != oracle.secondsFromGMT(for: date)
        }
        #expect(differing == [])
    }
}
