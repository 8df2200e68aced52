/// Web addresses in a text.
enum Links {
    private static let endings: Set<String> = [
        "com", "cn", "net", "org", "top", "vip", "shop", "cc", "io", "me", "xyz", "link",
        "club", "store", "mobi", "info", "site",
    ]

    /// Bytes of the links of a text, ascending: runs of visible ASCII with `://`, or with a domain
    /// of one of the endings that are in use here.
    static func find(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var result: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            guard isVisible(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, isVisible(bytes[end]) { end += 1 }
            let run = String(decoding: bytes[start..<end], as: UTF8.self)
            if isLink(run) { result.append(start..<end) }
            start = end
        }
        return result
    }

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static func isLink(_ run: String) -> Bool {
        if !Bytes.ranges(of: "://", in: run).isEmpty { return true }
        let host = run.prefix { !"/?#:,;()".contains($0) }.lowercased()
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, endings.contains(String(last)) else {
            return false
        }
        return labels.allSatisfy { label in
            !label.isEmpty
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }
}
