import HongyanCore

/// What the report's figures rest on: data, assumptions, budgets.
extension JSONReport {
    /// `null` where nobody asked.
    static func data(_ report: RunReport, _ json: inout JSONWriter) {
        json.key("data")
        guard let data = report.data else { return json.literal("null") }
        json.object { json in
            json.member("hash", data.hash.description)
            json.member("seq", Int(data.seq.value))
            json.member("newest", optional: data.newest.map { report.zone.format($0) })
        }
    }

    /// By figure: the keys of the assumptions that it hangs on.
    static func restsOn(_ marks: AssumptionMarks, _ json: inout JSONWriter) {
        json.member("rests_on") { json in
            json.object { json in
                for figure in AssumptionMarks.Figure.allCases {
                    json.member(figure.rawValue) { list(marks.keys(of: figure), &$0) }
                }
            }
        }
    }

    static func list(_ words: [String], _ json: inout JSONWriter) {
        json.array { json in words.forEach { json.value($0) } }
    }

    static func budgets(
        _ report: RunReport, _ sums: ReportSums, _ json: inout JSONWriter
    ) {
        json.member("budgets") { json in
            json.array { json in
                for sum in BudgetSums.all(report, sums) {
                    json.object { json in
                        json.member("rule", optional: sum.line.rule?.rawValue)
                        json.key("amount")
                        json.literal(sum.line.budget.amount.description)
                        json.member("period", sum.line.budget.period.rawValue)
                        json.key("spent_before")
                        json.literal(sum.line.spentBefore.description)
                        json.member("kept_back", sum.keptBack)
                        json.member("spent") { periods(sum, &$0) }
                    }
                }
            }
        }
    }

    private static func periods(_ sum: BudgetSums, _ json: inout JSONWriter) {
        json.array { json in
            for period in sum.periods {
                json.object { json in
                    json.member("from", period.first.description)
                    json.key("spent")
                    json.literal(period.spent.description)
                }
            }
        }
    }
}
