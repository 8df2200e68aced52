import HongyanCore

/// The packs that a workspace may name: the program's, and those of the files it lists.
struct PackShelf {
    /// Where the files of a workspace's own packs lie.
    static let folder = "packs/"

    let packs: [PolicyPack]

    /// Whether a workspace-relative path may be a pack's: `packs/NAME.yaml`, nothing hidden.
    static func isPack(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && path.hasPrefix(folder) && path.hasSuffix(".yaml")
            && !parts[1].hasPrefix(".")
    }

    /// The paths under `packs:` of a policy, for it is known before the policy itself is read
    /// which files belong to a book.
    static func listed(in policy: YamlNode) -> [YamlNode] {
        guard case .mapping(let entries) = policy.content,
            case .sequence(let items)? = entries.first(where: { $0.key == "packs" })?.value.content
        else { return [] }
        return items
    }

    /// Reads the listed packs.
    ///
    /// - Parameters:
    ///   - policy: The policy's root; nil when it cannot be read.
    ///   - files: Roots of the files under `packs/` that are YAML, by path.
    init(
        policy: (root: YamlNode, reader: FileReader)?,
        files: [String: (root: YamlNode, reader: FileReader)]
    ) {
        var packs = PackLibrary.all
        for node in policy.map({ PackShelf.listed(in: $0.root) }) ?? [] {
            guard let reader = policy?.reader, let path = reader.text(node) else { continue }
            guard PackShelf.isPack(path), let file = files[path] else {
                reader.error(
                    "pack/file", at: node.range, zh: "packs 文件夹里没有“\(path)”",
                    en: "there is no pack '\(path)' in the folder packs")
                continue
            }
            guard let pack = PackFile.read(file.root, file.reader) else { continue }
            if packs.contains(where: { $0.id == pack.id }) {
                file.reader.error(
                    "pack/duplicate", at: file.root.range.lowerBound..<file.root.range.lowerBound,
                    zh: "已有名为“\(pack.id)”的包", en: "there is a pack '\(pack.id)' already")
                continue
            }
            packs.append(pack)
        }
        self.packs = packs
    }

    /// The pack that a node names, of that layer; nil when there is none, which is reported.
    func pack(_ node: YamlNode, _ layer: PolicyLayer, _ reader: FileReader) -> PolicyPack? {
        guard let name = reader.text(node, "包名", "a pack") else { return nil }
        let fitting = packs.filter { $0.layer == layer }
        guard let pack = packs.first(where: { $0.id.rawValue == name }) else {
            reader.unknown(
                "pack/unknown", name, at: node.range, among: fitting.map(\.id.rawValue), zh: "包",
                en: "pack")
            return nil
        }
        guard pack.layer == layer else {
            reader.error(
                "pack/layer", at: node.range,
                zh: "“\(name)”是 \(pack.layer.name) 包，这里要 \(layer.name) 包",
                en: "'\(name)' is a pack of a \(pack.layer.name), this names a \(layer.name)")
            return nil
        }
        return pack
    }
}
