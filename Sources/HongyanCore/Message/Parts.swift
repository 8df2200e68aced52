/// How many parts a text takes on the air: UCS-2, 70 units in one part, 67 in each of several.
public enum PartCount {
    /// UTF-16 units that fit into a message of one part.
    public static let singleUnits = 70
    /// UTF-16 units that fit into each of several parts, beside the concatenation header.
    public static let multipleUnits = 67

    /// The number of parts, at least 1.
    ///
    /// A surrogate pair is never split, so a text with emoji may take one part more than its
    /// length says.
    public static func parts(in text: String) -> Int {
        let units = text.utf16.count
        if units <= singleUnits { return 1 }
        let whole = (units + multipleUnits - 1) / multipleUnits
        guard text.utf8.contains(where: { $0 >= 0xF0 }) else { return whole }
        var parts = 1
        var used = 0
        for scalar in text.unicodeScalars {
            let width = scalar.value > 0xFFFF ? 2 : 1
            if used + width > multipleUnits {
                parts += 1
                used = 0
            }
            used += width
        }
        return parts
    }

    /// The text part by part, in order: ``parts(in:)`` of them, joined they are the text again.
    public static func split(_ text: String) -> [String] {
        if text.utf16.count <= singleUnits { return [text] }
        var parts: [String] = []
        var current = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let width = scalar.value > 0xFFFF ? 2 : 1
            if used + width > multipleUnits {
                parts.append(String(current))
                current = String.UnicodeScalarView()
                used = 0
            }
            current.append(scalar)
            used += width
        }
        parts.append(String(current))
        return parts
    }
}
