public import HongyanCore

/// Windows and blackouts as `rules/policy.yaml` writes them, for whoever asks about one outside a
/// workspace.
public enum WindowText {
    /// Why a text is no window, in a phrase.
    public struct Fault: Error, Hashable, Sendable {
        public let message: Diagnostic.Message
    }

    /// `daily 18:00-20:00`, `workdays 09:00-12:00, 14:00-18:00`, `fri-sun 22:00-02:00`.
    public static func window(_ text: String) -> Result<Window, Fault> {
        TimeForms.window(text, name: text).mapError { Fault(message: $0.message) }
    }

    /// `lunar 12-30 .. lunar 01-03`, `06-07 .. 06-09`, `2026-12-24`; nil for anything else.
    public static func blackout(_ text: String) -> Blackout? {
        TimeForms.blackout(text).map { Blackout(name: text, days: $0) }
    }
}
