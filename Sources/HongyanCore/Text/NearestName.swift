/// The known name that was probably meant, by edit distance (swaps of neighbours count one).
public enum NearestName {
    /// nil when none is near: more than a third of the letters differ, or two names are equally
    /// near.
    public static func of(_ name: String, among known: [String]) -> String? {
        let wanted = Array(name.unicodeScalars.prefix(64))
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        var isTied = false
        for candidate in known where candidate != name {
            let letters = Array(candidate.unicodeScalars.prefix(64))
            let longest = max(wanted.count, letters.count)
            let distance = self.distance(wanted, letters)
            guard distance <= max(1, longest / 3), distance < longest else { continue }
            if let found = best, found.distance <= distance {
                if found.distance == distance, found.name != candidate { isTied = true }
            } else {
                best = (candidate, distance)
                isTied = false
            }
        }
        return isTied ? nil : best?.name
    }

    /// Whether the one is the other with a slip of the pen: one letter, two in a long name. Beyond
    /// that the nearest name is a guess, which a person has to look at.
    public static func isSlip(_ name: String, of meant: String) -> Bool {
        let (left, right) = (Array(name.unicodeScalars), Array(meant.unicodeScalars))
        return distance(left, right) <= (max(left.count, right.count) >= 8 ? 2 : 1)
    }

    /// Optimal string alignment.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var above = Array(0...right.count)
        for i in 0..<left.count {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in 0..<right.count {
                let change = above[j] + (left[i] == right[j] ? 0 : 1)
                var least = min(change, min(above[j + 1], row[j]) + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            before = above
            above = row
        }
        return above[right.count]
    }
}
