import HongyanCore

/// The words of explanations, in both languages.
struct ExplanationWords {
    let words: Wording
    let zone: Zone

    init(language: Language, zone: Zone) {
        words = Wording(language: language)
        self.zone = zone
    }

    // MARK: Times and values

    /// `2026-11-21 10:05`, with seconds only when there are any.
    func time(_ moment: Timestamp) -> String {
        let (day, rest) = zone.split(moment)
        let seconds = Int(rest / 1_000 % 60)
        return "\(day) \(zone.minuteOfDay(of: moment))"
            + (seconds == 0 ? "" : ":\(Figures.two(seconds))")
    }

    /// As conditions and files write it; runs of digits that may be a phone number are masked.
    func value(_ value: Value, _ type: ValueType) -> String {
        switch value {
        case .text(let text): Self.masked(text)
        case .boolean(let flag): flag ? "true" : "false"
        case .time(let moment): time(moment)
        case .date(let day): day.description
        case .anniversary(let anniversary): anniversary.description
        case .number, .set, .duration: ValueText.format(value, type: type, zone: zone)
        }
    }

    private static func masked(_ text: String) -> String {
        var result = ""
        var digits = ""
        func flush() {
            result += digits.count < 11 ? digits : "\(digits.prefix(3))****\(digits.suffix(4))"
            digits = ""
        }
        for character in text {
            if character.isNumber {
                digits.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }

    /// Sub-conditions with their truth and the values they saw, outermost first.
    func lines(_ trace: [ConditionTrace], indent: String) -> [String] {
        trace.map { line in
            let missing = words.language == .zh ? "缺失" : "missing"
            let seen = line.values.map { seen -> String in
                let text = seen.value.map { value($0, seen.type) } ?? missing
                return "\(Self.plain(seen.name)) = \(text)"
            }.joined(separator: ", ")
            let mark = line.isTrue ? "✓" : "✗"
            let depth = String(repeating: "  ", count: line.depth)
            let text = Self.plain(line.text)
            return "\(indent)\(depth)\(mark) \(text)\(seen.isEmpty ? "" : "    \(seen)")"
        }
    }

    /// A condition as its author wrote it: canonical text marks the fields of events and signals
    /// with a point in front.
    static func plain(_ condition: String) -> String {
        var result = ""
        var isQuoted = false
        var last: Character = " "
        for character in condition {
            if character == "\"", last != "\\" { isQuoted.toggle() }
            if character != "." || isQuoted || !" (-".contains(last) { result.append(character) }
            last = character
        }
        return result
    }

    // MARK: Triggers

    func status(_ status: TriggerStory.Status) -> String {
        switch status {
        case .waiting: words("尚未到时", "not due yet")
        case .due: words("已触发", "fell due")
        case .cancelled: words("已取消", "cancelled")
        case .unmatched: words("条件不符", "its condition does not hold")
        case .stale: words("数据过期", "its data are stale")
        case .repeated:
            words("同一个键已触发过，只决定一次", "its key fell due before: one key is decided once")
        case .backlog: words("早于规则生效，不补发", "before the rule was active: skipped")
        }
    }

    func step(_ step: TriggerStory.Step, of trigger: Trigger) -> String {
        let id = step.id.isEmpty ? "" : " (\(step.id))"
        let isDormant = if case .dormant = trigger { true } else { false }
        switch step.kind {
        case .started: return step.name + id
        case .restarted: return step.name + id + words("：重新计时", ": the timer starts anew")
        case .cancelled:
            return step.name + id
                + (isDormant
                    ? words("：客户回来了", ": the customer came back")
                    : words("：本次触发取消", ": the occurrence was cancelled"))
        case .fetched: return words("取得“\(step.name)”的数据", "data for \(step.name) fetched")
        case .entered: return words("抽样时进入", "a sample saw the customer enter")
        case .replied: return words("客户回复“\(step.name)”", "the customer answered ‘\(step.name)’")
        }
    }

    func missing(_ missing: TriggerStory.Missing) -> String {
        switch missing {
        case .event(let kind): words("该客户没有事件 \(kind)", "this customer has no \(kind)")
        case .tag(let tag): words("该客户没有标签 \(tag)", "this customer has no tag \(tag)")
        case .signal(let key, let day):
            words("没有“\(key)”在 \(day) 的数据", "there are no data for \(key) on \(day)")
        case .entry(isInside: true):
            words("首次抽样时已在其中，不算进入", "inside since the baseline: that is no entry")
        case .entry(isInside: false):
            words("抽样没有见到该客户进入", "no sample saw this customer enter")
        case .reply: words("该客户没有回复过关键词", "this customer answered no keyword")
        case .instant: words("计划时刻未到", "the planned moment has not come")
        }
    }

    // MARK: Gates

    func gate(_ gate: GateID) -> String {
        guard words.language == .zh else { return gate.rawValue }
        let names: [GateID: String] = [
            .stop: "停发", .trigger: "触发", .route: "通道", .recipient: "号码", .shared: "共用号码",
            .optout: "退订", .consent: "同意", .template: "模板", .signature: "签名", .text: "文案",
            .content: "内容审核",
            .optoutWords: "退订语",
            .parts: "条数", .holdout: "对照组", .rollout: "灰度", .once: "不重复", .cap: "频控",
            .late: "时效", .closed: "期限", .window: "时段", .blackout: "静默日", .limit: "限量", .pace: "节奏",
            .budget: "预算",
        ]
        return "\(names[gate] ?? "") \(gate.rawValue)"
    }

    func evidence(_ evidence: GateNote.Evidence) -> String {
        switch evidence {
        case .sent(let send): return "\(time(send.at)) \(send.rule)"
        case .consent(let consent): return self.consent(consent)
        case .optOut(let optOut):
            let what = optOut.purpose.map(words.purpose) ?? words("全部短信", "everything")
            return "\(time(optOut.at)) "
                + words("退订\(what)，来源 \(optOut.source)", "opted out of \(what) by \(optOut.source)")
        case .template(let standing):
            return TemplateWords(words, zone).line(standing)
        case .stop(let stop):
            let since = time(stop.since)
            return "\(since) "
                + words(
                    "停发 \(scope(stop.scope))：\(stop.reason)",
                    "stop of \(scope(stop.scope)): \(stop.reason)")
        case .holder(let customer):
            return words("该号码的营销短信归 \(customer)", "marketing on this number goes to \(customer)")
        case .cleared(let count, let since):
            return words(
                "自 \(time(since + Span(milliseconds: 1))) 起已放行 \(count) 条",
                "\(count) cleared since \(time(since + Span(milliseconds: 1)))")
        }
    }

    private func consent(_ consent: Consent) -> String {
        let version = consent.textVersion ?? words("无", "none")
        var text =
            "\(time(consent.at)) "
            + words(
                "同意，来源 \(consent.source)，文本 \(version)",
                "consent from \(consent.source), text \(version)")
        if let expires = consent.expires {
            text += words("，到期 \(time(expires))", ", expires \(time(expires))")
        }
        if let withdrawn = consent.withdrawn {
            text += words("，撤回 \(time(withdrawn))", ", withdrawn \(time(withdrawn))")
        }
        return text
    }

    private func scope(_ scope: Stop.Scope) -> String {
        switch scope {
        case .all: words("全部", "all")
        case .rule(let id): words("规则 \(id)", "rule \(id)")
        case .channel(let id): words("通道 \(id)", "channel \(id)")
        case .purpose(let purpose): words.purpose(purpose)
        case .template(let template): words("模板 \(template)", "template \(template)")
        case .signature(let name): words("签名 \(name)", "signature \(name)")
        }
    }

    /// nil for a gate that passes.
    func next(_ note: GateNote) -> String? {
        switch note.next {
        case .now: return nil
        case .at(let moment): return words("\(time(moment)) 起可通过", "passes from \(time(moment))")
        case .never:
            switch note.verdict.gate {
            case .holdout, .rollout, .once:
                return words("规则不变就不会通过", "never, as long as the rule stays")
            default: return words("本次触发不会再通过", "never for this occurrence")
            }
        case .onChange: return change(note.verdict.gate)
        }
    }

    private func change(_ gate: GateID) -> String {
        switch gate {
        case .stop, .limit: words("等人工恢复", "when a person resumes it")
        case .consent: words("客户同意后", "when the customer consents")
        case .template:
            words("模板审批、报备或恢复后", "when the template is approved, filed or resumed")
        case .optout: words("客户重新订阅后", "when the customer opts in again")
        case .recipient, .shared, .route: words("号码或通道变更后", "when number or channels change")
        case .trigger: words("客户进入人群后", "when the customer is in the audience")
        default: words("标签、模板或设置变更后", "when tags, template or settings change")
        }
    }
}
