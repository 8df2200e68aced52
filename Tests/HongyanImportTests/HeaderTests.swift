import HongyanCore
import Testing

@testable import HongyanImport

struct HeaderTests {
    @Test(
        "refuses a header that does not fit, with the nearest name",
        arguments: [
            ("id,brithday\n", ImportFault.unknownColumn(name: "brithday", nearest: "birthday")),
            ("id,zzzzzz\n", .unknownColumn(name: "zzzzzz", nearest: nil)),
            ("id,last_order_at\n", .computedTag(name: "last_order_at")),
            ("id,name,name\n", .duplicateColumn(name: "name")),
            ("id,customer\n", .duplicateColumn(name: "customer")),
            ("name,phone\n", .missingColumn(name: "id")),
            ("", .empty),
            ("\n", .empty),
            ("\"id\n", .brokenHeader),
        ])
    func refuses(_ header: String, _ expected: ImportFault) {
        #expect(throws: expected) { try imported(.customers, header) }
    }

    @Test("renames columns by --map")
    func mapping() throws {
        let file = try imported(
            .customers, "会员号,手机,姓名\nc1,13812345678,张三\n",
            mapping: ["会员号": "id", "手机": "phone", "姓名": "name"])
        #expect(file.customers.map(\.id) == ["c1"])
        #expect(file.customers[0].tags == ["name": .text("张三")])
        let line = try imported(
            .customers, #"{"会员号":"c1","name":"张三"}"#, format: .jsonl, mapping: ["会员号": "id"])
        #expect(line.customers.map(\.id) == ["c1"])
    }

    @Test("refuses a mapping of a column that is not there, or to nothing known")
    func badMapping() {
        #expect(throws: ImportFault.unmappedColumn(name: "x")) {
            try imported(.customers, "id\n", mapping: ["x": "name"])
        }
        #expect(throws: ImportFault.unknownColumn(name: "nmae", nearest: "name")) {
            try imported(.customers, "id,x\n", mapping: ["x": "nmae"])
        }
        #expect(throws: ImportFault.unknownColumn(name: "nmae", nearest: "name")) {
            try imported(.customers, "{}", format: .jsonl, mapping: ["x": "nmae"])
        }
    }

    @Test("says every fault in both languages")
    func words() {
        let fault = ImportFault.unknownColumn(name: "brithday", nearest: "birthday")
        #expect(fault.words(.en).contains("did you mean 'birthday'?"))
        #expect(fault.words(.zh).contains("是否为“birthday”？"))
    }
}
