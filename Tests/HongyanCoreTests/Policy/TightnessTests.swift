import Testing

@testable import HongyanCore

/// No layer ever loosens: drawn at random over all keys, layers and orders.
@Suite("Layers of a policy")
struct TightnessTests {
    /// Random statements by a seed.
    private struct Draw {
        var random: RandomStream

        init(_ seed: Int) {
            random = RandomStream(seed: UInt64(seed), purpose: "test.layers", id: "")
        }

        mutating func value(_ key: PolicyKey) -> PolicyValue {
            switch key.tightness {
            case .intersection: return .hours([window()])
            case .together where key == .refusedCategories:
                return .words(["a", "b", "c"].filter { _ in random.below(2) == 0 })
            case .together:
                let caps = (0...random.below(2)).map { _ in
                    Cap(name: "c\(random.below(4))", count: 1 + random.below(3), period: .day)
                }
                return .caps(caps.sorted { $0.sortKey < $1.sortKey })
            case .least, .greatest: return .amount(random.below(20))
            case .range:
                let from = random.below(10)
                return .range(from: from, through: from + random.below(10))
            case .strictest: return .verdict(AuditVerdict.allCases[random.below(3)])
            case .permission: return .permission(random.below(2) == 0)
            case .format: return .words(["w\(random.below(3))", "v\(random.below(3))"])
            }
        }

        private mutating func window() -> Window {
            let from = random.below(24) * 60
            let to = (1 + random.below(24)) * 60
            let days = Set((1...7).filter { _ in random.below(4) > 0 })
            return Window(
                name: "w", weekdays: days.isEmpty ? [1] : days,
                spans: [DaySpan(from: MinuteOfDay(from), to: MinuteOfDay(to))])
        }

        mutating func statement(_ key: PolicyKey, _ layer: PolicyLayer) -> PolicyStatement {
            let pack = PackVersion(id: PackID("p\(random.below(1_000))"), version: 1)
            return PolicyStatement(
                key: key, value: value(key), purposes: random.below(4) == 0 ? [.service] : [],
                source: PolicySource(layer: layer, pack: pack))
        }

        mutating func statements(_ key: PolicyKey) -> [PolicyStatement] {
            let layers = [PolicyLayer.law, .provider, .provider, .workspace, .rule]
            return layers.filter { _ in random.below(4) > 0 }.map { statement(key, $0) }
        }
    }

    @Test("what holds is as tight as every layer's word", arguments: 0..<40)
    func never(_ seed: Int) {
        var draw = Draw(seed)
        for key in PolicyKey.allCases {
            let statements = draw.statements(key)
            let setting = LayeredPolicy(statements, purpose: .marketing).setting(key)
            let binding = statements.filter { $0.binds(.marketing) }
            #expect((setting == nil) == binding.isEmpty)
            guard let setting else { continue }
            for statement in binding {
                #expect(
                    key.tightness.isAsTight(setting.value, as: statement.value),
                    "\(key): \(setting.value) against \(statement.value)")
            }
        }
    }

    @Test("one more layer, of any kind, never loosens", arguments: 0..<40)
    func more(_ seed: Int) {
        var draw = Draw(1_000 + seed)
        for key in PolicyKey.allCases {
            let statements = draw.statements(key)
            guard let before = LayeredPolicy(statements, purpose: .marketing).setting(key) else {
                continue
            }
            for layer in [PolicyLayer.law, .provider, .workspace, .rule] {
                let extra = draw.statement(key, layer)
                let after = LayeredPolicy(statements + [extra], purpose: .marketing).setting(key)
                #expect(key.tightness.isAsTight(after?.value ?? before.value, as: before.value))
            }
        }
    }

    @Test("the order in which layers are given does not matter", arguments: 0..<40)
    func order(_ seed: Int) {
        var draw = Draw(2_000 + seed)
        for key in PolicyKey.allCases {
            let statements = draw.statements(key)
            let value = LayeredPolicy(statements, purpose: .marketing).setting(key)?.value
            let shuffled = statements.shuffled(using: &draw.random)
            #expect(LayeredPolicy(shuffled, purpose: .marketing).setting(key)?.value == value)
            #expect(
                LayeredPolicy(statements + statements, purpose: .marketing).setting(key)?.value
                    == value)
        }
    }

    @Test("a value is told as loosening when, and only when, it allows more than a layer above")
    func loosening() {
        func terms(_ key: PolicyKey, _ amount: Int, _ layer: PolicyLayer) -> PolicyStatement {
            PolicyStatement(
                key: key, value: .amount(amount), source: PolicySource(layer: layer))
        }
        let law = terms(.retentionMessages, 6, .law)
        let provider = terms(.textLength, 500, .provider)
        for (own, isLoose) in [
            (terms(.retentionMessages, 5, .workspace), true),
            (terms(.retentionMessages, 6, .workspace), false),
            (terms(.retentionMessages, 12, .rule), false), (terms(.textLength, 501, .rule), true),
            (terms(.textLength, 70, .workspace), false),
            (terms(.retentionMessages, 1, .builtIn), false),
        ] {
            let found = LayeredPolicy.loosenings(in: [law, provider, own])
            #expect(found.isEmpty != isLoose)
            #expect(found.allSatisfy { $0.statement == own })
        }
    }

    @Test("what is built in gives way to the workspace, never to the law")
    func builtIn() {
        func value(_ layers: [(PolicyLayer, Int)]) -> Int? {
            let statements = layers.map {
                PolicyStatement(
                    key: .retentionMessages, value: .amount($1), source: PolicySource(layer: $0))
            }
            return LayeredPolicy(statements, purpose: .service).amount(.retentionMessages)?.value
        }
        #expect(value([(.law, 6), (.builtIn, 12)]) == 12)
        #expect(value([(.law, 6), (.builtIn, 12), (.workspace, 8)]) == 8)
        #expect(value([(.law, 24), (.builtIn, 12)]) == 24)
    }

    @Test("wording is the provider's, before the law's and the workspace's")
    func format() {
        func words(_ layers: [PolicyLayer]) -> [String]? {
            let statements = layers.map {
                PolicyStatement(
                    key: .optOut, value: .words([$0.name]), source: PolicySource(layer: $0))
            }
            return LayeredPolicy(statements, purpose: .marketing).words(.optOut)?.value
        }
        #expect(words([.law, .provider, .workspace]) == ["provider"])
        #expect(words([.workspace, .law]) == ["law"])
        #expect(words([.workspace]) == ["workspace"])
    }
}
