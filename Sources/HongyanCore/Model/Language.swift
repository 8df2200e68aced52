/// The languages of words that an operator sees.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case zh, en
}
