import HongyanCore
import Testing

@testable import HongyanRules

@Suite("Packs")
struct PackLibraryTests {
    @Test(
        "every pack of the program reads without a fault", arguments: PackLibrary.texts.map(\.name))
    func reads(_ name: String) throws {
        let text = try #require(PackLibrary.texts.first { $0.name == name }?.text)
        let findings = Findings()
        let source = SourceText(SourceFile(path: "packs/\(name).yaml", bytes: Array(text.utf8)))
        let pack = try #require(PackLibrary.read(source, findings))
        #expect(findings.list.map(\.message.en) == [])
        #expect(pack.id.rawValue == name && pack.version >= 1 && pack.country == "CN")
        #expect(!pack.statements.isEmpty)
        for statement in pack.statements {
            #expect(!statement.source.document.isEmpty && statement.source.date != nil)
            #expect(statement.source.pack == pack.name && statement.source.layer == pack.layer)
        }
    }

    @Test("laws are cn-2015 and cn-2026, which follow each other without a gap")
    func laws() throws {
        let old = try #require(PackLibrary.pack("cn-2015"))
        let new = try #require(PackLibrary.pack("cn-2026"))
        #expect(old.layer == .law && new.layer == .law)
        #expect(old.through.map { $0 + 1 } == new.from)
        #expect(new.from == CivilDay(year: 2026, month: 5, day: 1))
        let last = try #require(old.through)
        #expect(old.isInForce(on: last) && !old.isInForce(on: last + 1))
        #expect(!new.isInForce(on: last) && new.isInForce(on: last + 1))
    }

    /// What each law asks for, by its articles.
    @Test("records are kept six months since 2026, five before")
    func retention() throws {
        for (id, months) in [("cn-2015", 5), ("cn-2026", 6)] {
            let pack = try #require(PackLibrary.pack(PackID(id)))
            let policy = LayeredPolicy(pack.statements, purpose: .marketing)
            #expect(policy.amount(.retentionMessages)?.value == months)
            #expect(policy.amount(.retentionMessages)?.source.kind == .law)
            #expect(policy.amount(.optOutWithin)?.value == 0)
        }
    }

    @Test("providers are six, each a provider")
    func providers() {
        let providers = PackLibrary.all.filter { $0.layer == .provider }.map(\.id.rawValue)
        #expect(providers == ["aliyun", "baidu", "huawei", "qiniu", "tencent", "volcengine"])
    }

    @Test("a text is refused whole when any of it is wrong")
    func faults() {
        let good = """
            pack: uk
            version: 1
            title: United Kingdom
            layer: law
            country: GB
            in_force: 2026-02-05 ..
            values:
              hours: {value: "mon-sat 08:00-21:00", kind: practice, source: PECR guidance}
              caps: {day: {value: 1 per day, kind: practice, source: none}}
            """
        func read(_ old: String = "", _ new: String = "") -> PolicyPack? {
            let text = old.isEmpty ? good : good.replacing(old, with: new)
            let file = SourceFile(path: "packs/uk.yaml", bytes: Array(text.utf8))
            return PackLibrary.read(SourceText(file), Findings())
        }
        #expect(read()?.statements.count == 2)
        #expect(read()?.caps(of: nil).map(\.name) == ["uk/day"])
        for (old, new) in [
            ("version: 1", "version: 0"), ("layer: law", "layer: rule"), ("GB", "gb"),
            ("2026-02-05 ..", "2026-02-05"), ("mon-sat", "mondays"), ("source: none", "note: none"),
            ("1 per day", "1 a day"), ("hours:", "hour:"), ("kind: practice", "kind: hearsay"),
            ("pack: uk", "pack: UK"),
        ] {
            #expect(read(old, new) == nil, "\(new)")
        }
    }

    @Test("an amount is read in its unit only, and written as it is read")
    func amounts() {
        for (text, unit, amount) in [
            ("6 months", PolicyKey.Unit.months, 6), ("1 month", .months, 1),
            ("7 workdays", .workdays, 7), ("30%", .percent, 30),
            ("0.25 per million", .perHundredMillion, 25),
            ("0.4 per million", .perHundredMillion, 40),
            ("0 variables", .variables, 0),
        ] {
            #expect(PackForms.amount(text, unit) == amount)
            #expect(PackForms.amount(unit.written(amount), unit) == amount)
        }
        for (text, unit) in [
            ("6", PolicyKey.Unit.months), ("6 days", .months), ("-1 months", .months),
            ("101%", .percent), ("0.255 per million", .perHundredMillion), ("1.5 months", .months),
            ("9999999 days", .days),
        ] {
            #expect(PackForms.amount(text, unit) == nil)
        }
    }
}
