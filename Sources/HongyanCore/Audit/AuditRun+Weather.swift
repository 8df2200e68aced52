/// Forecasts and warnings of one's own (气象法 22, 25, 38).
extension AuditRun {
    /// What makes a word for weather into a forecast.
    private static let forecasting = [
        "明早", "明晚", "大后天",
        "预计", "将有", "将出现", "将迎来", "即将", "明天", "明日", "后天", "今晚", "今夜", "未来", "下周",
        "周末", "预报", "发布", "夜间", "傍晚",
    ]
    /// What is said because of the weather is no forecast.
    private static let because = [
        "因", "受", "由于", "遇", "如有", "若", "防", "避", "应对", "模式", "适合", "过后", "补贴", "险",
        "假", "专用", "不怕", "抗", "预案", "期间", "救援",
    ]
    private static let stations = ["气象台", "气象局", "气象部门", "气象站", "气象中心"]

    mutating func auditWeather(_ range: Range<Int>, isWarning: Bool) {
        let clause = phrase(around: range)
        if Self.because.contains(where: { has($0, in: clause) }) { return }
        guard isWarning || Self.forecasting.contains(where: { has($0, in: clause) }) else { return }
        let isRelayed = Self.stations.contains { has($0) }
        // A relay names the station and the time of the forecast.
        if isRelayed, has("时") || has("点") || has("日") || has("月") { return }
        guard !findings.contains(where: { $0.id == "weather/forecast" }) else { return }
        report(
            "weather/forecast", .review, at: range, basis: "weather-law-22",
            zh: isRelayed ? "转发预报须写明发布时间" : "不得自行发布天气预报、预警",
            en: isRelayed
                ? "a relayed forecast must say when it was issued"
                : "forecasts and warnings are for weather stations only",
            advice: AuditWords(
                zh: "删去天气判断，或写明发布的气象台站和时间",
                en: "leave the weather out, or name the station and the time of its forecast"))
    }

    /// The words between two marks, those of lists among them.
    private func phrase(around range: Range<Int>) -> Range<Int> {
        let marks: Set<UInt16> = [
            0x2C, 0x21, 0x3F, 0x3B, 0x3A, 0x0A, 0x3002, 0x3001, 0x3010, 0x3011,
        ]
        var start = range.lowerBound
        while start > 0, !marks.contains(folded[start - 1]) { start -= 1 }
        var end = range.upperBound
        while end < folded.count, !marks.contains(folded[end]) { end += 1 }
        return start..<end
    }
}
