import HongyanCore

/// What lies behind the counts: compliance, caps, waits, windows and lengths.
extension HTMLPage {
    // MARK: Compliance

    /// What law, providers and policy kept back, over all rules.
    func compliance() -> HTML {
        var counts: [(reason: String, count: Int)] = []
        for reason in report.rules.flatMap(\.dropped) where ComplianceReasons.contains(reason) {
            if let place = counts.firstIndex(where: { $0.reason == reason.reason }) {
                counts[place].count += reason.count
            } else {
                counts.append((reason.reason, reason.count))
            }
        }
        guard !counts.isEmpty else { return .empty }
        counts.sort { $0.count == $1.count ? $0.reason < $1.reason : $0.count > $1.count }
        let whole = sums.occurrences - sums.outsideAudience
        let rows = counts.map { entry in
            row(
                ReasonWords.words(entry.reason, words.language), entry.reason, entry.count,
                of: whole)
        }
        return .element(
            "section", [],
            [
                heading(words("合规拦下的", "What compliance kept back"), .occurrences),
                .element(
                    "p", class: "note",
                    words(
                        "退订、同意、号码、模板、内容、频控和时段；占比按人群内的触发计。",
                        "Opt-outs, consents, numbers, templates, content, caps and hours; shares "
                            + "are of the occurrences inside the audiences.")),
                HTMLParts.table(
                    words("全部规则", "All rules"),
                    [words("原因", "reason"), words("次数", "count"), words("占比", "share")], rows),
            ])
    }

    // MARK: Caps

    /// Who displaced whom.
    func collisions() -> HTML {
        let all = report.details.collisions
        guard !all.isEmpty else { return .empty }
        let losers = report.rules.map(\.rule).filter { rule in all.contains { $0.rule == rule } }
        let winners = report.rules.map(\.rule).filter { rule in
            all.contains { $0.winner == rule }
        }
        let most = losers.flatMap { loser in winners.map { count(loser, $0) } }.max() ?? 1
        let rows = losers.map { loser -> HTML in
            let cells = winners.map { winner in cell(count(loser, winner), of: most) }
            let total = all.filter { $0.rule == loser }.reduce(0) { $0 + $1.count }
            return .element(
                "tr", [],
                [.element("th", [("scope", "row")], [.text(title(of: loser))])] + cells
                    + [.element("td", Figures.count(total))])
        }
        return .element(
            "section", [],
            [
                heading(words("谁挤掉了谁", "Who displaced whom"), .collisions),
                .element(
                    "p", class: "note",
                    words(
                        "行：因频控未发的规则；列：占去最后一个名额的规则。",
                        "Rows: rules whose messages a cap kept back; columns: whose message had "
                            + "taken the last slot.")),
                .element(
                    "div", [("class", "scroll"), ("tabindex", "0")],
                    [
                        HTMLParts.table(
                            words("因频控未发的次数", "Occurrences kept back by a cap"),
                            [words("未发的规则", "kept back")] + winners.map { title(of: $0) }
                                + [words("合计", "total")], rows)
                    ]),
                capTotals(all),
            ])
    }

    private func count(_ loser: RuleID, _ winner: RuleID) -> Int {
        report.details.collisions.filter { $0.rule == loser && $0.winner == winner }
            .reduce(0) { $0 + $1.count }
    }

    private func cell(_ count: Int, of most: Int) -> HTML {
        guard count > 0 else { return .element("td", class: "quiet", "·") }
        let percent = max(8, count * 45 / max(most, 1))
        let shade =
            "background:color-mix(in srgb,var(--accent) \(percent)%,transparent)"
        return .element("td", [("style", shade)], [.text(Figures.count(count))])
    }

    private func capTotals(_ all: [RunDetails.Collision]) -> HTML {
        var caps: [(name: String, count: Int)] = []
        for collision in all {
            if let place = caps.firstIndex(where: { $0.name == collision.cap }) {
                caps[place].count += collision.count
            } else {
                caps.append((collision.cap, collision.count))
            }
        }
        let whole = all.reduce(0) { $0 + $1.count }
        let rows = caps.sorted { $0.count == $1.count ? $0.name < $1.name : $0.count > $1.count }
            .map { row(String($0.name.dropFirst(4)), nil, $0.count, of: whole) }
        return HTMLParts.table(
            words("按频控", "By cap"),
            [words("频控", "cap"), words("次数", "count"), words("占比", "share")], rows)
    }

