import HongyanCore
import HongyanRules
import Testing

/// What a dry run assumes of its carriers.
struct CarrierFileTests {
    private func read(_ text: String) throws -> ([ChannelID: SimulatedProfile]?, [String]) {
        let settings =
            Workspace.hongyan + "\n"
            + "  real: {provider: smpp, purposes: [service], price: 0.04, rate: 9/s,"
            + " link: {host: smsc.example.com, port: 2775, system_id: shop}}"
        let book = try #require(Workspace.compile(["hongyan.yaml": settings]).book)
        let file = SourceFile(path: "c.yaml", bytes: Array(text.utf8))
        let (profiles, diagnostics) = CarrierFile.read(file, book: book)
        return (profiles, diagnostics.map(\.message.en))
    }

    @Test("delivery, latency, throttling and replies, by channel; real channels too")
    func profiles() throws {
        let text = """
            main: {latency: 300ms, receipt_latency: 20s, refused: 2%, failed: 8%, throttle: 50/s}
            real: {silent: 3%, opt_out_replies: 1%, other_replies: 0.5%, lost_response: 4%}
            """
        let (profiles, faults) = try read(text)
        #expect(faults == [])
        let main = try #require(profiles?["main"])
        #expect(main.latency == Span(milliseconds: 300) && main.receiptLatency == .seconds(20))
        #expect(main.refusedShare == 200 && main.failedShare == 800)
        #expect(main.throttleAbovePartsPerSecond == 50)
        let real = try #require(profiles?["real"])
        #expect(real.silentShare == 300 && real.optOutShare == 100 && real.otherReplyShare == 50)
        #expect(real.lostResponseShare == 400 && real.failedShare == SimulatedProfile().failedShare)
    }

    @Test("an unknown channel or key, and a value that does not fit, are told")
    func faults() throws {
        let (profiles, faults) = try read("mian: {failed: 8%}\nmain: {fails: 8%, refused: lots}")
        #expect(profiles == nil)
        #expect(faults.count == 3, "\(faults)")
    }
}
