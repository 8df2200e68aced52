public import HongyanCore

/// What a store's customers and last weeks say against a sound book: checks of their own, because
/// they need data, not files.
public enum StoreChecks {
    /// A variable without fallback that is missing for more than this share of the audience, in
    /// percent, is told.
    static let missingPercent = 1
    /// A day on which a rule would write to more than this share of all customers, in percent.
    static let floodPercent = 50

    /// Ascending by id.
    public static let pages = [
        audienceEmpty, flood, templateWaiting, triggerSilent, variableMissing,
    ]

    static let audienceEmpty = CheckPage(
        id: "store/audience-empty", severity: .warning,
        title: .init(zh: "人群里要有客户", en: "an audience holds somebody"),
        why: .init(
            zh: "此刻没有一位客户符合条件：可能是标签没有导入，或条件写窄了。规则不会发出任何短信。",
            en: """
                Not one customer of the store meets the condition now: perhaps a tag was never \
                imported, or the condition is too narrow. The rule will send nothing.
                """))
    static let flood = CheckPage(
        id: "store/flood", severity: .warning,
        title: .init(zh: "一天的触发量在限量之内", en: "no day's occurrences exceed the fuse"),
        why: .init(
            zh: """
                最近 30 天里有一天的触发量超过规则的 limit，或超过全部客户的一半。照此发送，\
                规则会熔断并等待人工恢复。请确认这是本意，再调整 limit 或人群。
                """,
            en: """
                On a day of the last 30 the rule would have fired more often than its 'limit' \
                allows, or for more than half of all customers. It would trip and wait for a \
                person. Make sure that this is meant, then change limit or audience.
                """))
    static let templateWaiting = CheckPage(
        id: "store/template-waiting", severity: .warning,
        title: .init(
            zh: "规则用的模板已批准、已报备", en: "the templates of a rule are approved and filed"),
        why: .init(
            zh: """
                规则用的模板还没有批准、被暂停，或报备没有生效：触发会一直等着，到期限就放弃。\
                用 'hongyan template list' 看进度，送审、审批或报备之后自动继续。
                """,
            en: """
                A template of the rule is not approved, is suspended, or its filing is not in \
                effect: occurrences wait for it until their deadline and are dropped then. \
                'hongyan template list' shows how far each has come; sending goes on by itself \
                once it is through.
                """))
    static let triggerSilent = CheckPage(
        id: "store/trigger-silent", severity: .warning,
        title: .init(zh: "触发在最近 30 天里发生过", en: "a trigger fired within the last 30 days"),
        why: .init(
            zh: "最近 30 天里，这个触发对任何客户都没有发生：事件可能没有接入，或名称、条件不对。",
            en: """
                In the last 30 days the trigger would have fired for nobody: its events may not \
                come in, or a name or condition is wrong.
                """))
    static let variableMissing = CheckPage(
        id: "store/variable-missing", severity: .warning,
        title: .init(
            zh: "没有替代词的变量，人群里都有值", en: "a variable without fallback has a value for all"),
        why: .init(
            zh: "缺值又没有替代词时，短信不会发出。请补标签，或写上替代词，如 ${name|顾客}。",
            en: """
                A message whose variable has neither value nor fallback is not sent. Fill the tag \
                or give a fallback, as in ${name|顾客}.
                """))

