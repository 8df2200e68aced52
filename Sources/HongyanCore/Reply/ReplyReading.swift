/// What a customer's answer means.
public enum ReplyMeaning: String, Hashable, Sendable, CaseIterable {
    /// A refusal, clear or not: ``ReplyReading/effect`` says which.
    case optOut = "opt-out"
    case optIn = "opt-in"
    /// Asks how this works or who is writing.
    case help
    /// What a rule asked for: `1`, `报名`.
    case answer
    /// Goes to an authority or names one; counts as a refusal as well.
    case complaint
    case other
}

/// What a reply does to marketing on its number, at once.
public enum ReplyEffect: String, Hashable, Sendable, CaseIterable {
    /// Refused from now on.
    case optOut = "opt-out"
    /// Paused until a person has read the reply.
    case pause
    /// Refusals up to now are lifted.
    case optIn = "opt-in"
    case none
}

/// By what a reply was understood.
public enum ReplyBasis: String, Hashable, Sendable, CaseIterable {
    /// Nothing but signs.
    case empty
    /// The whole reply is a keyword, said once or more.
    case keyword
    /// A keyword in look-alike letters of another script.
    case disguised
    /// A keyword with the words of the hint or of courtesy around it: `回复TD`, `请帮我退订`.
    case hint
    /// A refusal in free words.
    case phrase
    /// Abuse as the whole reply.
    case abuse
    /// An authority, a complaint, a lawsuit.
    case authority
    /// Annoyed, but not a refusal in so many words; or a refusal that is asked, or denied twice.
    case unclear
    /// Words of refusal that are denied: `不退订`.
    case negated
    /// Asks about a keyword: `TD是什么`.
    case question
    /// A keyword that a rule waits for.
    case expected
    /// A short choice that nobody waits for.
    case choice
    /// Nothing but our own message, sent back.
    case quoted
    /// No word that is known here.
    case nothing
}

/// A reply as it was understood, with the reason.
public struct ReplyReading: Hashable, Sendable {
    public let meaning: ReplyMeaning
    public let effect: ReplyEffect
    public let basis: ReplyBasis
    /// In percent: how sure the meaning is. Fixed by the basis, not measured.
    public let confidence: Int
    /// The words it rests on, as the lists have them, in the order of the text.
    public let matched: [String]
    /// What was compared: half width, upper case, simplified, without space, marks and emoji, and
    /// without our own message where the reply quotes it.
    public let normalised: String

    init(
        _ meaning: ReplyMeaning, _ effect: ReplyEffect, _ basis: ReplyBasis, _ confidence: Int,
        _ matched: [String], _ normalised: String
    ) {
        self.meaning = meaning
        self.effect = effect
        self.basis = basis
        self.confidence = confidence
        self.matched = matched
        self.normalised = normalised
    }

    /// A person has to read it before marketing goes on.
    public var needsReview: Bool { effect == .pause }
}
