import Testing

@testable import HongyanImport

struct CSVScannerTests {
    /// All records of a text, as cells; a malformed one is its defect's name.
    private func records(_ text: String) -> [[String]] {
        var scanner = CSVScanner()
        var result: [[String]] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { memory in
            var offset = 0
            while offset < memory.count {
                switch scanner.scan(memory, from: offset, isEnd: true) {
                case .record(let next, _):
                    let cells: [String] = scanner.scratch.withUnsafeBufferPointer { scratch in
                        let cellMemory = CellMemory(record: memory, scratch: scratch)
                        return scanner.cells.map { cellMemory.text($0) }
                    }
                    result.append(cells)
                    offset = next
                case .malformed(let defect, let next, _):
                    result.append(["!\(defect)"])
                    offset = next
                case .incomplete:
                    Issue.record("incomplete at the end")
                    return
                }
            }
        }
        return result
    }

    @Test(
        "splits records and cells as RFC 4180 says",
        arguments: [
            ("a,b,c\n", [["a", "b", "c"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d", [["a", "b"], ["c", "d"]]),
            ("a,,\n", [["a", "", ""]]),
            ("a,", [["a", ""]]),
            ("\"a\",\"b,c\"\n", [["a", "b,c"]]),
            ("\"say \"\"hi\"\"\",x\n", [["say \"hi\"", "x"]]),
            ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"two\r\nlines\",x\n", [["two\r\nlines", "x"]]),
            ("\"\",\"\"\"\"\n", [["", "\""]]),
            ("\"a\" ,b\n", [["a", "b"]]),
            (" a ,\u{3000}b\u{3000}\n", [["a", "b"]]),
            ("5\" pipe,b\n", [["5\" pipe", "b"]]),
            ("张三,北京\n", [["张三", "北京"]]),
            ("\"open,b\nc,d\n", [["!unclosedQuote"], ["c", "d"]]),
            ("\"a\"b,c\nd,e\n", [["!textAfterQuote"], ["d", "e"]]),
        ] as [(String, [[String]])])
    func splits(_ text: String, _ expected: [[String]]) {
        #expect(records(text) == expected)
    }

    @Test("counts the lines inside quotes")
    func countsLines() {
        var scanner = CSVScanner()
        let bytes = Array("\"a\nb\nc\",d\nnext".utf8)
        let outcome = bytes.withUnsafeBufferPointer { scanner.scan($0, from: 0, isEnd: false) }
        #expect(outcome == .record(next: 10, lines: 3))
    }

    @Test(
        "asks for more bytes while a record may go on",
        arguments: ["a,b", "a,b\r", "\"a", "\"a\"", "\"a\"\"", "\"a\nb"])
    func incomplete(_ text: String) {
        var scanner = CSVScanner()
        let bytes = Array(text.utf8)
        let outcome = bytes.withUnsafeBufferPointer { scanner.scan($0, from: 0, isEnd: false) }
        #expect(outcome == .incomplete)
    }
}
