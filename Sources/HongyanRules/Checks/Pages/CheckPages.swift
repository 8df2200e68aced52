public import HongyanCore

/// The pages of everything that `hongyan check` can say: of the catalogue's checks, and of the
/// faults that the readers of files tell.
public enum CheckPages {
    /// Ascending by id.
    public static let all: [CheckPage] =
        (readers + StoreChecks.pages + CheckCatalogue.checks.map { $0.page })
        .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }

    public static func page(_ id: String) -> CheckPage? { byID[id] }

    /// The id that was probably meant: by spelling, else the only one with that last word.
    public static func nearest(_ id: String) -> String? {
        let known = all.map(\.id)
        if let near = NearestName.of(id, among: known) { return near }
        let last = id.split(separator: "/").last.map { "/" + $0 } ?? id
        let same = known.filter { $0.hasSuffix(last) }
        return same.count == 1 ? same.first : nil
    }

    private static let byID: [String: CheckPage] = Dictionary(
        all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// What the readers report while they read.
    private static let readers: [CheckPage] = [
        AllowPages.all, CalendarPages.all, ChannelPages.all, ConditionPages.all, CronPages.all,
        DormantPages.all, EncryptionPages.all, EventPages.all, FieldPages.all, FilePages.all,
        GuardianPages.all, KeyPages.all, LexiconPages.all, LinkPages.all, MessagePages.all,
        NamePages.all, PackPages.all, PeoplePages.all, ProviderPages.all, RulePages.all,
        SignalPages.all, TagPages.all, TemplatePages.all, TestPages.all, TriggerPages.all,
        TypePages.all, ValuePages.all, WindowPages.all, YamlPages.all, ZonePages.all,
    ].flatMap { $0 }
}
