import HongyanCore
import HongyanRules
import Testing

/// Prices, weights, refunds, balances, codes and probes of `hongyan.yaml`.
struct ChannelTermsTests {
    private static func settings(_ channel: String, _ root: String = "") -> String {
        """
        store: data/x.sqlite
        zone: Asia/Shanghai
        channels:
          main: {provider: simulated, purposes: [marketing, service], price: 0.045, rate: 9/s\(channel)}
        \(root)

        """
    }

    @Test("every key is read")
    func all() throws {
        let book = try #require(
            Workspace.compile([
                "hongyan.yaml": Self.settings(
                    """
                    , weight: 70, refund: failed, balance: {amount: 5000, on: 2026-12-01, alarm: 500.5}, \
                    prices: [{from: 2026-12-01, price: 0.04}, \
                    {from: 2027-01-01, carriers: [telecom, unicom], price: 0.0512}]
                    """,
                    """
                    receipt_codes: {gone: ["XX:1", "XX:2"], off: MK:0001}
                    probes:
                      text: 通道测试
                      numbers:
                        北京移动: {number: "13800000001", province: 北京}
                        转网: {number: "13900000002", carrier: telecom}
                    """)
            ]).book)
        let terms = book.workspace.channels[0].terms
        #expect(terms.weight == 70 && terms.refund == .failed)
        #expect(terms.balance?.amount == Money(units: 50_000_000))
        #expect(terms.balance?.alarm == Money(units: 5_005_000))
        #expect(terms.balance?.on.description == "2026-12-01")
        #expect(terms.prices.map(\.pricePerPart) == [Money(units: 400), Money(units: 512)])
        #expect(terms.prices.map(\.carriers) == [[], [.telecom, .unicom]])
        let codes = book.workspace.receiptCodes
        #expect(codes.meaning(of: "XX:2") == .gone && codes.meaning(of: "MK:0001") == .off)
        #expect(codes.meaning(of: "MK:0012") == .gone && codes.meaning(of: "MI:0099") == .off)
        #expect(codes.meaning(of: "?") == .other)
        let probes = try #require(book.workspace.probes)
        #expect(probes.numbers.map(\.name) == ["北京移动", "转网"])
        #expect(probes.numbers.map(\.carrier) == [.mobile, .telecom])
        #expect(probes.numbers[0].province == "北京")
    }

    @Test("what is left out has its default, and faults are told where they are")
    func faults() {
        let plain = Workspace.compile(["hongyan.yaml": Self.settings("")]).book
        #expect(plain?.workspace.channels[0].terms == .standard)
        #expect(plain?.workspace.probes == nil)
        let faults = [
            ", weight: -1", ", weight: 2.5", ", refund: all", ", balance: {amount: 5}",
            ", balance: {amount: 5, on: 2026-02-30}", ", prices: [{from: soon, price: 1}]",
            ", prices: [{from: 2026-12-01}]", ", prices: [{from: 2026-12-01, price: 0.00001}]",
            ", prices: [{from: 2026-12-01, price: 1, carriers: [mobil]}]",
        ]
        for fault in faults {
            let compiled = Workspace.compile(["hongyan.yaml": Self.settings(fault)])
            #expect(compiled.diagnostics.contains { $0.severity == .error }, "\(fault)")
        }
        for root in [
            "receipt_codes: {dead: [a]}", "probes: {text: x}",
            "probes: {text: x, numbers: {a: {number: 110}}}",
        ] {
            let compiled = Workspace.compile(["hongyan.yaml": Self.settings("", root)])
            #expect(compiled.diagnostics.contains { $0.severity == .error }, "\(root)")
        }
    }
}
