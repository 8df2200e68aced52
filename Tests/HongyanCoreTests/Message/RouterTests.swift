import HongyanCore
import Testing

struct RouterTests {
    static let channels = [
        Given.channel("service-only", purposes: [.service], price: 100),
        Given.channel("mobile", purposes: [.marketing], carriers: [.mobile], price: 300),
        Given.channel("all", purposes: [.marketing], price: 400),
        Given.channel("all-too", purposes: [.marketing, .service], price: 400),
    ]
    static let cases: [(Purpose, Carrier, ChannelID?)] = [
        (.marketing, .mobile, "mobile"), (.marketing, .telecom, "all"),
        (.marketing, .unknown, "all"), (.service, .mobile, "service-only"),
        (.verification, .mobile, nil),
    ]

    @Test("takes the cheapest channel that fits, the first in the file of equals", arguments: cases)
    func routes(_ purpose: Purpose, _ carrier: Carrier, _ expected: ChannelID?) {
        let channel = Router.route(purpose: purpose, carrier: carrier, channels: Self.channels)
        #expect(channel?.id == expected)
    }

    @Test("an unknown carrier needs a channel that takes all, even where every known one is listed")
    func unknown() {
        let listed = Given.channel(carriers: Set(Carrier.allCases))
        #expect(Router.route(purpose: .marketing, carrier: .unknown, channels: [listed]) == nil)
    }
}
