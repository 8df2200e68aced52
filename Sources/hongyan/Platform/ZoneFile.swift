import Foundation
import HongyanCore

/// Time zones out of the system's TZif files (RFC 8536), as values for Core.
enum ZoneFile {
    static let systemFolder = "/usr/share/zoneinfo"
    /// Rules that repeat each year are written out up to the end of this year.
    static let lastYear = 2_100
    /// A zone file has a few kilobytes; what is longer is none.
    static let mostBytes = 1_048_576

    /// The zone of that name; nil when there is none.
    ///
    /// Reads, in this order: a bare offset (`+08:00`), the system's file, and, on machines without
    /// zone files, the built-in `Asia/Shanghai` and `UTC`. A name that is a path out of the folder
    /// is refused.
    static func load(name: String, folder: String = systemFolder) -> Zone? {
        if let offset = offset(text: name) { return Zone(name: name, offset: offset) }
        guard isName(name) else { return nil }
        if let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
            data.count <= mostBytes, let zone = TZif(bytes: Array(data))?.zone(name: name)
        {
            return zone
        }
        switch name {
        case "Asia/Shanghai": return .china
        case "UTC", "Etc/UTC": return Zone(name: name, offset: 0)
        default: return nil
        }
    }

    /// Letters, digits, `_`, `-` and `+`, in parts divided by single slashes.
    private static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                        UInt8(ascii: "-"), UInt8(ascii: "+"):
                        true
                    default: false
                    }
                }
        }
    }

    /// Seconds east of UTC of `+08:00` or `-03:30`, at most 14 hours either way; nil for anything
    /// else.
    private static func offset(text: String) -> Int32? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let clock = MinuteOfDay(text: String(text.dropFirst())), clock.minutes <= 14 * 60
        else { return nil }
        return Int32(clock.minutes * 60) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }
}
