import HongyanCore
import HongyanSignals
import Testing

struct WeatherFetcherTests {
    static let cities = ["30.25", "31.23"].map {
        WeatherSource.City(name: "city \($0)", latitude: $0, longitude: "120")
    }

    static func source(_ url: String, cities: [WeatherSource.City] = cities) -> WeatherSource {
        WeatherSource(signal: "weather", url: url, cities: cities, every: .hours(3))
    }

    static func fetch(
        _ source: WeatherSource, timeout: Span = .seconds(10), bodyBytes: Int = 1_000
    ) async -> [WeatherFetcher.Answer] {
        let limits = WeatherFetcher.Limits(timeout: timeout, bodyBytes: bodyBytes)
        return await WeatherFetcher(limits: limits)
            .fetch(source, schema: OpenMeteoTests.declared, at: OpenMeteoTests.fetchedAt)
    }

    #if HTTP
    static let good = """
        {"daily":{"time":["2026-11-21"],"precipitation_sum":[12.5]}}
        """

    /// The outcome of one city asked at a server that always answers like this.
    static func outcome(
        _ reply: LoopbackServer.Reply, timeout: Span = .seconds(10)
    ) async throws -> Result<[IncomingSignal], SignalFault> {
        let server = try LoopbackServer { _ in reply }
        let answers = await fetch(source(server.url(), cities: [cities[0]]), timeout: timeout)
        #expect(answers.map(\.city) == [cities[0]])
        return try #require(answers.first?.result)
    }

    @Test("a good answer becomes signals with the time of asking")
    func good() async throws {
        let signals = try await Self.outcome(.answer("200 OK", "", Self.good)).get()
        #expect(signals.map(\.fields) == [["rain_mm": .number(125)]])
        #expect(signals.map(\.fetchedAt) == [OpenMeteoTests.fetchedAt])
    }

    @Test("a status other than 200 is a fault, a redirect included")
    func statuses() async throws {
        #expect(try await Self.outcome(.answer("500 Oops")) == .failure(.status(500)))
        #expect(try await Self.outcome(.answer("204 No Content")) == .failure(.status(204)))
        let elsewhere = LoopbackServer.Reply.answer("302 Found", "Location: /else\r\n", Self.good)
        #expect(try await Self.outcome(elsewhere) == .failure(.status(302)))
    }

    @Test("a server that never answers, or never ends, costs the timeout and no more")
    func slow() async throws {
        let limit = Span(milliseconds: 200)
        let mute = try await Self.outcome(.silence(after: []), timeout: limit)
        #expect(mute == .failure(.timeout(seconds: 1)))
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".utf8)
        let stalled = try await Self.outcome(.silence(after: half), timeout: limit)
        #expect(stalled == .failure(.timeout(seconds: 1)))
    }

    @Test("an answer over the limit is refused, whether it says its length or not")
    func oversize() async throws {
        let said = try await Self.outcome(
            .answer("200 OK", "", String(repeating: " ", count: 1_001)))
        #expect(said == .failure(.tooLong(limitBytes: 1_000)))
        let endless = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
        #expect(
            try await Self.outcome(.flood(after: endless))
                == .failure(.tooLong(limitBytes: 1_000)))
    }

    @Test("garbage is a fault: in the body, and instead of HTTP")
    func garbage() async throws {
        let body = try await Self.outcome(.answer("200 OK", "", "<html>"))
        #expect(body == .failure(.notJSON(offset: 0)))
        guard case .failure(.transport) = try await Self.outcome(.bytes(Array("SSH-2.0\r\n".utf8)))
        else {
            Issue.record("an answer that is no HTTP is a transport fault")
            return
        }
    }

    @Test("one city's fault does not keep the others from being asked")
    func oneOfTwo() async throws {
        let server = try LoopbackServer { head in
            head.contains("latitude=30.25") && head.hasPrefix("GET /v1/forecast?")
                ? .answer("503 Later") : .answer("200 OK", "", Self.good)
        }
        let answers = await Self.fetch(Self.source(server.url()))
        #expect(answers.map(\.city) == Self.cities)
        #expect(answers[0].result == .failure(.status(503)))
        #expect(try answers[1].result.get().count == 1)
    }

    @Test("an address that is none is told as such")
    func address() async {
        let answers = await Self.fetch(Self.source("ftp://example.org", cities: [Self.cities[0]]))
        #expect(answers.map(\.result) == [.failure(.address)])
    }

    @Test("a port where nobody listens is a fault that may pass")
    func nobody() async throws {
        var url = ""
        do { url = try LoopbackServer { _ in .bytes([]) }.url() }
        let answers = await Self.fetch(
            Self.source(url, cities: [Self.cities[0]]), timeout: Span(milliseconds: 300))
        guard case .failure(let fault) = answers.first?.result else {
            Issue.record("nobody answered, and yet there is an answer")
            return
        }
        #expect(fault.isRetryable)
    }
    #else
    @Test("a build without HTTP says so for every city")
    func withoutHTTP() async {
        let answers = await Self.fetch(Self.source("https://example.org"))
        #expect(answers.map(\.city) == Self.cities)
        #expect(answers.allSatisfy { $0.result == .failure(.builtWithoutHTTP) })
    }
    #endif

    @Test("faults say in both languages what is wrong, and which may pass by themselves")
    func wording() {
        #expect(SignalFault.status(500).description == "the service answered with status 500")
        #expect(SignalFault.status(500).chineseDescription == "服务返回状态 500")
        #expect(SignalFault.status(429).isRetryable)
        #expect(!SignalFault.status(404).isRetryable)
        #expect(!SignalFault.builtWithoutHTTP.isRetryable)
        #expect(SignalFault.builtWithoutHTTP.description.contains("swift build"))
    }
}
