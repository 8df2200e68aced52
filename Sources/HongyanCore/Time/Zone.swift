/// A time zone as a value: the offsets of local time and the moments when they change.
///
/// Read once from a TZif file by the command line (`ZoneFile`), then passed by value; Core never
/// looks up a zone by name.
public struct Zone: Hashable, Sendable {
    /// IANA name, such as `Asia/Shanghai`.
    public let name: String
    /// Seconds east of UTC before the first transition.
    public let initialOffset: Int32
    /// Ascending by `at`: from that moment on, local time is UTC + `offset` seconds.
    public let transitions: [Transition]

    public struct Transition: Hashable, Sendable {
        public let at: Timestamp
        public let offset: Int32
        public init(at: Timestamp, offset: Int32) {
            self.at = at
            self.offset = offset
        }
    }

    public init(name: String, initialOffset: Int32, transitions: [Transition]) {
        self.name = name
        self.initialOffset = initialOffset
        self.transitions = transitions
    }

    /// A zone without transitions: `Zone(name: "+08:00", offset: 28_800)`.
    public init(name: String, offset: Int32) {
        self.init(name: name, initialOffset: offset, transitions: [])
    }

    /// Mainland China since 1992, the default of tests.
    public static let china = Zone(name: "Asia/Shanghai", offset: 28_800)

    /// Seconds east of UTC at a moment.
    public func offset(at moment: Timestamp) -> Int32 {
        guard let last = transitions.last else { return initialOffset }
        if moment >= last.at { return last.offset }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initialOffset : transitions[low - 1].offset
    }

    /// The local calendar date of a moment.
    public func day(of moment: Timestamp) -> CivilDay { split(moment).day }

    /// The local date, and the milliseconds of local clock time since its midnight.
    public func split(_ moment: Timestamp) -> (day: CivilDay, millisecondOfDay: Int64) {
        let local = moment.milliseconds + Int64(offset(at: moment)) * 1_000
        let length: Int64 = 86_400_000
        var number = local / length
        var rest = local % length
        if rest < 0 {
            number -= 1
            rest += length
        }
        return (CivilDay(number: Int32(truncatingIfNeeded: number)), rest)
    }

    /// The whole minute of the local day at a moment.
    public func minuteOfDay(of moment: Timestamp) -> MinuteOfDay {
        MinuteOfDay(Int(split(moment).millisecondOfDay / 60_000))
    }

    /// The first moment at which the local clock shows this date and time. A time skipped by a
    /// change of offset means the moment of the change.
    public func moment(_ day: CivilDay, _ minute: MinuteOfDay = MinuteOfDay(0)) -> Timestamp {
        moment(day, millisecondOfDay: Int64(minute.minutes) * 60_000)
    }

    /// As above, to the millisecond.
    public func moment(_ day: CivilDay, millisecondOfDay: Int64) -> Timestamp {
        let local = Int64(day.number) * 86_400_000 + millisecondOfDay
        // The earliest offset in force within a day of the wanted time that maps back to it wins.
        let probe = Timestamp(milliseconds: local - Int64(initialOffset) * 1_000)
        let before = offset(at: probe - .days(1))
        let after = offset(at: probe + .days(1))
        let early = Timestamp(milliseconds: local - Int64(before) * 1_000)
        if before == after || offset(at: early) == before { return early }
        let late = Timestamp(milliseconds: local - Int64(after) * 1_000)
        if offset(at: late) == after { return late }
        return transitions.first { $0.at > probe - .days(1) }?.at ?? late
    }
}

extension Zone {
    /// ISO 8601 with this zone's offset: `2026-11-21T10:00:00+08:00`; milliseconds only when there
    /// are any.
    public func format(_ moment: Timestamp) -> String {
        let (day, rest) = split(moment)
        let seconds = Int(rest / 1_000)
        let fraction = Int(rest % 1_000)
        let shift = Int(offset(at: moment))
        let sign = shift < 0 ? "-" : "+"
        let size = abs(shift)
        let minutes = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
        let clock = "\(minutes):\(padded(seconds % 60, 2))"
        let zone = "\(sign)\(padded(size / 3_600, 2)):\(padded(size / 60 % 60, 2))"
        return "\(day)T\(clock)\(fraction == 0 ? "" : "." + padded(fraction, 3))\(zone)"
    }
}
