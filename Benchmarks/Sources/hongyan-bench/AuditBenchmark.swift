import HongyanCore

/// The content audit of 70-character marketing texts on one core: with the shipped lexicon, and
/// with 60,000 made-up phrases besides.
struct AuditBenchmark {
    static let goal = Figure.Reference(name: "goal", value: 200_000)
    static let texts = 200_000
    static let words = 60_000

    func run() throws -> [Figure] {
        let texts = Self.samples()
        let plain = try rate(of: .standard, texts)
        var auditor = ContentAuditor.standard
        let build = Stopwatch.seconds {
            auditor = ContentAuditor(lexicons: [.shipped, Self.many()])
        }
        return [
            Figure("audit, shipped lexicon", plain, "texts/s", against: Self.goal),
            Figure(
                "audit, \(grouped(Double(Self.words))) words more", try rate(of: auditor, texts),
                "texts/s", against: Self.goal),
            Figure("tables of that lexicon made in", build * 1_000, "ms"),
        ]
    }

    private func rate(of auditor: ContentAuditor, _ texts: [AuditText]) throws -> Double {
        var alarms = 0
        let seconds = Stopwatch.seconds {
            for index in 0..<Self.texts {
                let report = auditor.audit(texts[index % texts.count], purpose: .marketing)
                if report.verdict == .block { alarms += 1 }
            }
        }
        guard alarms == 0 else { throw BenchFailure("\(alarms) ordinary texts are blocked") }
        return Double(Self.texts) / seconds
    }

    /// A thousand different ordinary texts of 70 characters.
    private static func samples() -> [AuditText] {
        let names = ["小明", "李雷", "韩梅", "张三", "赵敏", "王芳", "陈静"]
        return (0..<1_000).map { index in
            let name = names[index % names.count]
            return AuditText(
                "【云杉商城】\(name)您好，您的购物车里还有\(index % 9 + 1)件商品没有结算。打开云杉商城App，"
                    + "在购物车里即可继续下单，满\(index % 90 + 10)元免运费，周日截止哦。拒收请回复R")
        }
    }

    /// Phrases of two to six characters, the same ones in each run.
    private static func many() -> Lexicon {
        var state: UInt64 = 1
        func below(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let rows = (0..<words).map { number in
            var term = String.UnicodeScalarView()
            for _ in 0..<2 + below(5) {
                if let scalar = Unicode.Scalar(UInt32(0x4E00 + below(5_000))) {
                    term.append(scalar)
                }
            }
            return LexiconRow(
                id: "w\(number)", category: "own/words", level: .review, terms: [String(term)])
        }
        return Lexicon(name: "many", version: "1", updated: nil, rows: rows)
    }
}
