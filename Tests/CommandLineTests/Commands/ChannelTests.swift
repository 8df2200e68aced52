import Foundation
import Testing

extension CommandLineTests {
    /// Channels over a socket, and the carrier that is made up for them.
    @Suite("channel and carrier", .timeLimit(.minutes(5)))
    struct ChannelTests {
        @Test("a channel is listed without its secret, and tried as the daemon would")
        func reached() throws {
            let shop = try SocketShop("channel", customers: 2, carrier: [])
            defer { shop.remove() }
            let list = try shop.succeed("channel", "list", "--lang", "en")
            #expect(list.contains("smsc: smpp shop@127.0.0.1:\(shop.port) transceiver, window 10"))
            #expect(!list.contains("SMSC_PASSWORD") && !list.contains("secret"))
            let bound = try shop.succeed("channel", "test", "smsc", "--lang", "en")
            #expect(bound.contains("bound to 127.0.0.1:\(shop.port) as transceiver"))
            #expect(shop.taken.isEmpty, "a test of a channel sent something")
            let unknown = try shop.tool.run("channel", "test", "smcs")
            #expect(unknown.code == 1 && unknown.errors.contains("(known: smsc)"))
        }

        @Test("a wrong password, a password that is not there and a closed port are told apart")
        func notReached() throws {
            let shop = try SocketShop("channel-not", customers: 2, carrier: [])
            defer { shop.remove() }
            var tool = shop.tool
            tool.variables["SMSC_PASSWORD"] = "wrong"
            let wrong = try tool.run("channel", "test", "smsc")
            #expect(wrong.code == 1 && wrong.errors.contains("bind refused: RINVPASWD"))
            tool.variables["SMSC_PASSWORD"] = ""
            for arguments in [["channel", "test", "smsc"], ["run", "--once"]] {
                let missing = try tool.run(arguments)
                #expect(missing.code == 1, "\(missing.errors)")
                #expect(missing.errors.contains("variable SMSC_PASSWORD is not set"))
            }
            // From a file, relative to the workspace.
            let settings = try tool.read("hongyan.yaml")
            try tool.write(
                settings.replacingOccurrences(of: "${env:SMSC_PASSWORD}", with: "${file:smsc.pw}"),
                to: "hongyan.yaml")
            let noFile = try tool.run("channel", "test", "smsc")
            #expect(noFile.code == 1 && noFile.errors.contains("smsc.pw"), "\(noFile.errors)")
            try tool.write("secret\n", to: "smsc.pw")
            #expect(try tool.run("channel", "test", "smsc").code == 0)
            shop.end(shop.carrier)
            let closed = try tool.run("channel", "test", "smsc")
            #expect(closed.code == 1 && closed.errors.contains("refused"), "\(closed.errors)")
        }

        @Test("a dry run of a channel over a socket needs no socket and no password")
        func dryRun() throws {
            let shop = try SocketShop("channel-dry", customers: 2, carrier: [])
            defer { shop.remove() }
            shop.end(shop.carrier)
            var tool = shop.tool
            tool.variables["SMSC_PASSWORD"] = ""
            let outcome = try tool.run("simulate", "--days", "1")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(shop.taken.isEmpty)
        }

        @Test("the daemon says what becomes of its connection, and ends without one")
        func live() throws {
            let shop = try SocketShop("channel-live", customers: 3, carrier: [])
            defer { shop.remove() }
            let daemon = try shop.tool.start(["run"])
            let isBound = waits(15) {
                ((try? shop.tool.read("daemon.log")) ?? "").contains("bound as transceiver")
            }
            #expect(isBound)
            shop.end(shop.carrier)
            let isTold = waits(15) {
                ((try? shop.tool.read("daemon.log")) ?? "").contains("no connection as transceiver")
            }
            #expect(isTold)
            shop.end(daemon)
            #expect(daemon.terminationStatus == 0)
        }

        @Test("options of the carrier that make no sense are told")
        func carrierOptions() throws {
            let tool = try Tool("carrier-options")
            defer { tool.remove() }
            for (arguments, words) in [
                (["--port", "70000"], "--port must be from 0 to 65535"),
                (["--port", "0", "--latency", "soon"], "--latency must be a length"),
                (["--port", "0", "--disconnect", "7"], "--disconnect must be a share"),
                (["--port", "0", "--account", "shop"], "--account must be NAME:PASSWORD"),
            ] {
                let outcome = try tool.run(["carrier"] + arguments)
                #expect(outcome.code == 64 && outcome.errors.contains(words), "\(outcome.errors)")
            }
            let counted = try tool.run("carrier", "--port", "0", "--for", "1s", "--lang", "en")
            #expect(counted.code == 0 && counted.output.contains("0 submits: 0 taken"))
        }
    }
}
