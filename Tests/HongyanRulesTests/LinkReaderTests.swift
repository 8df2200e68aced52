import HongyanCore
import HongyanRules
import Testing

/// `link:` of a channel as the workspace file writes it.
struct LinkReaderTests {
    private func read(_ text: String) -> CarrierLink? {
        let settings = """
            store: data/x.sqlite
            zone: Asia/Shanghai
            channels:
              main: {provider: smpp, purposes: [marketing], price: 0.045, rate: 9/s, link: \(text)}

            """
        guard
            let channel = Workspace.compile(["hongyan.yaml": settings]).book?.workspace.channels[0],
            case .smpp(let link) = channel.provider
        else { return nil }
        return link
    }

    @Test("what is left out has its default")
    func defaults() throws {
        let link = try #require(read("{host: smsc, port: 2775, system_id: shop}"))
        #expect(link == CarrierLink(host: "smsc", port: 2_775, systemID: "shop"))
        #expect(link.window == 10 && link.responseTimeout == .seconds(60))
        #expect(link.bind == .transceiver && link.alphabet == .ucs2 && !link.usesTLS)
    }

    @Test("every key is read")
    func all() throws {
        let full = try #require(
            read(
                """
                {host: smsc, port: 2775, system_id: shop, tls: true, password: "${env:PW}", \
                system_type: cm, bind: separate, source: "10690000", numbers: national, window: 50, \
                response_timeout: 20s, enquire: 2m, alphabet: gsm, long: sar, \
                receipt_ids: hex-to-decimal}
                """))
        #expect(
            full
                == CarrierLink(
                    host: "smsc", port: 2_775, usesTLS: true, systemID: "shop",
                    password: .variable("PW"), systemType: "cm", bind: .separate,
                    source: "10690000", numberForm: .national, window: 50,
                    responseTimeout: .seconds(20), enquireInterval: .minutes(2), alphabet: .gsm,
                    long: .sar, receiptIDs: .hexToDecimal))
        #expect(
            read("{host: h, port: 1, system_id: s, password: '${file:a/b.pw}'}")?.password
                == .file("a/b.pw"))
    }

    @Test(
        "a secret is only ever the name of its place",
        arguments: [
            "secret", "${env:}", "${file:}", "${env:A B}", "x${env:A}", "${env:A",
        ])
    func secrets(text: String) {
        #expect(read("{host: h, port: 1, system_id: s, password: '\(text)'}") == nil)
    }
}
