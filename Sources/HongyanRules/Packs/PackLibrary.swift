public import HongyanCore

/// The packs that come with the program.
public enum PackLibrary {
    /// Laws first, then providers, each in the order of their ids.
    public static let all: [PolicyPack] = texts.compactMap { name, text in
        let source = SourceText(SourceFile(path: "packs/\(name).yaml", bytes: Array(text.utf8)))
        return read(source, Findings())
    }

    public static func pack(_ id: PackID) -> PolicyPack? { all.first { $0.id == id } }

    /// How a text is audited without a workspace: `default`, then each provider's by its id.
    public static let auditProfiles: [AuditProfile] =
        [.standard] + all.filter { $0.layer == .provider }.map { AuditProfile(pack: $0) }

    public static func auditProfile(_ name: String) -> AuditProfile? {
        auditProfiles.first { $0.name == name }
    }

    /// Name and text, as a workspace could write them in a file of its own.
    static let texts: [(name: String, text: String)] = [
        ("cn-2015", packCN2015), ("cn-2026", packCN2026),
        ("aliyun", packAliyun), ("baidu", packBaidu), ("huawei", packHuawei),
        ("qiniu", packQiniu), ("tencent", packTencent), ("volcengine", packVolcengine),
    ]

    /// A pack of a file; nil when it has a fault, which is reported.
    static func read(_ source: SourceText, _ findings: Findings) -> PolicyPack? {
        guard let root = YamlReader.read(source, findings) else { return nil }
        return PackFile.read(root, FileReader(source: source, findings: findings))
    }
}
