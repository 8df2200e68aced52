/// One thing that a file may not do, as a pure function over its path and text.
struct TidyRule: Sendable, CustomStringConvertible {
    let name: String
    let check: @Sendable (_ file: SourceText) -> [Fault]

    var description: String { name }

    struct Fault: Hashable, Sendable, CustomStringConvertible {
        let path: String
        let line: Int
        let what: String
        var description: String { "\(path):\(line): \(what)" }
    }
}

extension TidyRule {
    /// Every rule over single Swift files.
    static let all: [TidyRule] = [
        .coreImportsNothing, .sqlInStoreOnly, .noClock, .noEnvironment, .noPrinting, .noForce,
        .noLeftovers, .fileLength, .functionLength, .lineWidth, .testsExpect, .commandsAreNamed,
    ]

    /// The command line puts everything together, so it alone may ask the machine.
    private static func isBelowCommandLine(_ path: String) -> Bool {
        path.hasPrefix("Sources/") && !path.hasPrefix("Sources/hongyan/")
    }

    static let coreImportsNothing = TidyRule(name: "HongyanCore imports nothing") { file in
        guard file.path.hasPrefix("Sources/HongyanCore/") else { return [] }
        return file.codeLines.enumerated()
            .filter { words(in: $0.element).contains("import") }
            .map { Fault(path: file.path, line: $0.offset + 1, what: "import in HongyanCore") }
    }

    static let sqlInStoreOnly = TidyRule(name: "SQL stands in HongyanStore only") { file in
        guard file.path.hasPrefix("Sources/"), !file.path.hasPrefix("Sources/HongyanStore/") else {
            return []
        }
        let statements = file.source.literals.filter { isSQL($0.text) }
            .map { Fault(path: file.path, line: $0.line, what: "SQL outside HongyanStore") }
        let imports = file.codeLines.enumerated().filter {
            let words = words(in: $0.element)
            return words.contains("import") && (words.contains("GRDB") || words.contains("SQLite3"))
        }
        return statements
            + imports.map {
                Fault(path: file.path, line: $0.offset + 1, what: "database outside HongyanStore")
            }
    }

    static let noClock = TidyRule(name: "only the command line has a clock and chance") { file in
        guard isBelowCommandLine(file.path) else { return [] }
        return faults(
            in: file,
            naming: [
                "Date()", "Date.now", "Date(timeIntervalSinceNow", "UUID()", ".random(",
                ".randomElement()", ".shuffled()", "SystemRandomNumberGenerator", "ContinuousClock",
                "SuspendingClock", "DispatchTime.now", "gettimeofday", "clock_gettime", "time(nil)",
                "arc4random", "getrandom", ".hashValue",
            ])
    }

    static let noEnvironment = TidyRule(name: "only the command line reads its surroundings") {
        file in
        guard isBelowCommandLine(file.path) else { return [] }
        return faults(in: file, naming: ["ProcessInfo", "getenv", "CommandLine.arguments"])
    }

    static let noPrinting = TidyRule(name: "only the command line prints") { file in
        guard isBelowCommandLine(file.path) else { return [] }
        return faults(
            in: file, naming: ["print(", "debugPrint(", "dump(", "NSLog("], members: false)
    }

    static let noForce = TidyRule(name: "sources force nothing") { file in
        guard file.path.hasPrefix("Sources/") else { return [] }
        return faults(in: file, naming: ["try!", "as!"])
    }

    static let noLeftovers = TidyRule(name: "nothing is left for later") { file in
        guard file.path.hasPrefix("Sources/") else { return [] }
        return file.lines.enumerated()
            .filter { !words(in: $0.element).isDisjoint(with: ["TODO", "FIXME", "XXX", "HACK"]) }
            .map { Fault(path: file.path, line: $0.offset + 1, what: "left for later") }
    }

    /// In lines.
    static let longestFile = 500

    static let fileLength = TidyRule(name: "a file has at most 500 lines") { file in
        let count =
            file.lines.count
            - (file.text.hasSuffix("\n") ? 1 : 0)
        return count <= longestFile
            ? [] : [Fault(path: file.path, line: count, what: "\(count) lines")]
    }

    /// In lines, from its name to its closing brace.
    static let longestFunction = 70

    static let functionLength = TidyRule(name: "a function has at most 70 lines") { file in
        SwiftFunction.all(in: file.source).filter { $0.lineCount > longestFunction }
            .map {
                Fault(path: file.path, line: $0.line, what: "\($0.name): \($0.lineCount) lines")
            }
    }

    /// In characters, as swift-format counts.
    static let longestLine = 100
    /// In terminal columns, where a Chinese character takes two.
    static let widestLine = 120

    /// Tables of data, whose rows are wider on purpose.
    static let wideFiles: Set<String> = []

    static let lineWidth = TidyRule(name: "a line has at most 100 characters") { file in
        guard !wideFiles.contains(file.path) else { return [] }
        // Tests show rule files and expected lines as people read them.
        let longest = file.path.hasPrefix("Tests/") ? widestLine : longestLine
        return file.lines.enumerated().filter { $0.element.utf8.count > longest }
            .filter { $0.element.count > longest || displayWidth($0.element) > widestLine }
            .filter { !isAddress($0.element) }
            .map { number, line in
                let what = "\(line.count) characters, \(displayWidth(line)) columns"
                return Fault(path: file.path, line: number + 1, what: what)
            }
    }

    static let testsExpect = TidyRule(name: "a file of tests expects something") { file in
        guard file.path.hasPrefix("Tests/") else { return [] }
        let code = file.source.code
        let expectations = ["#expect", "#require", "Issue.record("]
        guard code.contains("@Test"), !expectations.contains(where: { code.contains($0) })
        else { return [] }
        return [Fault(path: file.path, line: 1, what: "tests without an expectation")]
    }

    static let commandsAreNamed = TidyRule(name: "a command says its own name") { file in
        guard file.path.hasPrefix("Sources/hongyan/Commands/") else { return [] }
        let code = file.source.code
        let count = occurrences(of: "CommandConfiguration(", in: code)
        let named = occurrences(of: "commandName:", in: code)
        return named >= count
            ? []
            : [Fault(path: file.path, line: 1, what: "CommandConfiguration without commandName")]
    }
}
