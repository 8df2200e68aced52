internal import GRDB
internal import HongyanCore

/// The three columns in which an occurrence's cause lies.
struct CauseColumns {
    let kind: String
    let number: Int64
    let key: String?

    init(_ cause: Occurrence.Cause) {
        switch cause {
        case .event(let seq): (kind, number, key) = ("event", seq.value, nil)
        case .day(let day): (kind, number, key) = ("day", Int64(day.number), nil)
        case .signal(let city, let day):
            (kind, number, key) = ("signal", Int64(day.number), city)
        case .instant(let moment): (kind, number, key) = ("instant", moment.milliseconds, nil)
        case .reply(let seq): (kind, number, key) = ("reply", seq.value, nil)
        }
    }

    init(kind: String, number: Int64, key: String?) {
        self.kind = kind
        self.number = number
        self.key = key
    }

    var cause: Occurrence.Cause {
        switch kind {
        case "event": .event(Seq(number))
        case "day": .day(CivilDay(number: Int32(truncatingIfNeeded: number)))
        case "signal":
            .signal(key: key ?? "", day: CivilDay(number: Int32(truncatingIfNeeded: number)))
        case "reply": .reply(Seq(number))
        default: .instant(Timestamp(milliseconds: number))
        }
    }

    var values: [DatabaseValue] { [kind.db, number.db, key.db] }
}
