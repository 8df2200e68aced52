public import HongyanCore

extension RuleCompiler {
    /// The time zone that `hongyan.yaml` names, for whoever must know what day it is before
    /// anything is checked; China's where the file, or the zone in it, cannot be read. Faults are
    /// left to ``compile(_:history:today:zones:)``.
    ///
    /// - Parameter zones: Finds a time zone by its IANA name.
    public static func zone(of files: [SourceFile], zones: (String) -> Zone?) -> Zone {
        let findings = Findings()
        guard let file = files.first(where: { $0.path == workspacePath }),
            let root = YamlReader.read(SourceText(file), findings),
            case .mapping(let entries) = root.content,
            let node = entries.first(where: { $0.key == "zone" })?.value,
            case .scalar(let scalar) = node.content
        else { return .china }
        return zones(scalar.text) ?? .china
    }
}
