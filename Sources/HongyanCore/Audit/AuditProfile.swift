/// What one provider, or none in particular, takes and refuses: the settings of an audit.
///
/// Made from the layers of a policy (``init(name:marketing:service:phrases:)``): law, provider
/// pack, what is built in, and the workspace's own terms. The values here hold where all are
/// silent.
public struct AuditProfile: Hashable, Sendable {
    /// Where the signature may stand.
    public enum SignaturePlace: Hashable, Sendable {
        case head
        /// At the head, or after the body.
        case headOrTail
    }

    /// `default`, or the provider's pack: `aliyun@1`.
    public var name: String
    /// Between the brackets, in characters.
    public var signatureLength: ClosedRange<Int> = 2...16
    public var signaturePlace = SignaturePlace.head
    /// The opt-out words a marketing message may end with, as written; empty takes every phrase
    /// that tells customers to answer with a word that this program understands.
    public var optOutPhrases: [String] = []
    /// A whole text, signature and opt-out words included, in UTF-16 units.
    public var maxLength = 500
    /// In 1/10,000: declared maxima of all variables over fixed text and maxima, for marketing.
    ///
    /// 30 % is what the trade press says; no law and no provider page says it.
    public var variableShare = 3_000
    /// Whether marketing may have variables at all.
    public var variablesInMarketing = true
    /// Of one variable, in UTF-16 units; nil where no page says.
    public var variableMaxLength: Int?
    public var variablesAtMost: Int?
    /// Two variables with nothing between them.
    public var adjacentVariables = AuditVerdict.review
    /// The same variable twice.
    public var repeatedVariable = AuditVerdict.pass
    /// A link in marketing. Carriers block them: 电信 from 2025-05-20, 移动 from 2025-07-10 and
    /// nationwide 2025-12-05 (notices of Baidu and Huawei Cloud).
    public var links = AuditVerdict.review
    /// A link in messages for service.
    public var serviceLinks = AuditVerdict.pass
    /// A phone number in marketing. The same carrier notices; 广告法 43 asks for contact details of
    /// the sender all the same, so a person has to look.
    public var phoneNumbers = AuditVerdict.review
    /// 加微信, QQ groups and the like in marketing.
    public var diversion = AuditVerdict.block
    /// ★ ※ → and other symbols that serve as decoration or disguise.
    public var symbols = AuditVerdict.review
    public var traditionalCharacters = AuditVerdict.review
    /// Characters that nobody sees.
    public var invisibleCharacters = AuditVerdict.review
    /// Categories of the lexicon with level `provider` that are refused here: `banned/insurance`.
    public var refusedCategories: [String] = []

    public init(name: String) { self.name = name }
}
