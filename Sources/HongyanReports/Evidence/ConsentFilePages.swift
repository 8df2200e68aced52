public import HongyanCore

/// A customer's yes and no as one JSON object.
public enum ConsentFileJSON {
    /// `{"customer","number","consents","events","asks","opt_outs"}`; ends with a line end.
    public static func render(_ file: ConsentFile, zone: Zone, unmasked: Bool) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("customer", file.customer.rawValue)
            if let number = file.number {
                json.member("number", unmasked ? number.e164 : number.description)
            }
            json.member("consents") { json in
                json.array { json in
                    for entry in file.consents {
                        consent(entry.consent, zone, entry.isOfPresentNumber, &json)
                    }
                }
            }
            json.member("events") { json in events(file, zone, &json) }
            json.member("asks") { json in
                json.array { json in
                    for ask in file.asks {
                        json.object { json in
                            json.member("purpose", ask.purpose.rawValue)
                            json.member("at", zone.format(ask.at))
                        }
                    }
                }
            }
            json.member("opt_outs") { json in optOuts(file.optOuts, zone, &json) }
        }
        return json.text + "\n"
    }

    static func consent(
        _ consent: Consent, _ zone: Zone, _ isOfPresentNumber: Bool?, _ json: inout JSONWriter
    ) {
        let proof = consent.proof
        json.object { json in
            json.member("purpose", consent.purpose.rawValue)
            json.member("at", zone.format(consent.at))
            json.member("source", consent.source)
            let texts: [(String, String?)] = [
                ("action", proof.action?.rawValue), ("channel", proof.channel),
                ("text_version", consent.textVersion), ("text", proof.text),
                ("frequency", proof.frequency), ("term", proof.term),
                ("evidence", proof.evidence), ("guardian", proof.guardian),
                ("expires", consent.expires.map(zone.format)),
                ("withdrawn", consent.withdrawn.map(zone.format)),
            ]
            for (name, text) in texts {
                if let text { json.member(name, text) }
            }
            if let isOfPresentNumber { json.member("present_number", flag: isOfPresentNumber) }
        }
    }

    static func events(_ file: ConsentFile, _ zone: Zone, _ json: inout JSONWriter) {
        json.array { json in
            for event in file.events {
                json.object { json in
                    json.member("at", zone.format(event.at))
                    json.member("act", event.act.rawValue)
                    json.member("purpose", event.purpose.rawValue)
                    json.member("given_at", zone.format(event.givenAt))
                    json.member("source", event.source)
                    if let withdrawn = event.withdrawn {
                        json.member("withdrawn", zone.format(withdrawn))
                    }
                }
            }
        }
    }

    static func optOuts(_ records: [OptOutRecord], _ zone: Zone, _ json: inout JSONWriter) {
        json.array { json in
            for record in records {
                json.object { json in
                    json.member("at", zone.format(record.optOut.at))
                    json.member("source", record.optOut.source)
                    json.member("purpose", record.optOut.purpose?.rawValue ?? "all")
                    if let lifted = record.liftedAt {
                        json.member("lifted_at", zone.format(lifted))
                    }
                }
            }
        }
    }
}

/// A customer's yes and no for people.
public enum ConsentFilePage {
    /// For a terminal; ends with a line end.
    public static func text(
        _ file: ConsentFile, zone: Zone, unmasked: Bool, language: Language
    ) -> String {
        let say = EvidenceWords(language, zone)
        let words = say.words
        var text = "\(file.customer) · \(number(file, unmasked, words))\n"
        if file.consents.isEmpty { text += words("没有任何同意。", "No consent at all.") + "\n" }
        for entry in file.consents {
            text += "\n"
            for (name, value) in say.proof(entry.consent) { text += "\(name): \(value)\n" }
            if !entry.isOfPresentNumber {
                text +=
                    words(
                        "不是为现在的号码给出的，不能用作依据",
                        "given for another number: nothing rests on it") + "\n"
            }
        }
        if !file.asks.isEmpty {
            text += "\n" + words("征求过同意：", "consent was asked for:") + "\n"
            for ask in file.asks {
                text += "  \(say.time(ask.at)) \(words.purpose(ask.purpose))\n"
            }
        }
        if !file.optOuts.isEmpty {
            text += "\n" + words("退订：", "opt-outs:") + "\n"
            for record in file.optOuts { text += "  " + say.optOut(record) + "\n" }
        }
        return text
    }

    private static func number(_ file: ConsentFile, _ unmasked: Bool, _ words: Wording) -> String {
        guard let number = file.number else { return words("没有号码", "no number") }
        return unmasked ? number.e164 : number.description
    }

    /// The proof as one self-contained HTML file, ending with a line end; all text is escaped.
    public static func html(
        _ file: ConsentFile, zone: Zone, unmasked: Bool, madeAt: Timestamp, language: Language
    ) -> String {
        let say = EvidenceWords(language, zone)
        let words = say.words
        let title = words("同意凭据", "Proof of consent")
        var sections: [HTML] = [
            .element(
                "header", [],
                [
                    HTMLParts.geese, .element("h1", title),
                    .element(
                        "p", class: "period",
                        "\(file.customer) · \(number(file, unmasked, words))"),
                ])
        ]
        for entry in file.consents {
            let consent = entry.consent
            var rows = say.proof(consent)
            if !entry.isOfPresentNumber {
                rows.append(
                    (
                        words("注意", "note"),
                        words("不是为现在的号码给出的", "given for another number")
                    ))
            }
            sections.append(
                section(
                    "\(words.purpose(consent.purpose)) · \(say.time(consent.at))",
                    [
                        .element(
                            "dl", [],
                            rows.flatMap { row -> [HTML] in
                                [.element("dt", row.0), .element("dd", row.1)]
                            })
                    ]))
        }
        let lists = [
            (
                words("经过", "What became of it"),
                file.events.map {
                    "\(say.time($0.at)) \(say.act($0.act)) \(words.purpose($0.purpose)) · "
                        + "\(say.time($0.givenAt)) \($0.source)"
                }
            ),
            (
                words("征求过同意", "Consent was asked for"),
                file.asks.map { "\(say.time($0.at)) \(words.purpose($0.purpose))" }
            ),
            (words("退订", "Opt-outs"), file.optOuts.map(say.optOut)),
        ]
        for (name, lines) in lists where !lines.isEmpty {
            sections.append(
                section(name, [.element("ul", [], lines.map { .element("li", $0) })]))
        }
        sections.append(
            .element(
                "footer",
                words(
                    "由鸿雁根据台账生成于 \(say.time(madeAt))",
                    "Made by Hongyan from the ledger at \(say.time(madeAt))")))
        return HTMLParts.document(title: title, language: language, sections)
    }

    private static func section(_ name: String, _ children: [HTML]) -> HTML {
        .element("section", [], [.element("h2", name)] + children)
    }
}
