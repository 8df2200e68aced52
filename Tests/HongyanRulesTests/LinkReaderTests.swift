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

    private func cmpp(_ text: String) -> (link: CarrierLink, terms: CMPPTerms)? {
        let settings = """
            store: data/x.sqlite
            zone: Asia/Shanghai
            channels:
              main: {provider: cmpp, purposes: [marketing], price: 0.045, rate: 9/s, link: \(text)}

            """
        guard
            let channel = Workspace.compile(["hongyan.yaml": settings]).book?.workspace.channels[0],
            case .cmpp(let link, let terms) = channel.provider
        else { return nil }
        return (link, terms)
    }

    @Test("CMPP: what is left out has the protocol's default, and every key is read")
    func cmppKeys() throws {
        let bare = try #require(
            cmpp("{host: ismg, port: 7890, version: 2.0, sp_id: 901234, source: 10690000}"))
        #expect(bare.link.systemID == "901234" && bare.link.source == "10690000")
        #expect(bare.link.window == 16 && bare.link.numberForm == .national)
        #expect(bare.link.enquireInterval == .seconds(60))
        #expect(bare.terms == CMPPTerms(version: .two))
        let full = try #require(
            cmpp(
                """
                {host: ismg, port: 7890, version: "3.0", tls: true, sp_id: "901234", \
                password: "${env:PW}", service_id: MAD0001, source: "10690000", fee_type: "02", \
                fee_code: "10", numbers: international, window: 32, response_timeout: 20s, \
                enquire: 3m, verify_gateway: false}
                """))
        #expect(
            full.link
                == CarrierLink(
                    host: "ismg", port: 7_890, usesTLS: true, systemID: "901234",
                    password: .variable("PW"), source: "10690000", numberForm: .international,
                    window: 32, responseTimeout: .seconds(20), enquireInterval: .minutes(3)))
        #expect(
            full.terms
                == CMPPTerms(
                    version: .three, serviceID: "MAD0001", feeType: "02", feeCode: "10",
                    verifiesGateway: false))
    }
}
