import Foundation
import Testing

extension CommandLineTests {
    /// Messages without a rule: one, or a job of them.
    @Suite("direct sends", .timeLimit(.minutes(5)))
    struct DirectSendTests {
        @Test("accepted without a daemon, sent by the next one, once for a job and line")
        func single() throws {
            let shop = try Shop.stocked("direct")
            defer { shop.remove() }
            let send = [
                "send", "--to", "137 0000 0009", "--template", "parcel", "--var",
                "event.code=8-1", "--job", "j1", "--lang", "en",
            ]
            let first = try shop.tool.run(send)
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output == "job j1: 1 accepted, 0 accepted before, 0 lines are wrong\n")
            #expect(!shop.tool.has("carrier.log"), "nothing leaves without a daemon")
            try shop.succeed("run", "--for", "2s")
            let log = try shop.tool.read("carrier.log")
            #expect(log.split(separator: "\n").count == 1, "\(log)")
            let again = try shop.tool.run(send)
            #expect(again.output == "job j1: 0 accepted, 1 accepted before, 0 lines are wrong\n")
            // The same job's next line, to a customer.
            try shop.tool.write("to,id,event.code\nc2,2,8-2\n", to: "job.csv")
            try shop.succeed("send", "--file", "job.csv", "--job", "j1", "--template", "parcel")
            try shop.succeed("run", "--for", "2s")
            let both = try shop.tool.read("carrier.log")
            #expect(both.split(separator: "\n").count == 2, "\(both)")
            #expect(try shop.succeed("bill", "show", "--lang", "en").contains("2 messages"))
        }

        @Test("mistakes are told by line, and the rest is accepted")
        func faults() throws {
            let shop = try Shop.stocked("direct-faults")
            defer { shop.remove() }
            try shop.tool.write(
                """
                to,template,event.code,id
                c1,parcel,8-1,a
                12345,parcel,8-1,b
                c99,parcel,8-1,c
                c1,percel,8-1,d
                c1,parcel,,e
                c1,parcel,8-1234567890123,f
                c1,thanks,8-1,g
                c1,parcel,8-1,a
                c1,parcel

                """, to: "job.csv")
            let outcome = try shop.tool.run(
                "send", "--file", "job.csv", "--job", "j", "--lang", "en")
            #expect(outcome.code == 3)
            let expected = [
                "line 3: recipient:", "line 4: there is no such customer",
                "line 5: there is no such template, did you mean 'parcel'",
                "line 6: the variable 'event.code' is missing",
                "line 7: the variable 'event.code' is too long",
                "line 8: the template has no variable 'event.code'",
                "line 9: its id stands in the file twice", "line 10:",
            ]
            for line in expected {
                #expect(outcome.errors.contains(line), "\(line): \(outcome.errors)")
            }
            #expect(outcome.output.contains("1 accepted, 0 accepted before, 8 lines are wrong"))
            let json = try shop.tool.run(
                "send", "--file", "job.csv", "--job", "j", "--format", "json")
            #expect(json.output.contains("\"accepted\":0,\"known\":1"), "\(json.output)")
            let wrong: [[String]] = [
                ["send", "--to", "c1"], ["send", "--file", "job.csv"],
                ["send", "--to", "c1", "--template", "parcel", "--var", "x"],
                ["send", "--to", "c1", "--template", "parcel", "--purpose", "spam"],
            ]
            for arguments in wrong {
                #expect(try shop.tool.run(arguments).code == 64, "\(arguments)")
            }
            let purpose = try shop.tool.run(
                "send", "--to", "c1", "--template", "thanks", "--purpose", "service", "--lang",
                "en")
            #expect(purpose.code == 3 && purpose.errors.contains("the template is for marketing"))
        }

        @Test("a dry run meets the gates and keeps nothing")
        func dryRun() throws {
            let shop = try Shop.stocked("direct-dry")
            defer { shop.remove() }
            try shop.tool.write(
                "{\"to\":\"c1\",\"id\":\"yes\"}\n{\"to\":\"13700000099\",\"id\":\"no\"}\n",
                to: "job.jsonl")
            let outcome = try shop.tool.run(
                "send", "--file", "job.jsonl", "--job", "j", "--template", "thanks", "--dry-run",
                "--lang", "en")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("direct:j:no: drop"), "\(outcome.output)")
            #expect(!outcome.output.contains("direct:j:yes: drop"), "\(outcome.output)")
            #expect(outcome.output.contains("dry run: job j: 2 would be accepted"))
            let service = try shop.tool.run(
                "send", "--to", "c1", "--template", "parcel", "--var", "event.code=8-1",
                "--dry-run")
            #expect(service.output.contains("取件码8-1"), "\(service.output)\(service.errors)")
            try shop.succeed("run", "--for", "1s")
            #expect(try shop.tool.read("carrier.log").isEmpty)
        }

        @Test("a running daemon takes them at once, through the gates of the purpose")
        func running() throws {
            let shop = try Shop.stocked("direct-run")
            defer { shop.remove() }
            let daemon = try shop.tool.start(["run"])
            defer { daemon.terminate() }
            let deadline = Date().addingTimeInterval(60)
            while Date() < deadline,
                !((try? shop.tool.read("daemon.log")) ?? "").contains("ready")
            {
                usleep(50_000)
            }
            var lines = "to,event.code\n"
            for index in 0..<300 { lines += "1370000\(1_000 + index),8-\(index)\n" }
            try shop.tool.write(lines, to: "job.csv")
            try shop.succeed("stop", "--rule", "direct:marketing")
            try shop.succeed(
                "send", "--file", "job.csv", "--job", "big", "--template", "parcel")
            var taken = 0
            while Date() < deadline, taken < 300 {
                usleep(100_000)
                taken = ((try? shop.tool.read("carrier.log")) ?? "").split(separator: "\n").count
            }
            #expect(taken == 300)
        }
    }
}
