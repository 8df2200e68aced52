public import HongyanCore

/// A dossier as one JSON object.
public enum DossierJSON {
    /// Keys in the order of the page; times with their offset, money in yuan; ends with a line end.
    public static func render(_ page: DossierPage) -> String {
        var json = JSONWriter()
        json.object { json in
            message(page, &json)
            json.member("consent") { json in
                json.array { json in
                    let entries =
                        page.dossier.purpose == .marketing ? page.dossier.consentsThen : []
                    for consent in entries {
                        ConsentFileJSON.consent(consent, page.zone, nil, &json)
                    }
                }
            }
            json.member("consent_events") { json in
                ConsentFileJSON.events(page.dossier.consent, page.zone, &json)
            }
            json.member("opt_outs_then") { json in
                ConsentFileJSON.optOuts(
                    page.dossier.optOuts(at: page.dossier.clearedAt), page.zone, &json)
            }
            json.member("opt_outs_now") { json in
                ConsentFileJSON.optOuts(page.dossier.optOuts(at: page.madeAt), page.zone, &json)
            }
            decisions(page, &json)
            submissions(page, &json)
            answers(page, &json)
            seal(page, &json)
        }
        return json.text + "\n"
    }

    private static func message(_ page: DossierPage, _ json: inout JSONWriter) {
        let dossier = page.dossier
        json.member("message", dossier.id.description)
        json.member("made_at", page.zone.format(page.madeAt))
        if let number = page.number {
            json.member("number", number)
        } else {
            json.key("number")
            json.literal("null")
        }
        json.member("customer", dossier.customer.rawValue)
        json.member("rule", dossier.rule.rawValue)
        json.member("occurrence", dossier.key)
        json.member("purpose", dossier.purpose.rawValue)
        json.member("text", dossier.text)
        json.member("parts", dossier.parts)
        json.member("cost", dossier.cost.description)
        json.member("channel", dossier.channel.rawValue)
        json.member("template", dossier.template.rawValue)
        json.member("template_version", dossier.templateVersion.description)
        if let approvals = dossier.approvals {
            json.member("approvals") { json in
                json.array { json in
                    for approval in approvals {
                        json.object { json in
                            json.member("at", page.zone.format(approval.at))
                            json.member("step", approval.step)
                            json.member("who", approval.who)
                        }
                    }
                }
            }
        } else {
            json.key("approvals")
            json.literal("null")
        }
        json.member("cleared_at", page.zone.format(dossier.clearedAt))
        json.member("state", dossier.state.rawValue)
        json.member("state_since", page.zone.format(dossier.changedAt))
        json.member("book", dossier.book.description)
        json.member("book_in_force", page.presentBook.description)
        if let packs = page.packs {
            json.member("packs") { json in json.array { json in packs.forEach { json.value($0) } } }
        } else {
            json.key("packs")
            json.literal("null")
        }
    }

    private static func decisions(_ page: DossierPage, _ json: inout JSONWriter) {
        json.member("decisions") { json in
            json.array { json in
                for judgement in page.judgements {
                    let record = judgement.record
                    json.object { json in
                        json.member("at", page.zone.format(record.at))
                        json.member("decision", record.decision)
                        if let reason = record.reason { json.member("reason", reason) }
                        json.member("book", record.book.description)
                        json.member("gates") { json in
                            json.array { json in
                                for note in judgement.gates { gate(note, &json) }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func gate(_ note: GateNote, _ json: inout JSONWriter) {
        json.object { json in
            json.member("gate", note.verdict.gate.rawValue)
            json.member("verdict", DecisionWord.of(note.verdict.outcome))
            json.member("seen", note.verdict.seen)
            if let threshold = note.threshold { json.member("threshold", threshold) }
            if let place = note.origin?.place { json.member("origin", place) }
        }
    }

    private static func submissions(_ page: DossierPage, _ json: inout JSONWriter) {
        json.member("submissions") { json in
            json.array { json in
                for submission in page.dossier.submissions {
                    json.object { json in
                        json.member("attempt", submission.attempt)
                        json.member("channel", submission.channel.rawValue)
                        json.member("written_at", page.zone.format(submission.writtenAt))
                        json.member("state", submission.state)
                        if let id = submission.providerID { json.member("provider_id", id) }
                        if let at = submission.respondedAt {
                            json.member("responded_at", page.zone.format(at))
                        }
                        if let code = submission.code { json.member("code", code) }
                        if let charged = submission.charged {
                            json.member("charged", charged.description)
                        }
                        json.member("receipts") { json in
                            json.array { json in
                                for receipt in submission.receipts {
                                    json.object { json in
                                        json.member("at", page.zone.format(receipt.at))
                                        json.member("outcome", receipt.outcome.rawValue)
                                        json.member("code", receipt.code)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func answers(_ page: DossierPage, _ json: inout JSONWriter) {
        json.member("replies") { json in
            json.array { json in
                for reply in page.dossier.replies {
                    json.object { json in
                        json.member("at", page.zone.format(reply.at))
                        json.member("text", reply.text)
                        json.member("meaning", reply.meaning)
                    }
                }
            }
        }
        json.member("complaints") { json in
            ComplaintText.array(page.dossier.complaints, page.zone, &json)
        }
    }

    private static func seal(_ page: DossierPage, _ json: inout JSONWriter) {
        switch page.dossier.seal {
        case .none:
            json.key("seal")
            json.literal("null")
        case .holds(let seal), .broken(let seal, _):
            json.member("seal") { json in
                json.object { json in
                    json.member("day", "\(seal.day)")
                    json.member("hash", seal.hash.description)
                    json.member("previous", seal.previous.description)
                    json.member("sealed_at", page.zone.format(seal.sealedAt))
                    if case .broken(_, let findings) = page.dossier.seal {
                        json.member("holds", flag: false)
                        json.member("findings") { json in LedgerText.array(findings, &json) }
                    } else {
                        json.member("holds", flag: true)
                    }
                }
            }
        }
    }
}
