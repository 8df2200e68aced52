import HongyanCore

/// Takes out of a run's findings what comments silence, and reports the comments that do nothing.
struct Silencing {
    let findings: Findings
    let today: CivilDay?
    /// Nothing was left unread and nothing uncounted, so that what silences nothing can be told.
    let isWhole: Bool
    let hasHistory: Bool

    private struct Found {
        let reader: FileReader
        let allowance: Allowance
        var isUsed = false
    }

    /// - Parameter roots: The files that could be read, in order of path.
    /// - Returns: What was silenced, in the order in which diagnostics are shown.
    func run(_ roots: [(root: YamlNode, reader: FileReader)]) -> [SilencedDiagnostic] {
        var found: [String: [Found]] = [:]
        var paths: [String] = []
        for (root, reader) in roots {
            let allowances = AllowanceReader(reader: reader, today: today).read(root)
            guard !allowances.isEmpty else { continue }
            paths.append(reader.source.path)
            found[reader.source.path] = allowances.map { Found(reader: reader, allowance: $0) }
        }
        guard !paths.isEmpty else { return [] }
        var silenced: [SilencedDiagnostic] = []
        findings.rewrite { diagnostic in
            guard var list = found[diagnostic.file] else { return diagnostic }
            defer { found[diagnostic.file] = list }
            var expired: CivilDay?
            var isSilenced = false
            for index in list.indices where list[index].allowance.silences(diagnostic) {
                list[index].isUsed = true
                let allowance = list[index].allowance
                if let today, allowance.until < today {
                    expired = max(expired ?? allowance.until, allowance.until)
                } else if !isSilenced {
                    isSilenced = true
                    silenced.append(
                        SilencedDiagnostic(
                            diagnostic: diagnostic, until: allowance.until,
                            reason: masked(allowance.reason)))
                }
            }
            if isSilenced { return nil }
            return expired.map { diagnostic.noting(Silencing.ended($0)) } ?? diagnostic
        }
        for path in paths {
            for item in found[path] ?? [] { settle(item) }
        }
        return silenced.sorted { Diagnostic.comesBefore($0.diagnostic, $1.diagnostic) }
    }

    private static func ended(_ day: CivilDay) -> Diagnostic.Message {
        Diagnostic.Message(
            zh: "静音到 \(day) 为止，现已过期", en: "it was silenced until \(day), which has passed")
    }

    private func settle(_ item: Found) {
        let allowance = item.allowance
        if item.isUsed {
            guard let today, allowance.until < today else { return }
            item.reader.warning(
                "allow/expired", at: allowance.comment,
                zh: "对“\(allowance.id)”的静音已于 \(allowance.until) 过期",
                en: "the silence on '\(allowance.id)' ended on \(allowance.until)")
            return
        }
        let check = CheckCatalogue.checks.first { $0.page.id == allowance.id }
        guard isWhole, hasHistory || check?.needsHistory != true, check?.needsToday != true
        else { return }
        let source = item.reader.source
        findings.report(
            "allow/unused", .warning, in: source, at: allowance.comment,
            zh: "这里没有“\(allowance.id)”警告可静音",
            en: "there is no '\(allowance.id)' warning here to silence",
            fix: (whole(allowance.comment, source), ""))
    }

    /// The comment with the white space before it; with its line where it has one of its own.
    private func whole(_ comment: Range<Int>, _ source: SourceText) -> Range<Int> {
        let number = source.lineNumber(comment.lowerBound)
        let line = source.line(number)
        var start = comment.lowerBound
        while start > line.lowerBound, YamlComments.isSpace(source.bytes[start - 1]) { start -= 1 }
        guard start == line.lowerBound, number < source.lineCount else {
            return start..<comment.upperBound
        }
        return start..<source.line(number + 1).lowerBound
    }
}

extension Diagnostic {
    fileprivate func noting(_ note: Message) -> Diagnostic {
        Diagnostic(
            id: id, severity: severity, file: file, range: range, message: message,
            notes: notes + [note], fixIt: fixIt)
    }
}
