import Testing

@testable import HongyanSignals

struct JSONValueTests {
    @Test("texts are read as RFC 8259 means them", arguments: readable)
    func reads(_ sample: (text: String, value: JSONValue)) {
        #expect(JSONValue.parse(Array(sample.text.utf8)) == .success(sample.value))
    }

    static let readable: [(text: String, value: JSONValue)] = [
        (" null ", .null), ("true", .boolean(true)), ("[]", .array([])), ("{ }", .object([])),
        ("-0.50e+3", .number("-0.50e+3")),
        ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
        ("\"雨\\n\\u96e8\\ud83d\\udca7\\/\"", .string("雨\n雨💧/")),
        (
            "{\"a\":{\"b\":null}}",
            .object([.init(name: "a", value: .object([.init(name: "b", value: .null)]))])
        ),
    ]

    @Test("what is no JSON is told by its offset", arguments: unreadable)
    func refuses(_ sample: (text: String, offset: Int)) {
        let expected = Result<JSONValue, JSONFault>.failure(JSONFault(offset: sample.offset))
        #expect(JSONValue.parse(Array(sample.text.utf8)) == expected)
    }

    static let unreadable: [(text: String, offset: Int)] = [
        ("", 0), ("<html>", 0), ("[1,]", 3), ("{\"a\" 1}", 5), ("01", 0), ("1.", 2), ("1e", 2),
        ("\"a", 2), ("\"\\x\"", 2), ("\"\\ud800\"", 7), ("\"\\udc00\"", 3), ("nul", 3), ("[] x", 3),
        ("\"\n\"", 1), ("{a:1}", 1), ("-", 1),
    ]

    @Test("bad UTF-8 in a string is a fault")
    func refusesBadUTF8() {
        #expect(JSONValue.parse([0x22, 0xFF, 0x22]) == .failure(JSONFault(offset: 0)))
    }

    @Test("deep nesting is a fault, not a crash")
    func refusesDepth() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(JSONValue.parse(deep) == .failure(JSONFault(offset: JSONParser.deepest)))
    }

    @Test("of repeated names the first wins, other kinds have no members")
    func members() throws {
        let value = try JSONValue.parse(Array("{\"a\":1,\"a\":2}".utf8)).get()
        #expect(value["a"] == .number("1"))
        #expect(value["b"] == nil)
        #expect(JSONValue.null["a"] == nil)
    }
}