    /// The caps that bound marketing, as a line under the touches.
    func capLine() -> HTML {
        let caps = report.frame.caps.map { "\($0.label): \($0.written)" }
        guard !caps.isEmpty else { return .empty }
        return .element(
            "p", class: "note", words("频控：", "Caps: ") + caps.joined(separator: words("；", "; ")))
    }

    // MARK: Waits

    /// How long those waited who were held.
    func waits() -> HTML {
        let all = report.details.waits
        guard !all.isEmpty else { return .empty }
        let rules = report.rules.map(\.rule).filter { rule in all.contains { $0.rule == rule } }
        let rows = rules.map { rule -> HTML in
            let own = all.filter { $0.rule == rule }
            let lengths = RunDetails.Length.allCases.map { length in
                own.filter { $0.length == length }.reduce(0) { $0 + $1.sent + $1.dropped }
            }
            let ends = [own.reduce(0) { $0 + $1.sent }, own.reduce(0) { $0 + $1.dropped }]
            return HTMLParts.cells(
                title(of: rule), (lengths + ends).map { $0 == 0 ? "·" : Figures.count($0) })
        }
        let heads =
            [words("规则", "rule")] + RunDetails.Length.allCases.map { words.length($0) }
            + [words("后来发出", "then sent"), words("后来未发", "then not")]
        return .element(
            "section", [],
            [
                heading(words("等了多久", "How long they waited"), .waits),
                .element(
                    "p", class: "note",
                    words(
                        "曾被暂缓、后来有了结果的触发：从第一次判断到最后一次判断。",
                        "Occurrences that were held and came to an end: from the first decision "
                            + "to the last.")),
                .element(
                    "div", [("class", "scroll"), ("tabindex", "0")],
                    [HTMLParts.table(words("次数", "Occurrences"), heads, rows)]),
            ])
    }

    // MARK: Windows

    /// When each rule might send, hour by hour.
    func windows() -> HTML {
        guard !report.frame.windows.isEmpty else { return .empty }
        let blackouts = report.frame.blackouts.map { blackout in
            let first = blackout.days.first.map { "\($0)" } ?? ""
            let last = blackout.days.last.map { "\($0)" } ?? ""
            return "\(blackout.name) \(first == last ? first : "\(first) – \(last)")"
        }
        return .element(
            "div", [],
            [
                .element("h3", class: "part", words("规则的可发时段", "Windows of the rules")),
                .element(
                    "div", [("class", "chart wide")],
                    [Charts.windows(report, words, width: 960, id: "ww")]),
                .element(
                    "div", [("class", "chart narrow")],
                    [Charts.windows(report, words, width: 360, id: "wn")]),
                .element(
                    "p", class: "note",
                    words("运行期内的静默日：", "Blackouts in the run: ")
                        + (blackouts.isEmpty
                            ? words("无", "none")
                            : blackouts.joined(separator: words("；", "; ")))),
            ])
    }

    // MARK: Lengths

    func lengths() -> HTML {
        let all = report.details.parts
        guard !all.isEmpty else { return .empty }
        let whole = all.reduce(0) { $0 + $1.messages }
        let rows = all.map { entry in
            row(
                words("\(entry.parts) 条", entry.parts == 1 ? "1 part" : "\(entry.parts) parts"),
                nil, entry.messages, of: whole)
        }
        return HTMLParts.table(
            words("一条短信拆成几条计费", "Parts of a message"),
            [words("计费条数", "parts"), words("短信", "messages"), words("占比", "share")], rows)
    }
}

/// Which reasons are matters of law, provider or policy, not of the rule's own will.
enum ComplianceReasons {
    static func contains(_ reason: RunReport.ReasonCount) -> Bool {
        heads.contains { reason.reason == $0 || reason.reason.hasPrefix($0 + ".") }
    }

    private static let heads = [
        "stop", "number", "optout", "consent", "template", "signature", "content", "optout-words",
        "parts", "cap", "window", "blackout", "closed", "calendar",
    ]
}

extension Wording {
    /// `up to 6 h`.
    func length(_ length: RunDetails.Length) -> String {
        switch length {
        case .hour: self("1 小时内", "up to 1 h")
        case .sixHours: self("6 小时内", "up to 6 h")
        case .day: self("1 天内", "up to 1 day")
        case .threeDays: self("3 天内", "up to 3 days")
        case .longer: self("更久", "longer")
        }
    }
}
