/// Files as such.
enum FilePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "file/control", severity: .error,
            title: .init(zh: "文件里没有控制字符", en: "a file holds no control characters"),
            why: .init(
                zh: "看不见的字符多半是复制时带进来的，会让名称怎么看都一样却对不上。请删去。",
                en: """
                    Invisible characters mostly come with a paste; names then look alike and \
                    still differ. Delete them.
                    """)),
        CheckPage(
            id: "file/empty", severity: .error,
            title: .init(zh: "文件不是空的", en: "a file is not empty"),
            why: .init(
                zh: "空文件或只有注释的文件里没有规则。写上内容，或者删去文件。",
                en: "A file that is empty or all comments holds no rule. Write it or delete it."),
            bad: "# rules/birthday.yaml",
            good: """
                rule: birthday
                …
                """),
        CheckPage(
            id: "file/extension", severity: .error,
            title: .init(zh: "规则文件以 .yaml 结尾", en: "rule files end in .yaml"),
            why: .init(
                zh: "只认一种结尾，同一条规则就不会有两份文件。",
                en: "There is one ending only, so that no rule stands in two files."),
            bad: "rules/birthday.yml",
            good: "rules/birthday.yaml"),
        CheckPage(
            id: "file/missing", severity: .error,
            title: .init(zh: "工作区有四个固定文件", en: "a workspace has its four fixed files"),
            why: .init(
                zh: """
                    hongyan.yaml、rules/tags.yaml、rules/policy.yaml、rules/templates.yaml \
                    缺一不可。仓库里的同名文件可以作样本。
                    """,
                en: """
                    hongyan.yaml, rules/tags.yaml, rules/policy.yaml and \
                    rules/templates.yaml must be there. Those of the repository are good \
                    examples.
                    """)),
        CheckPage(
            id: "file/size", severity: .error,
            title: .init(zh: "文件不超过 1 MiB", en: "a file has at most 1 MiB"),
            why: .init(
                zh: "规则文件是给人读的。名单和数据用 hongyan import 导入。",
                en: """
                    Rule files are for people to read. Lists and data come in with 'hongyan \
                    import'.
                    """)),
        CheckPage(
            id: "file/utf8", severity: .error,
            title: .init(zh: "文件是 UTF-8 编码", en: "a file is UTF-8"),
            why: .init(
                zh: """
                    用 GBK 或 UTF-16 存的文件，中文会读成乱码并发给客户。请在编辑器里另存为 \
                    UTF-8。
                    """,
                en: """
                    Chinese text saved as GBK or UTF-16 would be read as garbage and sent to \
                    customers. Save the file as UTF-8.
                    """)),
    ]
}
