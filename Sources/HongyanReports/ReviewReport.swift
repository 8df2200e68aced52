public import HongyanCore

/// One reply that waits for a person, or waited.
public struct ReviewLine: Hashable, Sendable {
    public struct Verdict: Hashable, Sendable {
        /// `opt-out` or `resume`.
        public let resolution: String
        public let at: Timestamp
        public let by: String
        public let note: String?
        public init(resolution: String, at: Timestamp, by: String, note: String?) {
            self.resolution = resolution
            self.at = at
            self.by = by
            self.note = note
        }
    }
    public let id: Int
    public let at: Timestamp
    public let customer: String?
    /// Masked.
    public let number: String?
    public let channel: String
    public let text: String
    /// The words for which it waits.
    public let matched: String
    /// nil while it waits.
    public let verdict: Verdict?
    public init(
        id: Int, at: Timestamp, customer: String?, number: String?, channel: String, text: String,
        matched: String, verdict: Verdict?
    ) {
        self.id = id
        self.at = at
        self.customer = customer
        self.number = number
        self.channel = channel
        self.text = text
        self.matched = matched
        self.verdict = verdict
    }
}

/// The replies that wait for a person.
public enum ReviewReport {
    /// `[{"id","at","customer","number","channel","text","matched","resolution","resolved_at",
    /// "resolved_by","note"}]` with a line end; numbers are masked, what is not there is null.
    public static func json(_ lines: [ReviewLine], zone: Zone) -> String {
        var json = JSONWriter()
        json.array { json in
            for line in lines {
                json.object { json in
                    json.member("id", line.id)
                    json.member("at", zone.format(line.at))
                    json.member("customer", optional: line.customer)
                    json.member("number", optional: line.number)
                    json.member("channel", line.channel)
                    json.member("text", line.text)
                    json.member("matched", line.matched)
                    json.member("resolution", optional: line.verdict?.resolution)
                    json.member("resolved_at", optional: line.verdict.map { zone.format($0.at) })
                    json.member("resolved_by", optional: line.verdict?.by)
                    json.member("note", optional: line.verdict?.note)
                }
            }
        }
        return json.text + "\n"
    }

    /// One line a reply, with a line end; what it says stands in quotes, on one line.
    public static func text(
        _ lines: [ReviewLine], zone: Zone, language: Language
    ) -> String {
        let words = Wording(language: language)
        guard !lines.isEmpty else { return words("没有待判断的回复\n", "no reply waits\n") }
        return lines.map { line in
            let said = line.text.map { $0.isNewline ? " " : String($0) }.joined()
            var text =
                "\(line.id)  \(zone.format(line.at))  \(line.customer ?? "—")  "
                + "\(line.number ?? "—")  “\(said)”"
            if let verdict = line.verdict {
                text +=
                    "  \(verdict.resolution)  \(zone.format(verdict.at))  \(verdict.by)"
                    + (verdict.note.map { "  \($0)" } ?? "")
            }
            return text + "\n"
        }.joined()
    }
}
