public import HongyanCore

#if HTTP
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
#endif

/// Asks a forecast service for each city of a source, one after the other.
///
/// Built without the package trait `HTTP`, it answers ``SignalFault/builtWithoutHTTP`` for every
/// city.
public struct WeatherFetcher: Sendable {
    /// What one request may cost.
    public struct Limits: Hashable, Sendable {
        /// For the whole request, from connecting to the last byte.
        public var timeout: Span
        public var bodyBytes: Int
        public init(timeout: Span = .seconds(10), bodyBytes: Int = 1_048_576) {
            self.timeout = timeout
            self.bodyBytes = bodyBytes
        }
    }

    /// What came of one city.
    public struct Answer: Sendable {
        public let city: WeatherSource.City
        /// One signal a day, ascending by day.
        public let result: Result<[IncomingSignal], SignalFault>
        public init(city: WeatherSource.City, result: Result<[IncomingSignal], SignalFault>) {
            self.city = city
            self.result = result
        }
    }

    public let limits: Limits
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Fetches and reads the forecast of every city.
    ///
    /// Never throws: one city's fault does not keep the others from being asked. Redirects are not
    /// followed.
    /// - Parameters:
    ///   - zoneName: The IANA zone that days are counted in.
    ///   - now: Becomes `fetchedAt`; the moment before the first request, so that freshness is
    ///     never overstated.
    /// - Returns: One answer a city, in the source's order.
    public func fetch(
        _ source: WeatherSource, schema: SignalDefinition,
        days: Int = WeatherSource.forecastDays,
        zoneName: String = "Asia/Shanghai", at now: Timestamp
    ) async -> [Answer] {
        #if HTTP
        let client = makeClient()
        var answers: [Answer] = []
        for city in source.cities {
            let url = OpenMeteo.url(city: city, source: source, days: days, zoneName: zoneName)
            let result = await body(of: url, with: client).flatMap {
                OpenMeteo.parse(
                    $0, city: city, kind: source.signal, schema: schema, fetchedAt: now)
            }
            answers.append(Answer(city: city, result: result))
        }
        // Nothing is in flight any more; a client that cannot close leaks at most its idle
        // connections.
        try? await client.shutdown()
        return answers
        #else
        return source.cities.map { Answer(city: $0, result: .failure(.builtWithoutHTTP)) }
        #endif
    }
}

#if HTTP
extension WeatherFetcher {
    private func makeClient() -> HTTPClient {
        let timeout = TimeAmount.milliseconds(limits.timeout.milliseconds)
        let configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: timeout, read: timeout))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// The body of a 200 answer. A race against the clock bounds the whole: the client's own
    /// timeouts would let a server drip one byte at a time for ever.
    private func body(of url: String, with client: HTTPClient) async -> Result<[UInt8], SignalFault>
    {
        let limits = limits
        let late = SignalFault.timeout(seconds: Int((limits.timeout.milliseconds + 999) / 1_000))
        return await withTaskGroup(of: Result<[UInt8], SignalFault>?.self) { race in
            race.addTask { await Self.request(url, with: client, limits: limits, late: late) }
            race.addTask {
                let pause = UInt64(max(0, limits.timeout.milliseconds)) * 1_000_000
                // Cut short when the answer wins the race.
                try? await Task.sleep(nanoseconds: pause)
                return nil
            }
            let winner = await race.next() ?? nil
            race.cancelAll()
            return winner ?? .failure(late)
        }
    }

    private static func request(
        _ url: String, with client: HTTPClient, limits: Limits, late: SignalFault
    ) async -> Result<[UInt8], SignalFault> {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            return .failure(.address)
        }
        do {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "User-Agent", value: "hongyan")
            let timeout = TimeAmount.milliseconds(limits.timeout.milliseconds)
            let response = try await client.execute(request, timeout: timeout)
            guard response.status == .ok else {
                return .failure(.status(Int(response.status.code)))
            }
            let body = try await response.body.collect(upTo: limits.bodyBytes)
            return .success(Array(body.readableBytesView))
        } catch {
            return .failure(fault(for: error, limits: limits, late: late))
        }
    }

    private static func fault(
        for error: any Error, limits: Limits, late: SignalFault
    ) -> SignalFault {
        if error is NIOTooManyBytesError { return .tooLong(limitBytes: limits.bodyBytes) }
        guard let known = error as? HTTPClientError else { return .transport("connection failed") }
        switch known {
        case .connectTimeout, .readTimeout, .deadlineExceeded: return late
        case .invalidURL, .emptyHost, .emptyScheme: return .address
        default: return .transport(known.shortDescription)
        }
    }
}
#endif
