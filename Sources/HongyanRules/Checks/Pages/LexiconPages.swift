/// Lexicon files.
enum LexiconPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "lexicon/row", severity: .error,
            title: .init(zh: "词库的每一行都读得懂", en: "every row of a lexicon can be read"),
            why: .init(
                zh: """
                    读不懂的一行等于没有这一行，该拦的就拦不住。每行要有不重复的 id、形如 ad/absolute 的 \
                    category、认识的 level 和至少一个词。
                    """,
                en: """
                    A row that cannot be read stops nothing. Each has an id of its own, a category \
                    such as ad/absolute, a level that is known and at least one term.
                    """),
            bad: "own-1,ad/absolute,blok,天花板", good: "own-1,ad/absolute,block,天花板"),
        CheckPage(
            id: "lexicon/unknown", severity: .error,
            title: .init(zh: "policy.yaml 列出的词库文件都在", en: "a lexicon that is listed is there"),
            why: .init(
                zh: "词库放在 lexicons/ 下，扩展名 .csv；hongyan lexicon import 会放进去。",
                en: """
                    Lexicons are CSV files under lexicons/; 'hongyan lexicon import' puts them \
                    there.
                    """),
            bad: "lexicons: [lexicons/onw.csv]", good: "lexicons: [lexicons/own.csv]",
            hasFixIt: true),
    ]
}
