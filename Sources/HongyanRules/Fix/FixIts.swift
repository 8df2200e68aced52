/// Applies fix-its to files.
public enum FixIts {
    /// What came of mending a workspace.
    public struct Outcome: Sendable {
        /// All files, in the order given; bytes outside the mended places are as they were.
        public let files: [SourceFile]
        /// What was mended, each with the place that it had when its turn came.
        public let applied: [Diagnostic]
        /// Fix-its that were taken back, because the file would have been worse for them.
        public let refused: [Diagnostic]
        /// Of the files as they are now.
        public let compilation: Compilation
    }

    /// One mending can bring the next fault to light; more rounds than this do not come to an end.
    static let mostRounds = 20

    /// Applies all fix-its, checks again, and goes on until there are none left. A fix-it after
    /// which the file is no longer YAML, or which leaves its fault in place, is taken back.
    public static func settle(
        _ files: [SourceFile], compile: ([SourceFile]) -> Compilation
    ) -> Outcome {
        var files = files
        var applied: [Diagnostic] = []
        var refused: [Diagnostic] = []
        var compilation = compile(files)
        for _ in 0..<mostRounds {
            let open = compilation.diagnostics.filter { one in
                one.fixIt != nil && !refused.contains { isSame($0, one) }
            }
            if open.isEmpty { break }
            let (next, taken) = apply(open, to: files)
            let after = compile(next)
            let spoilt = Set(
                next.map(\.path).filter { isWorse($0, taken, before: compilation, after: after) })
            if spoilt.isEmpty {
                files = next
                applied += taken
                compilation = after
                continue
            }
            // Files that got better keep their mending; of the others one fix-it at a time.
            for index in files.indices where !spoilt.contains(files[index].path) {
                files[index] = next[index]
            }
            applied += taken.filter { !spoilt.contains($0.file) }
            compilation = compile(files)
            for fault in taken where spoilt.contains(fault.file) {
                guard compilation.diagnostics.contains(fault) else { continue }
                let (single, one) = apply([fault], to: files)
                let result = compile(single)
                if isWorse(fault.file, one, before: compilation, after: result) {
                    refused.append(fault)
                } else {
                    files = single
                    applied += one
                    compilation = result
                }
            }
        }
        return Outcome(
            files: files, applied: applied, refused: refused, compilation: compilation)
    }

    /// Applies those that do not overlap, the first of each place, from the end of each file.
    /// - Returns: The files in the order given, and the diagnostics whose fix-its are in them, in
    ///   the order in which diagnostics are shown.
    public static func apply(
        _ diagnostics: [Diagnostic], to files: [SourceFile]
    ) -> (files: [SourceFile], applied: [Diagnostic]) {
        var result = files
        var applied: [Diagnostic] = []
        for index in result.indices {
            let mine = diagnostics.filter { $0.file == result[index].path && $0.fixIt != nil }
                .sorted(by: Diagnostic.comesBefore)
            var chosen: [(fault: Diagnostic, range: Range<Int>, bytes: [UInt8])] = []
            for fault in mine {
                guard let fix = fault.fixIt else { continue }
                let range = fix.range.start.offset..<fix.range.end.offset
                let isFree = chosen.allSatisfy {
                    $0.range.upperBound < range.lowerBound || range.upperBound < $0.range.lowerBound
                }
                guard isFree, range.upperBound <= result[index].bytes.count else { continue }
                chosen.append((fault, range, Array(fix.replacement.utf8)))
            }
            guard !chosen.isEmpty else { continue }
            var bytes = result[index].bytes
            for one in chosen.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
                bytes.replaceSubrange(one.range, with: one.bytes)
            }
            result[index] = SourceFile(path: result[index].path, bytes: bytes)
            applied += chosen.map(\.fault)
        }
        return (result, applied.sorted(by: Diagnostic.comesBefore))
    }

    /// The file cannot be read any more, or a fault stands where it was.
    private static func isWorse(
        _ path: String, _ taken: [Diagnostic], before: Compilation, after: Compilation
    ) -> Bool {
        func unreadable(_ compilation: Compilation) -> Int {
            compilation.diagnostics.filter {
                $0.file == path && ($0.id.hasPrefix("yaml/") || $0.id.hasPrefix("file/"))
            }.count
        }
        if unreadable(after) > unreadable(before) { return true }
        let mine = taken.filter { $0.file == path }
        return mine.contains { fault in
            let offset = moved(fault.range.start.offset, by: mine)
            return after.diagnostics.contains {
                $0.file == path && $0.id == fault.id && $0.message == fault.message
                    && $0.range.start.offset == offset
            }
        }
    }

    /// Where a byte is after the fix-its before it have been applied.
    private static func moved(_ offset: Int, by taken: [Diagnostic]) -> Int {
        taken.reduce(offset) { result, fault in
            guard let fix = fault.fixIt, fix.range.end.offset <= offset else { return result }
            let length = fix.range.end.offset - fix.range.start.offset
            return result + fix.replacement.utf8.count - length
        }
    }

    private static func isSame(_ one: Diagnostic, _ other: Diagnostic) -> Bool {
        one.file == other.file && one.id == other.id && one.message == other.message
            && one.fixIt?.replacement == other.fixIt?.replacement
    }
}
