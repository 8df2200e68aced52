/// What variables may do: how much of the text they are, and what their values hold.
extension AuditRun {
    mutating func auditVariables() {
        if isMarketing { auditShare() }
        auditNeighbours()
        auditDeclared()
        for variable in text.variables where variable.isFilled { auditValue(variable) }
    }

    /// Declared maxima over fixed text and maxima.
    private mutating func auditShare() {
        let place = text.variables[0].range
        guard profile.variablesInMarketing else {
            report(
                "variable/forbidden", .block, at: place, basis: "provider",
                zh: "\(profile.name) 的营销短信不能有变量",
                en: "\(profile.name) takes no variables in marketing",
                advice: AuditWords(zh: "改为固定文字", en: "make it fixed text"))
            return
        }
        var inside = 0
        var maxima = 0
        for variable in text.variables {
            inside += variable.range.count
            maxima += variable.maxLength ?? variable.range.count
        }
        let fixed = scalars.count - inside
        let share = maxima * 10_000 / max(1, fixed + maxima)
        guard share > profile.variableShare else { return }
        report(
            "variable/share", .review, at: place, basis: "trade-press",
            zh: "变量最多占 \(share / 100)%，超过 \(profile.variableShare / 100)%",
            en: "variables may be \(share / 100)% of the text, more than "
                + "\(profile.variableShare / 100)%",
            advice: AuditWords(
                zh: "减少变量，或把声明的最大长度调小", en: "fewer variables, or smaller declared maxima"))
    }

    private mutating func auditNeighbours() {
        let variables = text.variables
        for (left, right) in zip(variables, variables.dropFirst())
        where left.range.upperBound == right.range.lowerBound {
            report(
                "variable/adjacent", profile.adjacentVariables,
                at: left.range.lowerBound..<right.range.upperBound, basis: "provider",
                zh: "变量“\(left.name)”和“\(right.name)”紧挨着",
                en: "nothing stands between the variables '\(left.name)' and '\(right.name)'",
                advice: AuditWords(zh: "中间加上固定文字", en: "put fixed text between them"))
        }
        var seen: Set<String> = []
        for variable in variables where !seen.insert(variable.name).inserted {
            report(
                "variable/repeated", profile.repeatedVariable, at: variable.range,
                basis: "provider", zh: "变量“\(variable.name)”用了两次",
                en: "the variable '\(variable.name)' is there twice",
                advice: AuditWords(zh: "每个变量只用一次", en: "use each variable once"))
        }
        if let most = profile.variablesAtMost, variables.count > most {
            report(
                "variable/many", .block, at: variables[most].range, basis: "provider",
                zh: "有 \(variables.count) 个变量，\(profile.name) 最多 \(most) 个",
                en: "\(variables.count) variables; \(profile.name) takes \(most)")
        }
        auditWhole()
    }

    /// A text in which nothing but variables says anything.
    private mutating func auditWhole() {
        let body = (traits.brackets.count >= 2 ? traits.brackets[1] + 1 : 0)..<scalars.count
        let hasWords = body.contains {
            !isVariable($0) && !folder.kind(folded[$0]).isDisjoint(with: [.han, .letter])
        }
        let tail = ["拒收请回复r", "回t退订", "退订回t", "回复td退订"].compactMap {
            place(of: Array($0.utf16), in: body)
        }.first
        let hasOther = body.contains { index in
            !isVariable(index) && !(tail?.contains(index) ?? false)
                && !folder.kind(folded[index]).isDisjoint(with: [.han, .letter])
        }
        guard !hasWords || !hasOther, let first = text.variables.first else { return }
        report(
            "variable/whole", .block, at: first.range, basis: "provider",
            zh: "正文全是变量", en: "the body is nothing but variables",
            advice: AuditWords(zh: "写出固定的句子，只让个别词可变", en: "write a sentence; let single words vary")
        )
    }

    private mutating func auditDeclared() {
        for variable in text.variables {
            if let most = profile.variableMaxLength, let own = variable.maxLength, own > most {
                report(
                    "variable/long", .review, at: variable.range, basis: "provider",
                    zh: "变量“\(variable.name)”最长 \(own) 字，\(profile.name) 最多 \(most) 字",
                    en: "the variable '\(variable.name)' may have \(own) characters; "
                        + "\(profile.name) takes \(most)")
            }
            if variable.isFilled, let own = variable.maxLength,
                words(variable.range).utf16.count > own
            {
                report(
                    "variable/over", .block, at: variable.range, basis: "provider",
                    zh: "变量“\(variable.name)”的值超过声明的 \(own) 字",
                    en: "the value of '\(variable.name)' is longer than the declared \(own)")
            }
        }
    }

    /// What comes in through a value may not pass for the sender's own words.
    private mutating func auditValue(_ variable: AuditVariable) {
        let range = variable.range
        if injection(in: range) {
            report(
                "variable/injection", .block, at: range, basis: "provider",
                zh: "变量“\(variable.name)”的值带有签名括号、退订语或占位符",
                en: "the value of '\(variable.name)' has signature brackets, opt-out words or "
                    + "placeholders in it",
                advice: AuditWords(zh: "清洗来源数据", en: "clean the data it comes from"))
        }
        guard traits.mayHaveContacts,
            let contact = contacts().first(where: { range.contains($0.range.lowerBound) })
        else { return }
        switch contact.kind {
        case .link:
            report(
                "variable/link", isMarketing ? .block : max(profile.serviceLinks, .review),
                at: contact.range, basis: "carrier-links",
                zh: "变量“\(variable.name)”的值是链接", en: "the value of '\(variable.name)' is a link",
                advice: AuditWords(zh: "链接写成固定文字并报备", en: "make the link fixed text and file it"))
        case .mobile, .phone:
            guard isMarketing else { return }
            report(
                "variable/number", .block, at: contact.range, basis: "carrier-links",
                zh: "变量“\(variable.name)”的值是电话号码",
                en: "the value of '\(variable.name)' is a phone number",
                advice: AuditWords(zh: "删去号码", en: "leave the number out"))
        }
    }

    private func injection(in range: Range<Int>) -> Bool {
        let brackets: Set<UInt16> = [0x3010, 0x3011, 0x3014, 0x3015, 0x3016, 0x3017]
        if range.contains(where: { brackets.contains(folded[$0]) }) { return true }
        let first = range.first { folded[$0] != TextFolder.dropped && folded[$0] != 0x20 }
        if let first, folded[first] == 0x5B, range.contains(where: { folded[$0] == 0x5D }) {
            return true
        }
        return ["退订", "拒收", "取消订阅", "${", "回t", "回复t", "回复r"].contains { has($0, in: range) }
    }
}
