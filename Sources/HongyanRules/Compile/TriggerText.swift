import HongyanCore

extension Trigger {
    /// What the trigger means, as a list of texts: the same for two writings of one trigger,
    /// another for any change of meaning. `pace` is no part of it.
    var canonicalText: [String] {
        switch self {
        case .event(let trigger):
            [
                "event", trigger.event.rawValue, trigger.where.description,
                "\(trigger.after)",
            ]
        case .absence(let trigger):
            [
                "absence", trigger.event.rawValue, trigger.where.description,
                trigger.unless.rawValue,
                "\(trigger.within)", trigger.key ?? "", trigger.same ?? "",
            ]
        case .dormant(let trigger):
            [
                "dormant", trigger.event.rawValue, trigger.tag.rawValue, "\(trigger.span)",
                trigger.backlog.rawValue,
            ]
        case .date(let trigger):
            ["date", trigger.tag.rawValue, "\(trigger.daysBefore)", "\(trigger.at)"]
        case .signal(let trigger):
            [
                "signal", trigger.signal.rawValue, trigger.by.rawValue,
                trigger.when.description,
                "\(trigger.daysBefore)", "\(trigger.at)", "\(trigger.freshFor)",
            ]
        case .schedule(.cron(let cron)): ["schedule", cron.text]
        case .schedule(.once(let moment)): ["at", "\(moment.milliseconds)"]
        case .enters(let trigger):
            [
                "enters", trigger.condition.description, "\(trigger.everyDays)",
                "\(trigger.at)",
            ]
        case .reply(let trigger): ["reply"] + trigger.keywords
        }
    }
}