    /// What a survey flags, in the order in which diagnostics are shown.
    public static func findings(
        _ survey: StoreSurvey, places: WorkspacePlaces
    ) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for audience in survey.audiences where audience.customers == 0 && survey.customers > 0 {
            report(
                audienceEmpty, places.audience(audience.name),
                "人群“\(audience.name)”现在没有客户",
                "nobody is in the audience '\(audience.name)' now", &found)
        }
        for rule in survey.rules where rule.rule.isEnabled && survey.customers > 0 {
            judge(rule, survey, places, &found)
        }
        for wait in survey.templateWaits { judge(wait, survey, places, &found) }
        return found.sorted(by: Diagnostic.comesBefore)
    }

    private static func judge(
        _ wait: TemplateWait, _ survey: StoreSurvey, _ places: WorkspacePlaces,
        _ found: inout [Diagnostic]
    ) {
        let place = wait.channel.map { "@\($0)" } ?? ""
        let end: (zh: String, en: String)
        if let until = wait.until {
            let text = survey.zone.short(until)
            end = ("，\(text) 起可发", ", until \(text)")
        } else if let day = wait.expected {
            end = ("，预计 \(day) 有结果", ", answer expected \(day)")
        } else {
            end = wait.step.map { ("，下一步 \($0)", ", \($0) is next") } ?? ("", "")
        }
        report(
            templateWaiting, places.rule(wait.rule, "message"),
            "在等模板“\(wait.template)”（\(wait.reason)\(place)）\(end.zh)",
            "waits for the template '\(wait.template)' (\(wait.reason)\(place))\(end.en)", &found)
    }

    private static func judge(
        _ rule: StoreSurvey.Rule, _ survey: StoreSurvey, _ places: WorkspacePlaces,
        _ found: inout [Diagnostic]
    ) {
        let id = rule.rule.id
        if rule.audience == 0 {
            report(
                audienceEmpty, places.rule(id, "audience", "rule"),
                "规则“\(id)”的人群现在没有客户",
                "nobody is in the audience of '\(id)' now", &found)
        }
        if rule.days != nil, rule.inside + rule.outside == 0 {
            report(
                triggerSilent, places.rule(id, "trigger"),
                "最近 \(StoreSurvey.days) 天没有触发过",
                "it would not have fired in the last \(StoreSurvey.days) days", &found)
        }
        flag(rule, survey, places, &found)
        for variable in rule.variables where !variable.hasFallback && rule.audience > 0 {
            guard variable.missing * 100 >= rule.audience * missingPercent, variable.missing > 0
            else { continue }
            let percent = max(1, variable.missing * 100 / rule.audience)
            report(
                variableMissing, places.rule(id, "message"),
                "人群中 \(percent)% 的客户没有变量 \(variable.name)，模板“\(variable.template)”发不出去",
                "\(percent)% of the audience has no \(variable.name), "
                    + "which '\(variable.template)' needs", &found)
        }
    }

    /// The fuse, else a great part of all customers.
    private static func flag(
        _ rule: StoreSurvey.Rule, _ survey: StoreSurvey, _ places: WorkspacePlaces,
        _ found: inout [Diagnostic]
    ) {
        guard let day = rule.busiest, day.inside > 0 else { return }
        let id = rule.rule.id
        if let limit = rule.rule.limit {
            let most = limit.period == .hour ? limit.count * 24 : limit.count
            if day.inside > most {
                report(
                    flood, places.rule(id, "limit", "trigger"),
                    "\(day.day) 会触发 \(day.inside) 次，超过限量 \(limit.written)",
                    "\(day.inside) occurrences on \(day.day), more than the limit \(limit.written)",
                    &found)
                return
            }
        }
        if case .schedule = rule.rule.trigger { return }
        if day.inside * 100 > survey.customers * floodPercent {
            let percent = day.inside * 100 / survey.customers
            report(
                flood, places.rule(id, "trigger"),
                "\(day.day) 会触发 \(day.inside) 次，相当于全部客户的 \(percent)%",
                "\(day.inside) occurrences on \(day.day), \(percent)% of all customers", &found)
        }
    }

    private static func report(
        _ page: CheckPage, _ place: WorkspacePlaces.Place?, _ zh: String, _ en: String,
        _ found: inout [Diagnostic]
    ) {
        guard let place else { return }
        found.append(
            Diagnostic(
                id: page.id, severity: page.severity, file: place.file, range: place.range,
                message: Diagnostic.Message(zh: zh, en: en)))
    }
}
