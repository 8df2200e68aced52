import HongyanCore
import Testing

@testable import HongyanImport

struct RejectsWriterTests {
    @Test("writes line, reason and the raw record as CSV")
    func writes() {
        let rejects = [
            Reject(line: 3, reason: .missing(column: "id"), raw: "a,\"b\"\nc"),
            Reject(line: 7, reason: .noSubject, raw: "x"),
        ]
        let text = String(decoding: RejectsWriter(language: .en).lines(rejects), as: UTF8.self)
        #expect(
            text == "3,'id' is empty,\"a,\"\"b\"\"\nc\"\n7,neither customer nor phone is given,x\n")
        let chinese = String(decoding: RejectsWriter(language: .zh).lines(rejects), as: UTF8.self)
        #expect(chinese.hasPrefix("3,“id”为空,"))
        #expect(RejectsWriter.header == Array("line,reason,raw\n".utf8))
    }
}
