import HongyanCore

/// The lexicon files of a workspace, `lexicons/*.csv`; `policy.yaml` says which of them count.
struct LexiconFiles {
    static let folder = "lexicons/"

    let files: [SourceFile]
    let findings: Findings

    static func isLexicon(_ path: String) -> Bool {
        path.hasPrefix(folder) && path.hasSuffix(".csv")
            && !path.dropFirst(folder.count).contains("/")
    }

    /// Those that a list names, each with every fault told where it stands.
    func read(_ node: YamlNode, _ reader: FileReader) -> [Lexicon] {
        var seen: Set<String> = []
        return (reader.items(node) ?? []).compactMap { item in
            guard let path = reader.text(item, "词库文件", "a lexicon file"),
                seen.insert(path).inserted
            else { return nil }
            guard let file = files.first(where: { $0.path == path }) else {
                reader.unknown(
                    "lexicon/unknown", path, at: item.range, among: files.map(\.path),
                    zh: "词库文件", en: "lexicon file")
                return nil
            }
            return read(file)
        }
    }

    private func read(_ file: SourceFile) -> Lexicon {
        let source = SourceText(file)
        let text = String(decoding: file.bytes, as: UTF8.self)
        let (lexicon, faults) = LexiconFile.read(text, name: file.path)
        for fault in faults {
            findings.report(
                "lexicon/row", in: source, at: source.line(fault.line), zh: fault.message.zh,
                en: fault.message.en)
        }
        return lexicon
    }
}
