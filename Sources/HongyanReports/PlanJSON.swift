public import HongyanCore

/// A plan as one JSON object; everything the other forms show, exact.
public enum PlanJSON {
    /// Keys in a fixed order; costs are numbers in yuan; ends with a line end.
    public static func render(_ plan: Plan) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("from", plan.zone.format(plan.from))
            json.member("through", plan.zone.format(plan.through))
            json.member("zone", plan.zone.name)
            json.member("before") { side(plan.before, &$0) }
            json.member("after") { side(plan.after, &$0) }
            json.member("customers", plan.customers)
            json.key("changes_something")
            json.literal(plan.changesSomething ? "true" : "false")
            json.key("changes_outcomes")
            json.literal(plan.changesOutcomes ? "true" : "false")
            json.member("customers_gaining", plan.gainingCustomers)
            json.member("customers_losing", plan.losingCustomers)
            json.member("rules") { $0.array { json in plan.rules.forEach { rule($0, &json) } } }
            json.member("fields") { fields(plan.fields, &$0) }
            json.member("days") { json in
                json.array { json in
                    for day in plan.days {
                        json.object { json in
                            json.member("day", day.day.description)
                            json.member("before", day.before)
                            json.member("after", day.after)
                        }
                    }
                }
            }
            samples(plan, &json)
            json.member("notes") { json in
                let words = PlanWords(plan, .en)
                json.array { json in plan.notes.forEach { json.value(words.note($0)) } }
            }
            json.member("assumptions") { json in
                json.object { json in plan.assumptions.forEach { json.member($0.key, $0.value) } }
            }
        }
        return json.text + "\n"
    }

    private static func side(_ side: Plan.Side, _ json: inout JSONWriter) {
        json.object { json in
            json.member("name", side.name)
            json.member("book", side.book.description)
        }
    }

    private static func rule(_ rule: RuleChange, _ json: inout JSONWriter) {
        json.object { json in
            json.member("rule", rule.rule.rawValue)
            if let former = rule.formerID { json.member("was", former.rawValue) }
            json.member("title", rule.title)
            json.member("kind", rule.kind.rawValue)
            json.member("fields") { fields(rule.fields, &$0) }
            if let before = rule.before { json.member("before") { totals(before, &$0) } }
            if let after = rule.after { json.member("after") { totals(after, &$0) } }
            json.member("gained") { movement(rule.gained, &$0) }
            json.member("lost") { movement(rule.lost, &$0) }
            json.member("reworded", rule.reworded)
            json.member("retimed", rule.retimed)
            json.member("unsent_otherwise") { json in
                json.array { json in
                    for shift in rule.shifts {
                        json.object { json in
                            json.member("before") { cause(shift.before, nil, &$0) }
                            json.member("after") { cause(shift.after, nil, &$0) }
                            json.member("count", shift.count)
                        }
                    }
                }
            }
            json.member("passed_over", rule.passedOver)
        }
    }

    private static func fields(_ fields: [FieldChange], _ json: inout JSONWriter) {
        json.array { json in
            for field in fields {
                json.object { json in
                    json.member("name", field.name)
                    if let old = field.old { json.member("old", old) }
                    if let new = field.new { json.member("new", new) }
                }
            }
        }
    }

    private static func totals(_ totals: RuleChange.Totals, _ json: inout JSONWriter) {
        json.object { json in
            json.member("occurrences", totals.occurrences)
            json.member("outside_audience", totals.outsideAudience)
            json.member("sent", totals.sent)
            json.member("parts", totals.parts)
            json.key("cost")
            json.literal(totals.cost.description)
            json.member("still_held", totals.stillHeld)
        }
    }

    private static func movement(_ movement: RuleChange.Movement, _ json: inout JSONWriter) {
        json.object { json in
            json.member("messages", movement.messages)
            json.member("customers", movement.customers)
            json.member("parts", movement.parts)
            json.key("cost")
            json.literal(movement.cost.description)
            json.member("causes") { json in
                json.array { json in
                    for count in movement.causes { cause(count.cause, count.count, &json) }
                }
            }
        }
    }

    private static func cause(_ cause: Plan.Cause, _ count: Int?, _ json: inout JSONWriter) {
        json.object { json in
            json.member("kind", cause.kind.rawValue)
            if !cause.code.isEmpty { json.member("code", cause.code) }
            if let winner = cause.winner { json.member("winner", winner.rawValue) }
            if let count { json.member("count", count) }
        }
    }

    // MARK: Samples

    private static func samples(_ plan: Plan, _ json: inout JSONWriter) {
        for (name, samples) in [("gained", plan.gained), ("lost", plan.lost)] {
            json.member("\(name)_samples") { json in
                json.array { json in
                    for sample in samples {
                        json.object { json in
                            json.member("rule", sample.rule.rawValue)
                            json.member("customer", sample.customer.rawValue)
                            message(sample.message, plan.zone, &json)
                            json.member("cause") { cause(sample.cause, nil, &$0) }
                        }
                    }
                }
            }
        }
        json.member("reworded_samples") { json in
            json.array { json in
                for sample in plan.reworded {
                    json.object { json in
                        json.member("rule", sample.rule.rawValue)
                        json.member("customer", sample.customer.rawValue)
                        for (name, side) in [("before", sample.before), ("after", sample.after)] {
                            json.member(name) { $0.object { message(side, plan.zone, &$0) } }
                        }
                    }
                }
            }
        }
    }

    private static func message(
        _ message: SentMessage, _ zone: Zone, _ json: inout JSONWriter
    ) {
        json.member("at", zone.format(message.at))
        json.member("number", message.number.description)
        json.member("text", message.text)
        json.member("parts", message.parts)
        json.key("cost")
        json.literal(message.cost.description)
        json.member("channel", message.channel.rawValue)
    }
}
