/// One message that somebody asks for, without a rule: to a number or a customer, from a template.
public struct DirectSend: Hashable, Sendable {
    public enum Recipient: Hashable, Sendable {
        case number(PhoneNumber)
        case customer(CustomerID)
    }
    /// Names it within its job: the same job and line again is the same message.
    public let line: String
    public let recipient: Recipient
    public let template: TemplateID
    /// By the names that the template writes between its braces, without the fallback.
    public let variables: [String: String]
    public init(
        line: String, recipient: Recipient, template: TemplateID, variables: [String: String]
    ) {
        self.line = line
        self.recipient = recipient
        self.template = template
        self.variables = variables
    }
}

/// Why a direct send is not accepted; never holds a value.
public enum DirectFault: Error, Hashable, Sendable {
    case noRecipient
    case number(PhoneFault)
    case unknownCustomer
    case noTemplate
    case unknownTemplate(nearest: String?)
    /// The template is for another purpose than was asked for.
    case purpose(Purpose)
    case unknownVariable(String, nearest: String?)
    /// It cannot be read as what the template wants there.
    case value(String)
    case missing(String)
    case tooLong(String)
    /// The line's id stands in the file twice.
    case repeated
    /// The record cannot be read.
    case record(String)

    public func words(_ language: Language) -> String {
        let zh = language == .zh
        func near(_ name: String?) -> String {
            name.map { zh ? "，是不是“\($0)”" : ", did you mean '\($0)'" } ?? ""
        }
        switch self {
        case .noRecipient: return zh ? "缺少收件人 to" : "'to' is missing"
        case .number(let fault):
            return zh ? "收件人：\(fault.chinesePhrase)" : "recipient: \(fault.phrase)"
        case .unknownCustomer: return zh ? "没有这个客户" : "there is no such customer"
        case .noTemplate: return zh ? "缺少模板 template" : "'template' is missing"
        case .unknownTemplate(let name):
            return (zh ? "没有这个模板" : "there is no such template") + near(name)
        case .purpose(let purpose):
            return zh
                ? "模板的用途是 \(purpose.rawValue)" : "the template is for \(purpose.rawValue)"
        case .unknownVariable(let name, let nearest):
            return (zh ? "模板没有变量“\(name)”" : "the template has no variable '\(name)'")
                + near(nearest)
        case .value(let name):
            return zh ? "变量“\(name)”的值不对" : "the value of '\(name)' does not fit"
        case .missing(let name):
            return zh ? "缺少变量“\(name)”" : "the variable '\(name)' is missing"
        case .tooLong(let name):
            return zh ? "变量“\(name)”超过最大长度" : "the variable '\(name)' is too long"
        case .repeated: return zh ? "行号在文件里出现了两次" : "its id stands in the file twice"
        case .record(let why): return why
        }
    }
}

/// What became of a page of direct sends that asked to be accepted.
public struct DirectCounts: Hashable, Sendable {
    public var accepted = 0
    /// Accepted before: the same job and line.
    public var known = 0
    /// Customers that the store does not have, by line.
    public var faults: [String: DirectFault] = [:]
    public init() {}
}

/// Direct sends are events of kinds and rules of their own, one for each purpose, so that they
/// meet the gates, the lanes and the ledger as every other message does.
public enum Direct {
    /// No rule file can have such a name.
    static let prefix = "direct:"
    /// The payload's field with the template's id.
    static let templateField = "template"

    public static func kind(of purpose: Purpose) -> EventKind {
        EventKind(prefix + purpose.rawValue)
    }
    public static func rule(of purpose: Purpose) -> RuleID { RuleID(prefix + purpose.rawValue) }

    /// The key of its occurrence.
    public static func eventID(job: String, line: String) -> EventID {
        EventID("\(prefix)\(job):\(line)")
    }

    static func isDirect(_ kind: EventKind) -> Bool { kind.rawValue.hasPrefix(prefix) }

    /// How long a message may wait from its acceptance: a code is worth nothing later.
    static func patience(of purpose: Purpose) -> Span {
        purpose == .verification ? .minutes(10) : .hours(24)
    }

