import Foundation
import Testing

extension CommandLineTests {
    @Suite("audit and lexicon")
    struct AuditTests {
        static let good = "【云杉商城】会员日全场八折。拒收请回复R"
        static let bad = "【云杉商城】全网最低价等您。拒收请回复R"

        @Test("a good text passes, a bad one is shown with carets, basis and advice")
        func texts() throws {
            let tool = try Tool("audit")
            defer { tool.remove() }
            let good = try tool.run("audit", Self.good, "--lang", "en")
            #expect(good.code == 0)
            #expect(good.output == "pass · 0 findings\n")
            let bad = try tool.run("audit", Self.bad, "--lang", "zh")
            #expect(bad.code == 2)
            let lines = bad.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "【云杉商城】全网最低价等您。拒收请回复R")
            #expect(lines[1] == "            ^^^^^^^^^^")
            #expect(bad.output.contains("拦截 ad/absolute"))
            #expect(bad.output.contains("依据: "))
            #expect(bad.output.contains("建议: "))
            let strict = try tool.run("audit", "--profile", "qiniu", Self.good, "--format", "json")
            #expect(strict.code == 2)
            #expect(strict.output.contains("\"id\":\"optout/not-accepted\""))
        }

        @Test("a file of texts gives a line each; a line that cannot be read is told")
        func files() throws {
            let tool = try Tool("audit-file")
            defer { tool.remove() }
            try tool.write(
                """
                {"id":"a","purpose":"marketing","profile":"default","text":"\(Self.good)"}

                {"id":"b","text":"【云杉商城】${name}您好，会员日全场八折。拒收请回复R","vars":{"name":"【假】"}}
                {"id":7,"purpose":"service","text":"【云杉商城】您的包裹已到。"}
                """, to: "texts.jsonl")
            let outcome = try tool.run("audit", "--file", "texts.jsonl", "--format", "json")
            #expect(outcome.code == 2)
            let lines = outcome.output.split(separator: "\n")
            try #require(lines.count == 3, "\(outcome)")
            #expect(lines[0] == "{\"id\":\"a\",\"verdict\":\"pass\",\"findings\":[]}")
            #expect(lines[1].hasPrefix("{\"id\":\"b\",\"verdict\":\"block\""))
            #expect(lines[1].contains("\"id\":\"variable/injection\""))
            #expect(lines[2].hasPrefix("{\"id\":\"7\",\"verdict\":\"pass\""))
            for (line, words) in [
                ("{", "not a JSON object"), ("{\"id\":\"x\"}", "\"text\" is missing"),
                ("{\"text\":\"x\",\"purpos\":1}", "'purpos' is not known"),
                ("{\"text\":\"x\",\"purpose\":\"spam\"}", "there is no purpose 'spam'"),
                ("{\"text\":\"x\",\"profile\":\"ali\"}", "there is no profile 'ali'"),
            ] {
                try tool.write("\n" + line + "\n", to: "broken.jsonl")
                let outcome = try tool.run("audit", "--file", "broken.jsonl")
                #expect(outcome.code == 1)
                #expect(outcome.errors.contains("broken.jsonl:2: \(words)"), "\(outcome)")
                #expect(outcome.output.isEmpty)
            }
        }

        @Test("a lexicon is imported, counts in the workspace, is compared and ages")
        func lexicons() throws {
            let shop = try Shop.stocked("lexicon")
            defer { shop.remove() }
            let head = "# updated: 2026-11-01\nid,category,level,terms,basis\n"
            try shop.tool.write(head + "a,own/slang,block,绝绝子,公司规定\n", to: "words.csv")
            let broken = head + "a,own/slang,blok,绝绝子,\n"
            try shop.tool.write(broken, to: "broken.csv")
            let refused = try shop.tool.run("lexicon", "import", "broken.csv", "--as", "own")
            #expect(refused.code == 1)
            #expect(refused.errors.contains("broken.csv:3: "))
            #expect(!shop.tool.has("lexicons"))
            let taken = try shop.tool.run("lexicon", "import", "words.csv", "--as", "own")
            #expect(taken.code == 0, "\(taken)")
            #expect(taken.errors.contains("lexicons: [lexicons/own.csv]"))
            let policy = try shop.tool.read("rules/policy.yaml")
            try shop.tool.write(
                policy + "\nlexicons: [lexicons/own.csv]\n", to: "rules/policy.yaml")
            let text = "【云杉商城】绝绝子。拒收请回复R"
            let found = try shop.tool.run("audit", "-w", ".", text, "--lang", "zh")
            #expect(found.code == 2)
            #expect(found.output.contains("公司规定"))
            #expect(try shop.tool.run("audit", text).code == 0)
            let status = try shop.tool.run("status", "--lang", "en", "--date", "2026-11-21")
            #expect(
                status.output.contains("lexicons/own.csv: 1 rows, 1 terms, updated 20 days ago"))
            #expect(status.output.contains("due for its weekly look"))
            let fresh = try shop.tool.run("lexicon", "list", "-w", ".", "--date", "2026-11-08")
            #expect(
                !fresh.output.contains("lexicons/own.csv: 1 rows, 1 terms, updated 7 days ago: "))
            #expect(fresh.output.contains("cn-base"))
            let undated = "id,category,level,terms\nb,own/slang,block,买它…囤$\n"
            try shop.tool.write(undated, to: "more.csv")
            _ = try shop.succeed("lexicon", "import", "more.csv")
            #expect(try shop.tool.read("lexicons/more.csv").hasPrefix("# updated: 20"))
            let same = try shop.tool.run("lexicon", "diff", "words.csv", "lexicons/own.csv")
            #expect(same.code == 0, "\(same)")
            let other = try shop.tool.run("lexicon", "diff", "cn-base", "words.csv")
            #expect(other.code == 2)
            #expect(other.output.contains("+ a own/slang block 绝绝子"))
            let export = try shop.tool.run("lexicon", "list", "--format", "csv")
            try shop.tool.write(export.output, to: "base.csv")
            #expect(try shop.tool.run("lexicon", "diff", "cn-base", "base.csv").code == 0)
        }
    }
}
