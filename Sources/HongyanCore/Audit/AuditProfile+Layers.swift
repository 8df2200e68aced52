extension AuditProfile {
    /// What holds where no pack and no workspace says more.
    public static let standard: AuditProfile = {
        var profile = AuditProfile(name: "default")
        profile.refusedCategories = refusedByAll
        return profile
    }()

    /// Refused by every provider whose page was read.
    private static let refusedByAll = [
        "banned/cosmetic-surgery", "banned/emigration", "banned/dating", "banned/cashback",
    ]

    /// What the layers say of texts through one channel; the standard's where they are silent.
    ///
    /// - Parameters:
    ///   - name: The pack's, as findings and verdicts name it.
    ///   - marketing: What holds for marketing.
    ///   - service: What holds for service messages, and for verification and emergency.
    ///   - phrases: The opt-out words that may end a marketing message; all when empty.
    public init(
        name: String, marketing: LayeredPolicy, service: LayeredPolicy, phrases: [String]
    ) {
        self = .standard
        self.name = name
        optOutPhrases = phrases
        if let (from, through) = marketing.range(.signatureLength) {
            // Nothing fits where the layers contradict each other: the least that is asked does.
            signatureLength = from.value...max(from.value, through.value)
        }
        if marketing.words(.signaturePlace)?.value == ["last"] { signaturePlace = .headOrTail }
        if let most = marketing.amount(.textLength) { maxLength = most.value }
        if let percent = marketing.amount(.variableShare) { variableShare = percent.value * 100 }
        variablesInMarketing = marketing.amount(.variables).map { $0.value > 0 } ?? true
        variablesAtMost = service.amount(.variables)?.value
        variableMaxLength = service.amount(.variableLength)?.value
        links = marketing.verdict(.links) ?? links
        serviceLinks = service.verdict(.links) ?? serviceLinks
        phoneNumbers = marketing.verdict(.phoneNumbers) ?? phoneNumbers
        diversion = marketing.verdict(.diversion) ?? diversion
        adjacentVariables = service.verdict(.adjacentVariables) ?? adjacentVariables
        repeatedVariable = service.verdict(.repeatedVariable) ?? repeatedVariable
        symbols = service.verdict(.symbols) ?? symbols
        traditionalCharacters = service.verdict(.traditionalCharacters) ?? traditionalCharacters
        invisibleCharacters = service.verdict(.invisibleCharacters) ?? invisibleCharacters
        refusedCategories += marketing.words(.refusedCategories)?.value ?? []
    }

    /// What one pack alone says, over what this program takes where nobody speaks.
    public init(pack: PolicyPack) {
        let statements = pack.statements + PolicyDefaults.statements
        self.init(
            name: pack.id.rawValue, marketing: LayeredPolicy(statements, purpose: .marketing),
            service: LayeredPolicy(statements, purpose: .service), phrases: pack.optOutPhrases)
    }
}

extension RuleBook {
    /// How texts through a channel are audited: its pack and all other layers put upon each other.
    static func profile(of channel: Channel?, in book: RuleBook) -> AuditProfile {
        AuditProfile(
            name: channel?.pack.map { $0.name.description } ?? AuditProfile.standard.name,
            marketing: book.layered(.marketing, through: channel),
            service: book.layered(.service, through: channel),
            phrases: book.policy.optOutPhrases(for: channel))
    }

    public func auditProfile(of channel: ChannelID?) -> AuditProfile {
        channel.flatMap { auditProfiles[$0] } ?? auditProfile
    }
}
