/// What packs and workspaces lay down: the one list of keys, each with its unit and with what
/// "tighter" means for it.
public enum PolicyKey: String, Hashable, Sendable, CaseIterable {
    /// When it may leave at all.
    case hours
    /// How many messages one number takes; each of them holds.
    case caps
    /// The phrases that may end a marketing message; the first is the one to take.
    case optOut = "opt_out"
    /// Working days until a refusal must have its effect; 0 is at once.
    case optOutWithin = "opt_out_within"
    /// Whether a refusal may be confirmed by one message.
    case optOutConfirmation = "opt_out_confirmation"
    /// `first` or `last`.
    case signaturePlace = "signature_place"
    /// Characters of a signature without its brackets.
    case signatureLength = "signature_length"
    /// Characters of a whole text, signature included.
    case textLength = "text_length"
    /// Variables in one template; 0 allows none.
    case variables
    /// Characters of one variable's value.
    case variableLength = "variable_length"
    /// The variables' share of a template: Σ declared maxima / (fixed text + Σ maxima).
    case variableShare = "variable_share"
    /// What the audit says of a link in a text.
    case links
    /// … of a phone number in a marketing text.
    case phoneNumbers = "phone_numbers"
    /// … of 加微信, QQ groups and the like in a marketing text.
    case diversion
    /// … of two variables with nothing between them.
    case adjacentVariables = "adjacent_variables"
    /// … of the same variable twice.
    case repeatedVariable = "repeated_variable"
    /// … of ★ ※ → and other symbols that serve as decoration or disguise.
    case symbols
    /// … of traditional characters.
    case traditionalCharacters = "traditional_characters"
    /// … of characters that nobody sees.
    case invisibleCharacters = "invisible_characters"
    /// Categories of the lexicon that are not taken at all: `banned/insurance`.
    case refusedCategories = "refused_categories"
    /// Working days from the filing of a template until it may be used.
    case templateFiling = "template_filing"
    /// Working days from the filing of a signature until it may be used.
    case signatureFiling = "signature_filing"
    /// Months that message records are kept at least.
    case retentionMessages = "retention_messages"
    /// Months that the proof of a consent is kept after the relation's end.
    case retentionConsent = "retention_consent"
    /// Complaints that suspend, per hundred million messages of a month.
    case complaintSuspend = "complaint_suspend"
    /// Complaints that close the account, per hundred million messages of a month.
    case complaintClose = "complaint_close"
    /// Days within which a complaint is answered.
    case complaintAnswer = "complaint_answer"

    /// What "tighter" means for the key.
    public var tightness: Tightness {
        switch self {
        case .hours: .intersection
        case .caps, .refusedCategories: .together
        case .links, .phoneNumbers, .diversion, .adjacentVariables, .repeatedVariable, .symbols,
            .traditionalCharacters, .invisibleCharacters:
            .strictest
        case .optOut, .signaturePlace: .format
        case .signatureLength: .range
        case .optOutWithin, .textLength, .variables, .variableLength, .variableShare,
            .complaintSuspend, .complaintClose, .complaintAnswer:
            .least
        case .templateFiling, .signatureFiling, .retentionMessages, .retentionConsent: .greatest
        case .optOutConfirmation: .permission
        }
    }

    public enum Unit: Hashable, Sendable {
        case none, characters, variables, percent, days, workdays, months
        /// 1 is a hundredth of a complaint per million messages.
        case perHundredMillion
    }

    /// In what an amount counts.
    public var unit: Unit {
        switch self {
        case .hours, .caps, .optOut, .signaturePlace, .optOutConfirmation, .links, .phoneNumbers,
            .diversion, .adjacentVariables, .repeatedVariable, .symbols, .traditionalCharacters,
            .invisibleCharacters, .refusedCategories:
            .none
        case .signatureLength, .textLength, .variableLength: .characters
        case .variables: .variables
        case .variableShare: .percent
        case .complaintAnswer: .days
        case .optOutWithin, .templateFiling, .signatureFiling: .workdays
        case .retentionMessages, .retentionConsent: .months
        case .complaintSuspend, .complaintClose: .perHundredMillion
        }
    }

    /// Whether a workspace may state it under `terms:` of policy.yaml; the others have keys of
    /// their own there.
    public var isTerm: Bool {
        switch self {
        case .hours, .caps, .optOut, .signaturePlace, .retentionMessages, .retentionConsent: false
        default: true
        }
    }
}

/// How two values of one key add up, and when one is as tight as another: one definition a kind.
///
/// For all but ``format`` adding up is commutative, associative and idempotent, and never looser
/// than either value, so that neither the number of layers nor the order of equal ones can loosen
/// anything.
public enum Tightness: Hashable, Sendable {
    /// Open only when all are.
    case intersection
    /// All of them hold.
    case together
    /// The smaller amount.
    case least
    /// The greater amount.
    case greatest
    /// What lies in both.
    case range
    /// Only what both allow.
    case permission
    /// The severer verdict of the audit.
    case strictest
    /// Not ordered: wording and format. The provider's pack decides, before the law's.
    case format
}
