/// The known name that an unknown one most likely meant.
enum Nearest {
    /// - Returns: The first of the names at the least edit distance, when that is at most a third
    ///   of the length (at least 2, a transposition; 1 for words under four letters).
    static func name(to word: String, among names: [String]) -> String? {
        let length = word.unicodeScalars.count
        let allowed = length < 4 ? 1 : max(2, length / 3)
        var best: (name: String, distance: Int)?
        for name in names {
            let found = distance(Array(word.unicodeScalars), Array(name.unicodeScalars))
            if found <= allowed, found < best?.distance ?? Int.max { best = (name, found) }
        }
        return best?.name
    }

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (i, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substituted = diagonal + (scalar == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, min(row[j], row[j + 1]) + 1)
            }
        }
        return row[right.count]
    }
}
