import HongyanCore
import Testing

@testable import HongyanImport

struct EncodingTests {
    /// `c1,张三,北京` and `c2,李四,上海` in GBK.
    private let gbk: [UInt8] =
        Array("id,name,city\nc1,".utf8) + [0xD5, 0xC5, 0xC8, 0xFD] + Array(",".utf8)
        + [0xB1, 0xB1, 0xBE, 0xA9] + Array("\nc2,".utf8) + [0xC0, 0xEE, 0xCB, 0xC4]
        + Array(",".utf8) + [0xC9, 0xCF, 0xBA, 0xA3] + Array("\n".utf8)

    private func names(_ file: Imported) -> [Value?] {
        file.customers.map { $0.tags["name"].flatMap { $0 } }
    }

    @Test("finds out that a file is GBK")
    func gbkGuess() throws {
        let file = try imported(.customers, bytes: gbk)
        #expect(names(file) == [.text("张三"), .text("李四")])
        #expect(file.rejects.isEmpty)
    }

    @Test("decodes GBK characters that straddle reads", arguments: [1, 3, 5])
    func gbkChunks(_ step: Int) throws {
        var bytes = Array("id,name\n".utf8)
        for number in 0..<20_000 {
            bytes += Array("c\(number),".utf8) + [0xD5, 0xC5, 0xC8, 0xFD, 0x0A]
        }
        let file = try imported(.customers, bytes: bytes, source: dripping(bytes, step: step))
        #expect(file.customers.count == 20_000)
        #expect(names(file).allSatisfy { $0 == .text("张三") })
    }

    @Test("reads UTF-8 with a byte order mark")
    func mark() throws {
        let file = try imported(
            .customers, bytes: [0xEF, 0xBB, 0xBF] + Array("id,name\nc1,张三\n".utf8))
        #expect(names(file) == [.text("张三")])
    }

    @Test("takes the encoding that it is told")
    func told() throws {
        // ASCII only: both are right, and GB18030 is what was asked for.
        let file = try imported(
            .customers, bytes: Array("id,name\nc1,Li\n".utf8), encoding: .gb18030)
        #expect(names(file) == [.text("Li")])
    }

    @Test("rejects one row of broken bytes, not the file")
    func brokenRow() throws {
        // Beyond the first 64 KiB, so that the file is taken for UTF-8.
        var bytes = Array("id,name\n".utf8)
        for number in 0..<10_000 { bytes += Array("c\(number),张三\n".utf8) }
        bytes += Array("bad,".utf8) + [0xD5, 0xC5, 0x0A] + Array("c10000,李四\n".utf8)
        let file = try imported(.customers, bytes: bytes)
        #expect(file.customers.count == 10_001)
        #expect(file.rejects.map(\.reason) == [.encoding])
        #expect(file.rejects.map(\.line) == [10_002])

        var gb = gbk
        gb += Array("bad,".utf8) + [0xFF, 0xFF] + Array(",x\nc4,".utf8) + [0xC0, 0xEE, 0x2C, 0x0A]
        let other = try imported(.customers, bytes: gb)
        #expect(other.customers.map(\.id) == ["c1", "c2", "c4"])
        #expect(other.rejects.map(\.reason) == [.encoding])
    }

    @Test("names UTF-16 for what it is")
    func utf16() {
        #expect(throws: ImportFault.utf16) {
            try imported(.customers, bytes: [0xFF, 0xFE, 0x69, 0x00])
        }
    }

    @Test(
        "knows well-formed UTF-8",
        arguments: [
            ([0x41, 0xE5, 0xBC, 0xA0], .valid), ([0xF0, 0x9F, 0x98, 0x80], .valid),
            ([0x41, 0xE5, 0xBC], .truncated), ([0xC0, 0x80], .invalid(at: 0)),
            ([0x41, 0xED, 0xA0, 0x80], .invalid(at: 1)), ([0xF5], .invalid(at: 0)),
            ([0xE5, 0x41, 0x41], .invalid(at: 0)), ([0x80], .invalid(at: 0)),
        ] as [([UInt8], UTF8Check.Verdict)])
    func utf8(_ bytes: [UInt8], _ expected: UTF8Check.Verdict) {
        #expect(bytes.withUnsafeBufferPointer { UTF8Check.verdict(on: $0) } == expected)
    }
}
