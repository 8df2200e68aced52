public import HongyanCore

/// What `check --store` found, as one JSON object with the findings of the check.
public enum SurveyJSON {
    /// `{"findings":[…],"survey":{"at","customers","audiences":[{"name","title","customers"}],
    /// "rules":[{"rule","title","audience","fired","outside","busiest":{"day","fired"},"days":[…],
    /// "parts","cost_at_most","variables":[{"template","name","fallback","missing"}]}],
    /// "template_waits":[{"rule","template","reason","step","channel","carriers","until",
    /// "expected"}]}}`.
    ///
    /// `fired`, `outside`, `busiest`, `days` and `cost_at_most` are left out where the store cannot
    /// say; money is in yuan. Ends with a line end.
    /// - Parameter findings: A JSON array, as `DiagnosticRenderer` writes it.
    public static func render(_ survey: StoreSurvey, findings: String) -> String {
        var json = JSONWriter()
        json.object { json in
            json.key("findings")
            json.literal(findings)
            json.member("survey") { json in
                json.object { json in
                    json.member("at", survey.zone.format(survey.at))
                    json.member("customers", survey.customers)
                    json.member("audiences") { json in
                        json.array { json in survey.audiences.forEach { audience($0, &json) } }
                    }
                    json.member("rules") { json in
                        json.array { json in survey.rules.forEach { rule($0, &json) } }
                    }
                    json.member("template_waits") {
                        TemplateJSON.waits(survey.templateWaits, survey.zone, &$0)
                    }
                    json.member("stops") { json in
                        json.array { json in survey.stops.forEach { stop($0, survey, &json) } }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    private static func stop(_ stop: Stop, _ survey: StoreSurvey, _ json: inout JSONWriter) {
        json.object { json in
            switch stop.scope {
            case .all: json.member("all", flag: true)
            case .rule(let id): json.member("rule", id.rawValue)
            case .channel(let id): json.member("channel", id.rawValue)
            case .purpose(let purpose): json.member("purpose", purpose.rawValue)
            case .template(let id): json.member("template", id.rawValue)
            case .signature(let name): json.member("signature", name)
            }
            json.member("since", survey.zone.format(stop.since))
            json.member("reason", stop.reason)
        }
    }

    private static func audience(_ audience: StoreSurvey.Audience, _ json: inout JSONWriter) {
        json.object { json in
            json.member("name", audience.name)
            json.member("title", audience.title)
            json.member("customers", audience.customers)
        }
    }

    private static func rule(_ rule: StoreSurvey.Rule, _ json: inout JSONWriter) {
        json.object { json in
            json.member("rule", rule.rule.id.rawValue)
            json.member("title", rule.rule.title)
            json.member("audience", rule.audience)
            if let days = rule.days {
                json.member("fired", rule.inside)
                json.member("outside", rule.outside)
                if let busiest = rule.busiest {
                    json.member("busiest") { day(busiest, &$0) }
                }
                json.member("days") { json in
                    json.array { json in days.forEach { day($0, &json) } }
                }
                json.key("cost_at_most")
                json.literal(rule.costAtMost.description)
            }
            json.member("parts", rule.parts)
            json.member("variables") { json in
                json.array { json in rule.variables.forEach { variable($0, &json) } }
            }
        }
    }

    private static func day(_ day: StoreSurvey.Day, _ json: inout JSONWriter) {
        json.object { json in
            json.member("day", day.day.description)
            json.member("fired", day.inside)
            json.member("outside", day.outside)
        }
    }

    private static func variable(_ variable: StoreSurvey.Variable, _ json: inout JSONWriter) {
        json.object { json in
            json.member("template", variable.template.rawValue)
            json.member("name", variable.name)
            json.member("fallback", flag: variable.hasFallback)
            json.member("missing", variable.missing)
        }
    }
}
