import HongyanCore
import Testing

struct RouteTableTests {
    private func channel(
        _ id: ChannelID, price: Int64 = 400, carriers: Set<Carrier> = [], weight: Int? = nil,
        filing: FilingDemand = .none, prices: [PriceRow] = []
    ) -> Channel {
        Channel(
            id: id, provider: .simulated(SimulatedProfile()), purposes: [.marketing],
            carriers: carriers, pricePerPart: Money(units: price), partsPerSecond: 100,
            filing: filing, terms: ChannelTerms(prices: prices, weight: weight))
    }

    private func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text: text)) }

    @Test("weights share customers out in their proportion, and each stays where it was")
    func weights() {
        let table = RouteTable(
            purpose: .marketing,
            channels: [
                channel("a", price: 900, weight: 70), channel("b", price: 100, weight: 30),
                channel("cheap", price: 1), channel("spare", price: 0, weight: 0),
            ])
        var counts: [ChannelID: Int] = [:]
        for index in 0..<10_000 {
            let customer = CustomerID("c\(index)")
            let first = table.choose(carrier: .mobile, customer: customer)
            #expect(first?.id == table.choose(carrier: .mobile, customer: customer)?.id)
            counts[first?.id ?? "none", default: 0] += 1
        }
        #expect(Set(counts.keys) == ["a", "b"])
        #expect((6_800...7_200).contains(counts["a"] ?? 0), "\(counts)")
    }

    @Test("a channel of weight 0 is taken only where no other fits")
    func standby() {
        let channels = [
            channel("main", price: 900, carriers: [.mobile]),
            channel("spare", price: 1, weight: 0),
        ]
        let table = RouteTable(purpose: .marketing, channels: channels)
        #expect(table.choose(carrier: .mobile)?.id == "main")
        #expect(table.choose(carrier: .telecom)?.id == "spare")
        let out = RouteTable(
            purpose: .marketing, channels: channels,
            fitness: ["main": .out(until: .distantFuture, .connection)])
        #expect(out.choose(carrier: .mobile)?.id == "spare")
    }

    @Test("breaker, stop, filing and measures come before the price; with nothing else it is taken")
    func ranks() {
        let cheap = channel("cheap", price: 100)
        let dear = channel("dear", price: 900)
        func table(
            _ fitness: [ChannelID: ChannelFitness] = [:], stops: [Stop] = []
        ) -> RouteTable {
            RouteTable(
                purpose: .marketing, channels: [cheap, dear], stops: stops, fitness: fitness)
        }
        #expect(table().choose(carrier: .mobile)?.id == "cheap")
        let impaired: [ChannelID: ChannelFitness] = ["cheap": .impaired(.slow)]
        #expect(table(impaired).choose(carrier: .mobile)?.id == "dear")
        let stop = Stop(
            scope: .channel("cheap"), since: Timestamp(seconds: 0), reason: "")
        #expect(table(stops: [stop]).choose(carrier: .mobile)?.id == "dear")
        let both: [ChannelID: ChannelFitness] = [
            "cheap": .out(until: .distantFuture, .timeouts), "dear": .impaired(.slow),
        ]
        #expect(table(both).choose(carrier: .mobile)?.id == "dear")
        let only = RouteTable(purpose: .marketing, channels: [cheap], stops: [stop])
        #expect(only.choose(carrier: .mobile)?.id == "cheap")
        let filed = RouteTable(
            purpose: .marketing, channels: [channel("cheap", price: 1, filing: .required), dear])
        #expect(filed.choose(carrier: .mobile) { $0.id == "dear" }?.id == "dear")
        #expect(filed.choose(carrier: .mobile) { _ in false }?.id == "cheap")
    }

    @Test(
        "a price line for the carrier beats one for all, a later one an earlier, none before its day"
    )
    func prices() throws {
        let listed = channel(
            "a", price: 500,
            prices: [
                PriceRow(from: try day("2026-12-01"), pricePerPart: Money(units: 450)),
                PriceRow(from: try day("2027-01-01"), pricePerPart: Money(units: 420)),
                PriceRow(
                    from: try day("2026-12-10"), carriers: [.telecom],
                    pricePerPart: Money(units: 600)),
            ])
        let cases: [(String, Carrier, Int64)] = [
            ("2026-11-30", .mobile, 500), ("2026-12-01", .mobile, 450),
            ("2027-02-01", .mobile, 420), ("2026-12-09", .telecom, 450),
            ("2027-02-01", .telecom, 600),
        ]
        for (text, carrier, units) in cases {
            let price = listed.price(of: carrier, on: try day(text))
            #expect(price == Money(units: units), "\(text) \(carrier)")
        }
        #expect(listed.price(of: .mobile, on: nil) == Money(units: 500))
        let flat = channel("b", price: 440)
        let table = { (text: String) throws -> ChannelID? in
            RouteTable(purpose: .marketing, channels: [listed, flat], on: try self.day(text))
                .choose(carrier: .mobile)?.id
        }
        #expect(try table("2026-12-15") == "b" && table("2027-01-02") == "a")
    }

    @Test("each candidate is told why it is not the one")
    func explained() throws {
        let service = Channel(
            id: "notice", provider: .simulated(SimulatedProfile()), purposes: [.service],
            pricePerPart: Money(units: 1), partsPerSecond: 1)
        let now = Timestamp(seconds: 1_800_000_000)
        var broken = ChannelWatch()
        for _ in 0..<5 { broken.answered(.timedOut, latency: nil, at: now) }
        let route = Route(
            purpose: .marketing, carrier: .unicom, customer: "c1",
            channels: [
                service, channel("mobile", carriers: [.mobile]), channel("main", price: 300),
                channel("dear", price: 301), channel("same", price: 300),
                channel("spare", price: 1, weight: 0), channel("broken", price: 2),
                channel("unfiled", price: 2, filing: .required), channel("halted", price: 2),
            ],
            stops: [Stop(scope: .channel("halted"), since: now, reason: "")],
            watches: ["broken": broken],
            obstacle: {
                $0.filing == .required ? TemplateObstacle("template.filing", "unfiled") : nil
            }, now: now, zone: .china)
        #expect(route.chosen == "main")
        #expect(
            route.candidates.map(\.verdict) == [
                .excluded(.purpose), .excluded(.carrier), .chosen, .passedOver(.price),
                .passedOver(.order), .passedOver(.standby), .passedOver(.breaker),
                .passedOver(.filing), .passedOver(.stopped),
            ])
        let abroad = Route(
            purpose: .marketing, carrier: .unknown, country: "HK", customer: nil,
            channels: [channel("main")], stops: [], watches: [:], obstacle: nil, now: now,
            zone: .china)
        #expect(abroad.chosen == nil && abroad.candidates[0].verdict == .excluded(.country))
    }
}
