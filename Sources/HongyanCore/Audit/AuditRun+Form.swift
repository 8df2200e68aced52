/// How a text is written: decoration, traditional and invisible characters, letters of other
/// scripts, length.
extension AuditRun {
    mutating func auditForm() {
        auditCharacters()
        let length = text.text.utf16.count
        if length > profile.maxLength {
            report(
                "length/over", .block, at: max(0, scalars.count - 1)..<scalars.count,
                basis: "provider",
                zh: "全文 \(length) 字，\(profile.name) 最多 \(profile.maxLength) 字",
                en: "\(length) characters; \(profile.name) takes \(profile.maxLength)",
                advice: AuditWords(zh: "缩短正文", en: "shorten the body"))
        }
        let body = strict.units.count
        let signed = traits.brackets.count >= 2 ? traits.brackets[1] + 1 : 0
        if traits.brackets.first == 0, body > 0, signed >= scalars.count {
            report(
                "length/empty", .block, at: scalars.count..<scalars.count, basis: "provider",
                zh: "签名后面没有正文", en: "nothing follows the signature")
        }
    }

    private mutating func auditCharacters() {
        // A customer's own name may have such characters.
        if traits.symbol >= 0, !isVariable(traits.symbol) {
            report(
                "form/symbol", profile.symbols, at: traits.symbol..<traits.symbol + 1,
                basis: "form", zh: "平台拒收符号“\(words(traits.symbol..<traits.symbol + 1))”",
                en: "providers refuse the symbol '\(words(traits.symbol..<traits.symbol + 1))'",
                advice: AuditWords(zh: "改用普通标点", en: "use ordinary marks"))
        }
        if profile.symbols == .block,
            let place = scalars.firstIndex(where: { (0x1F000...0x1FAFF).contains($0) }),
            !isVariable(place)
        {
            report(
                "form/symbol", .block, at: place..<place + 1, basis: "form", zh: "平台拒收表情符号",
                en: "providers refuse emoji", advice: AuditWords(zh: "删去", en: "leave it out"))
        }
        if traits.traditional >= 0, !isVariable(traits.traditional) {
            let range = traits.traditional..<traits.traditional + 1
            report(
                "form/traditional", profile.traditionalCharacters, at: range, basis: "form",
                zh: "平台拒收繁体字“\(words(range))”",
                en: "providers refuse the traditional character '\(words(range))'",
                advice: AuditWords(zh: "改为“\(normal(range))”", en: "write “\(normal(range))”"))
        }
        if traits.invisible >= 0 {
            report(
                "form/invisible", profile.invisibleCharacters,
                at: traits.invisible..<traits.invisible + 1, basis: "form", zh: "看不见的字符",
                en: "a character that nobody sees", advice: AuditWords(zh: "删去", en: "leave it out")
            )
        }
        if traits.foreign >= 0, !isVariable(traits.foreign) {
            let range = traits.foreign..<traits.foreign + 1
            report(
                "form/look-alike", profile.symbols == .block ? .block : .review, at: range,
                basis: "form", zh: "“\(words(range))”看上去像拉丁字母，其实不是",
                en: "'\(words(range))' looks like a Latin letter and is none",
                advice: AuditWords(zh: "改为“\(normal(range))”", en: "write “\(normal(range))”"))
        }
    }
}
