public import HongyanCore

/// The report as one JSON object; everything the HTML shows, exact.
public enum JSONReport {
    /// Keys in a fixed order; costs are numbers in yuan; ends with a line end.
    public static func render(_ report: RunReport) -> String {
        let sums = ReportSums(report)
        var json = JSONWriter()
        json.object { json in
            json.member("from", report.zone.format(report.from))
            json.member("through", report.zone.format(report.through))
            json.member("zone", report.zone.name)
            json.member("book", report.book.description)
            data(report, &json)
            json.member("customers", report.customers)
            json.member("occurrences", sums.occurrences)
            json.member("sent", sums.sent)
            json.member("parts", sums.parts)
            json.key("cost")
            json.literal(sums.cost.description)
            let marks = AssumptionMarks(report)
            restsOn(marks, &json)
            json.member("rules") {
                $0.array { json in report.rules.forEach { rule($0, marks, &json) } }
            }
            json.member("hours") { json in
                json.array { json in
                    for hour in report.byHour {
                        json.object { json in
                            json.member("day", hour.day.description)
                            json.member("hour", hour.hour)
                            json.member("rule", hour.rule.rawValue)
                            json.member("sent", hour.sent)
                            json.key("cost")
                            json.literal(hour.cost.description)
                        }
                    }
                }
            }
            totals(report, &json)
            details(report.details, &json)
            frame(report.frame, &json)
            budgets(report, sums, &json)
        }
        return json.text + "\n"
    }

    private static func rule(
        _ rule: RunReport.RuleFunnel, _ marks: AssumptionMarks, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("rule", rule.rule.rawValue)
            json.member("title", rule.title)
            json.member("purpose", rule.purpose.rawValue)
            json.member("occurrences", rule.occurrences)
            json.member("outside_audience", rule.outsideAudience)
            json.member("sent", rule.sent)
            json.member("parts", rule.parts)
            json.key("cost")
            json.literal(rule.cost.description)
            json.member("still_held", rule.stillHeld)
            json.member("dropped") { reasons(rule.dropped, &$0) }
            json.member("held") { reasons(rule.held, &$0) }
            json.member("rests_on") { list(marks.keys(of: rule.rule), &$0) }
        }
    }

    private static func reasons(_ reasons: [RunReport.ReasonCount], _ json: inout JSONWriter) {
        json.array { json in
            for reason in reasons {
                json.object { json in
                    json.member("reason", reason.reason)
                    json.member("count", reason.count)
                }
            }
        }
    }

    private static func details(_ details: RunDetails, _ json: inout JSONWriter) {
        json.member("collisions") { json in
            json.array { json in
                for collision in details.collisions {
                    json.object { json in
                        json.member("rule", collision.rule.rawValue)
                        json.member("winner", collision.winner.rawValue)
                        json.member("reason", collision.cap)
                        json.member("count", collision.count)
                    }
                }
            }
        }
        json.member("waits") { json in
            json.array { json in
                for wait in details.waits {
                    json.object { json in
                        json.member("rule", wait.rule.rawValue)
                        json.member("length", wait.length.code)
                        json.member("sent", wait.sent)
                        json.member("dropped", wait.dropped)
                    }
                }
            }
        }
        json.member("parts_of_messages") { json in
            json.array { json in
                for entry in details.parts {
                    json.object { json in
                        json.member("parts", entry.parts)
                        json.member("messages", entry.messages)
                    }
                }
            }
        }
    }

    private static func frame(_ frame: RunFrame, _ json: inout JSONWriter) {
        json.member("caps") { json in
            json.array { json in
                for cap in frame.caps {
                    json.object { json in
                        json.member("cap", cap.label)
                        json.member("limit", cap.written)
                    }
                }
            }
        }
        json.member("windows") { json in
            json.array { json in
                for entry in frame.windows {
                    json.object { json in
                        json.member("rule", entry.rule.rawValue)
                        json.member("window", entry.window.map(\.written) ?? "any")
                    }
                }
            }
        }
        json.member("pack_hours") { json in
            json.array { json in
                for hours in frame.hours {
                    json.object { json in
                        json.member("pack", hours.pack.description)
                        json.member("window", hours.window.written)
                    }
                }
            }
        }
        json.member("blackouts") { json in
            json.array { json in
                for blackout in frame.blackouts {
                    json.object { json in
                        json.member("name", blackout.name)
                        json.member("days") { json in
                            json.array { json in
                                for day in blackout.days { json.value(day.description) }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func totals(_ report: RunReport, _ json: inout JSONWriter) {
        json.member("touches") { json in
            json.array { json in
                for touch in report.touches {
                    json.object { json in
                        json.member("messages", touch.messages)
                        json.member("customers", touch.customers)
                    }
                }
            }
        }
        json.member("channels") { json in
            json.array { json in
                for channel in report.channels {
                    json.object { json in
                        json.member("channel", channel.channel.rawValue)
                        json.member("messages", channel.messages)
                        json.member("parts", channel.parts)
                        json.key("charged")
                        json.literal(channel.charged.description)
                    }
                }
            }
        }
        json.member("states") { json in
            json.object { json in
                for state in report.states { json.member(state.state.rawValue, state.count) }
            }
        }
        json.member("samples") { json in
            json.array { json in
                for sample in report.samples {
                    json.object { json in
                        json.member("rule", sample.rule.rawValue)
                        json.member("at", report.zone.format(sample.at))
                        json.member("number", sample.number.description)
                        json.member("text", sample.text)
                        json.member("parts", sample.parts)
                    }
                }
            }
        }
        json.member("template_waits") {
            TemplateJSON.waits(report.templateWaits, report.zone, &$0)
        }
        json.member("assumptions") { json in
            json.object { json in
                for assumption in report.assumptions {
                    json.member(assumption.key, assumption.value)
                }
            }
        }
    }
}