    /// The rules behind direct sends: one for each purpose that has a template.
    static func rules(for templates: [Template]) -> [CompiledRule] {
        Purpose.allCases.compactMap { purpose in
            let own = templates.filter { $0.purpose == purpose }
            guard !own.isEmpty else { return nil }
            let id = rule(of: purpose)
            return CompiledRule(
                id: id, title: "direct sends", purpose: purpose,
                trigger: .event(EventTrigger(event: kind(of: purpose))),
                triggerFingerprint: Digest(hashing: [id.rawValue]),
                closed: .defer(patience(of: purpose)),
                message: MessageChoice(
                    variants: own.map { MessageChoice.Variant(template: $0.id, weight: 1) }))
        }
    }

    /// As what the payload is read: all of it is text until a template says what it is.
    static func fields(for templates: [Template]) -> [FieldDefinition] {
        var names: [String] = [templateField]
        for template in templates {
            for name in template.variableNames where !names.contains(name) { names.append(name) }
        }
        return names.map { FieldDefinition(name: $0, title: "", type: .text) }
    }

    /// The event that asks for it.
    /// - Parameter customer: Whom the number belongs to.
    public static func event(
        _ send: DirectSend, job: String, customer: CustomerID, purpose: Purpose, at now: Timestamp
    ) -> IncomingEvent {
        var fields: [String: Value] = [templateField: .text(send.template.rawValue)]
        for (name, text) in send.variables { fields[name] = .text(text) }
        return IncomingEvent(
            id: eventID(job: job, line: send.line), customer: customer, kind: kind(of: purpose),
            at: now, fields: fields)
    }

    /// What can be said before anything is accepted: the template and its variables.
    public static func fault(
        in send: DirectSend, purpose: Purpose?, book: RuleBook
    ) -> DirectFault? {
        guard let template = book.template(send.template) else {
            return .unknownTemplate(
                nearest: NearestName.of(
                    send.template.rawValue, among: book.templates.map(\.id.rawValue)))
        }
        if let purpose, template.purpose != purpose { return .purpose(template.purpose) }
        let known = template.variableNames
        for name in send.variables.keys.sorted() where !known.contains(name) {
            return .unknownVariable(name, nearest: NearestName.of(name, among: known))
        }
        let zone = book.workspace.zone
        for case .variable(let variable) in template.runs {
            guard let text = send.variables[variable.name] else {
                // A customer's tag may fill it in; a field of an event cannot.
                guard case .field = variable.source, variable.fallback == nil else { continue }
                return .missing(variable.name)
            }
            guard let type = variable.source.type,
                case .success(let value) = ValueText.parse(text, as: type, zone: zone)
            else { return .value(variable.name) }
            let shown = ValueText.format(value, type: type, zone: zone)
            if shown.utf16.count > variable.maxLength { return .tooLong(variable.name) }
        }
        return nil
    }

    /// The template that a direct send names, and what it says of tags and fields.
    struct Reading {
        let template: TemplateID
        var tags: [TagName: Value]
        var fields: [String: Value]

        init?(_ facts: Facts, book: RuleBook) {
            guard case .text(let name)? = facts.fields[templateField] else { return nil }
            template = TemplateID(name)
            tags = facts.tags
            fields = [:]
            for case .variable(let variable) in book.template(template)?.runs ?? [] {
                guard case .text(let text)? = facts.fields[variable.name],
                    let type = variable.source.type,
                    case .success(let value) = ValueText.parse(
                        text, as: type, zone: book.workspace.zone)
                else { continue }
                switch variable.source {
                case .tag(let name, _): tags[name] = value
                case .field(let name, _): fields[name] = value
                case .targetDate: break
                }
            }
        }
    }
}

extension Template {
    /// As written between the braces, without the fallback; each once, in their order.
    public var variableNames: [String] {
        var names: [String] = []
        for case .variable(let variable) in runs where !names.contains(variable.name) {
            names.append(variable.name)
        }
        return names
    }
}

extension Template.Variable.Source {
    /// nil for what no value can be given for.
    var type: ValueType? {
        switch self {
        case .tag(_, let type), .field(_, let type): type
        case .targetDate: nil
        }
    }
}

extension RuleBook {
    /// The fields of a kind of event, the engine's own kinds included.
    public func fields(of kind: EventKind) -> [FieldDefinition] {
        if Direct.isDirect(kind) { return Direct.fields(for: templates) }
        return tags.event(kind)?.fields ?? []
    }
}
