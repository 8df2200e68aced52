import Testing

struct SwiftTextTests {
    @Test("comments and the insides of literals are blanked", arguments: blanked)
    func blanks(_ sample: (source: String, code: String)) {
        #expect(SwiftText(sample.source).code == sample.code)
    }

    static let blanked: [(source: String, code: String)] = [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("a /* b\nc */ d", "a     \n     d"),
        ("f(\"x{\")", "f(\"  \")"),
        ("f(\"\\\"{\")", "f(\"   \")"),
        ("f(\"\\(g(\"}\"))\")", "f(\" (g(\" \"))\")"),
        ("f(#\"a\"b\\(c)\"#)", "f(#\"       \"#)"),
        ("f(#\"\\#(c)\"#)", "f(#\"  (c)\"#)"),
        ("\"\"\"\n\"x\" {\n\"\"\"", "\"\"\"\n     \n\"\"\""),
        ("\"https://a\" + b", "\"         \" + b"),
    ]

    @Test("literals keep their text and line, without what is interpolated")
    func literals() {
        let text = SwiftText("let a = \"one\"\nlet b = \"\"\"\n  two \\(f(\"three\"))\n  \"\"\"")
        #expect(
            text.literals == [
                .init(line: 1, text: "one"), .init(line: 2, text: "\n  two \n  "),
                .init(line: 3, text: "three"),
            ])
    }

    @Test("functions are found with their length, requirements are not")
    func functions() {
        let source = """
            protocol P {
                func required(_ a: Int) throws -> [Int: String]
                var x: Int { get }
                init(_ a: Int)
                func last()
            }
            struct S {
                init?(a: () -> Void = { print("}") }) {
                    self.init(a)
                }
                static func < (left: S, right: S) -> Bool { true }
                func long<T>(
                    _ b: T
                ) async throws(E) -> (Int, Int)
                where T: P {
                    func inner() {
                    }
                }
                subscript(i: Int) -> Int { i }
            }
            """
        let found = SwiftFunction.all(in: SwiftText(source))
        #expect(
            found == [
                SwiftFunction(name: "init", line: 8, lineCount: 3),
                SwiftFunction(name: "<", line: 11, lineCount: 1),
                SwiftFunction(name: "long", line: 12, lineCount: 7),
                SwiftFunction(name: "inner", line: 16, lineCount: 2),
                SwiftFunction(name: "subscript", line: 19, lineCount: 1),
            ])
    }

    @Test("Chinese text counts two columns a character")
    func width() {
        #expect(TidyRule.displayWidth("a鸿雁，b") == 8)
        #expect(TidyRule.displayWidth("…·é") == 3)
    }
}
