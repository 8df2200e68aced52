extension Zone {
    /// `2026-12-03 10:00`, with seconds where there are any: the form that rule tests use.
    public func short(_ moment: Timestamp) -> String {
        let text = format(moment)
        let day = text.prefix(10)
        let clock = text.dropFirst(11).prefix(8)
        return "\(day) \(clock.hasSuffix(":00") ? clock.dropLast(3) : clock)"
    }
}
