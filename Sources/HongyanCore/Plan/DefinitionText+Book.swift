extension DefinitionText {
    /// What a book says outside its rules: policy, templates, channels, tags, the workspace.
    static func lines(of book: RuleBook) -> [DefinitionLine] {
        policy(book.policy) + book.templates.map(line) + tags(book.tags) + titles(book.tags)
            + workspace(book.workspace)
    }

    private static func policy(_ policy: Policy) -> [DefinitionLine] {
        var lines = [
            DefinitionLine("signature", policy.signature),
            DefinitionLine("opt_out", policy.optOutWords),
            DefinitionLine("opt_out_scope", policy.optOutScope.rawValue),
            DefinitionLine("confirm_opt_out", String(policy.confirmsOptOut)),
            DefinitionLine("max_parts", String(policy.maxParts)),
            DefinitionLine("global_holdout", share(policy.globalHoldoutBuckets)),
        ]
        switch policy.consent.guardian {
        case nil: break
        case .age(let tag, let years):
            lines.append(DefinitionLine("guardian", "birthday \(tag), age \(years)"))
        case .tag(let tag): lines.append(DefinitionLine("guardian", "minor \(tag)"))
        }
        if policy.consent.answerWithin != ConsentTerms.standard.answerWithin {
            lines.append(DefinitionLine("consent_answer", "\(policy.consent.answerWithin)"))
        }
        if let law = policy.law { lines.append(DefinitionLine("law", "\(law.name)")) }
        for term in policy.terms {
            lines.append(
                DefinitionLine("terms.\(term.key.rawValue)", term.value.written(term.key.unit)))
        }
        if !policy.approval.isEmpty {
            lines.append(DefinitionLine("approval", policy.approval.joined(separator: ", ")))
        }
        for window in policy.windows {
            lines.append(DefinitionLine("windows.\(window.name)", window.written))
        }
        for blackout in policy.blackouts {
            let text: String
            switch blackout.days {
            case .dates(let from, let through): text = "\(from) .. \(through)"
            case .yearly(let from, let through): text = "\(from) .. \(through) each year"
            }
            lines.append(DefinitionLine("blackouts.\(blackout.name)", text))
        }
        for cap in policy.caps {
            lines.append(DefinitionLine("caps.\(cap.name)", cap.writtenInFull))
        }
        return lines + policy.calendar.years.map(line)
    }

    private static func line(of year: CalendarYear) -> DefinitionLine {
        func short(_ day: CivilDay) -> String { String(day.description.dropFirst(5)) }
        let off = year.off.map { "\($0.name) \(short($0.from)) .. \(short($0.through))" }
        let work = year.work.map(short)
        let text = [year.status.rawValue] + off + (work.isEmpty ? [] : ["work"] + work)
        return DefinitionLine("calendar.\(year.year)", text.joined(separator: ", "))
    }

    /// A template with its variables as written; limits only where they differ from none.
    static func line(of template: Template) -> DefinitionLine {
        var text = ""
        var limits: [String] = []
        for run in template.runs {
            switch run {
            case .fixed(let words): text += words
            case .variable(let variable):
                let fallback = variable.fallback.map { "|\($0)" } ?? ""
                text += "${\(variable.name)\(fallback)}"
                let limit = "\(variable.name) ≤ \(variable.maxLength)"
                if !limits.contains(limit) { limits.append(limit) }
            }
        }
        if template.purpose != .marketing { limits.insert(template.purpose.rawValue, at: 0) }
        let notes = limits.isEmpty ? "" : " (\(limits.joined(separator: ", ")))"
        return DefinitionLine("templates.\(template.id)", text + notes)
    }

    // MARK: Tags

    private static func tags(_ schema: TagSchema) -> [DefinitionLine] {
        var lines = schema.tags.map { tag -> DefinitionLine in
            let text: String
            switch tag.source {
            case .stored: text = self.text(tag.type)
            case .latest(let kind): text = "latest \(kind)"
            case .computed(let operand): text = "computed \(operand)"
            }
            return DefinitionLine("tags.\(tag.name)", text)
        }
        for event in schema.events {
            lines.append(DefinitionLine("events.\(event.kind)", text(event.fields)))
        }
        for signal in schema.signals {
            let text = "by \(signal.by), fresh \(signal.freshFor), \(text(signal.fields))"
            lines.append(DefinitionLine("signals.\(signal.kind)", text))
        }
        for audience in schema.audiences {
            lines.append(
                DefinitionLine("audiences.\(audience.name)", audience.condition.description))
        }
        return lines
    }

    /// What reports call them, where that is not their name.
    private static func titles(_ schema: TagSchema) -> [DefinitionLine] {
        let tags = schema.tags.map { ("tags", $0.name.rawValue, $0.title) }
        let events = schema.events.map { ("events", $0.kind.rawValue, $0.title) }
        let signals = schema.signals.map { ("signals", $0.kind.rawValue, $0.title) }
        let audiences = schema.audiences.map { ("audiences", $0.name, $0.title) }
        return (tags + events + signals + audiences).filter { $0.1 != $0.2 }.map {
            kind, name, title in
            DefinitionLine("\(FieldChange.titles)\(kind).\(name)", title)
        }
    }

    private static func text(_ fields: [FieldDefinition]) -> String {
        fields.map { "\($0.name): \(text($0.type))" }.joined(separator: ", ")
    }

    private static func text(_ type: ValueType) -> String {
        switch type {
        case .text: "text"
        case .enumeration(let words): "enum [\(words.joined(separator: ", "))]"
        case .boolean: "boolean"
        case .number(0): "integer"
        case .number(let scale): "decimal, scale \(scale)"
        case .time: "time"
        case .date: "date"
        case .anniversary: "anniversary"
        case .set(let words): words.isEmpty ? "set" : "set [\(words.joined(separator: ", "))]"
        case .duration: "duration"
        }
    }

    // MARK: Workspace

    private static func workspace(_ workspace: Workspace) -> [DefinitionLine] {
        var lines = [
            DefinitionLine("store", workspace.storePath),
            DefinitionLine("zone", workspace.zone.name),
            // The first that fits wins ties, so their order is a setting too.
            DefinitionLine(
                "channels", workspace.channels.map(\.id.rawValue).joined(separator: ", ")),
        ]
        if let budget = workspace.budget {
            lines.append(DefinitionLine("budget", budget.written))
        }
        for channel in workspace.channels { lines += self.channel(channel) }
        // Names only: a number never leaves its type.
        let people = workspace.people.map { person in
            let name = person.id == person.name ? person.id : "\(person.id) \(person.name)"
            return person.roles.isEmpty
                ? name : "\(name) (\(person.roles.joined(separator: ", ")))"
        }
        lines.append(DefinitionLine("people", people.joined(separator: ", ")))
        if let weather = workspace.weather {
            let cities = weather.cities.map { "\($0.name) \($0.latitude)/\($0.longitude)" }
            let text = "\(weather.signal) every \(weather.every) from \(weather.url): "
            lines.append(DefinitionLine("weather", text + cities.joined(separator: ", ")))
        }
        return lines
    }

    private static func channel(_ channel: Channel) -> [DefinitionLine] {
        let name = "channels.\(channel.id)"
        let purposes = Purpose.allCases.filter { channel.purposes.contains($0) }.map(\.rawValue)
        var lines = [
            DefinitionLine("\(name).purposes", purposes.joined(separator: ", ")),
            DefinitionLine("\(name).price", "\(channel.pricePerPart)"),
            DefinitionLine("\(name).rate", "\(channel.partsPerSecond)/s"),
        ]
        if !channel.carriers.isEmpty {
            let carriers = Carrier.allCases.filter { channel.carriers.contains($0) }
            lines.append(
                DefinitionLine(
                    "\(name).carriers", carriers.map(\.rawValue).joined(separator: ", ")))
        }
        lines += terms(channel.terms, name)
        if let signature = channel.signature {
            lines.append(DefinitionLine("\(name).signature", signature))
        }
        if let pack = channel.pack {
            lines.append(DefinitionLine("\(name).pack", "\(pack.name)"))
        }
        if let words = channel.optOutWords {
            lines.append(DefinitionLine("\(name).opt_out", words))
        }
        if channel.filing != .none {
            let days = channel.filingTerms.workingDays
            lines.append(
                DefinitionLine("\(name).filing", "\(channel.filing.rawValue), \(days) working days")
            )
        }
        switch channel.provider {
        case .simulated(let profile): lines.append(DefinitionLine("\(name).profile", text(profile)))
        case .smpp(let link): lines.append(DefinitionLine("\(name).link", text(link)))
        case .cmpp(let link, let terms):
            lines.append(DefinitionLine("\(name).link", text(link, terms)))
        }
        return lines
    }

    private static func text(_ link: CarrierLink) -> String {
        var pieces = [
            "smpp \(link.host):\(link.port)", "system_id \(link.systemID)",
            "bind \(link.bind.rawValue)", "source \(link.source)",
            "numbers \(link.numberForm.rawValue)", "window \(link.window)",
            "response_timeout \(link.responseTimeout)", "enquire \(link.enquireInterval)",
            "alphabet \(link.alphabet.rawValue)", "long \(link.long.rawValue)",
            "receipt_ids \(link.receiptIDs.rawValue)",
        ]
        if link.usesTLS { pieces.append("tls") }
        if let password = link.password { pieces.append("password \(password)") }
        if !link.systemType.isEmpty { pieces.append("system_type \(link.systemType)") }
        return pieces.joined(separator: ", ")
    }

    private static func text(_ link: CarrierLink, _ terms: CMPPTerms) -> String {
        var pieces = [
            "cmpp \(terms.version.rawValue) \(link.host):\(link.port)", "sp_id \(link.systemID)",
            "service_id \(terms.serviceID)", "source \(link.source)",
            "fee_type \(terms.feeType)", "fee_code \(terms.feeCode)",
            "numbers \(link.numberForm.rawValue)", "window \(link.window)",
            "response_timeout \(link.responseTimeout)", "enquire \(link.enquireInterval)",
            "verify_gateway \(terms.verifiesGateway)",
        ]
        if link.usesTLS { pieces.append("tls") }
        if let password = link.password { pieces.append("password \(password)") }
        return pieces.joined(separator: ", ")
    }

    private static func text(_ profile: SimulatedProfile) -> String {
        let pieces = [
            "latency \(profile.latency)", "receipt_latency \(profile.receiptLatency)",
            "refused \(share(profile.refusedShare))", "failed \(share(profile.failedShare))",
            "silent \(share(profile.silentShare))",
            "lost_response \(share(profile.lostResponseShare))",
            "opt_out_replies \(share(profile.optOutShare))",
            "other_replies \(share(profile.otherReplyShare))",
            "throttle \(profile.throttleAbovePartsPerSecond)/s",
        ]
        return pieces.joined(separator: ", ")
    }
}

extension DefinitionText {
    /// What a contract says, as far as it says something.
    fileprivate static func terms(_ terms: ChannelTerms, _ name: String) -> [DefinitionLine] {
        var lines = terms.prices.enumerated().map { (place, row) -> DefinitionLine in
            let carriers = Carrier.allCases.filter { row.carriers.contains($0) }.map(\.rawValue)
            let reach = carriers.isEmpty ? "" : " " + carriers.joined(separator: ", ")
            return DefinitionLine(
                "\(name).prices.\(place + 1)", "\(row.from)\(reach) \(row.pricePerPart)")
        }
        if let weight = terms.weight {
            lines.append(DefinitionLine("\(name).weight", "\(weight)"))
        }
        if terms.refund != .none {
            lines.append(DefinitionLine("\(name).refund", terms.refund.rawValue))
        }
        if let balance = terms.balance {
            lines.append(
                DefinitionLine(
                    "\(name).balance", "\(balance.amount) \(balance.on) \(balance.alarm)"))
        }
        return lines
    }
}
