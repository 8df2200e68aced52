import Testing

@testable import HongyanImport

struct JSONLineScannerTests {
    /// `key=value` in order, members of `fields` behind a dot; or the defect.
    private func read(_ text: String) -> String {
        var scanner = JSONLineScanner()
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { record -> String in
            if let defect = scanner.scan(record) { return "!\(defect)" }
            return scanner.scratch.withUnsafeBufferPointer { scratch -> String in
                let memory = CellMemory(record: record, scratch: scratch)
                var words: [String] = []
                for entry in scanner.entries {
                    let key = memory.text(entry.key)
                    words.append(
                        entry.kind == .fields ? "\(key){}" : "\(key)=\(memory.text(entry.value))")
                }
                for entry in scanner.fields {
                    words.append(".\(memory.text(entry.key))=\(memory.text(entry.value))")
                }
                return words.joined(separator: " ")
            }
        }
    }

    @Test(
        "reads flat objects with one nested object of fields",
        arguments: [
            (#"{}"#, ""),
            (#"{"a":"b","c":12.50,"d":true,"e":null}"#, "a=b c=12.50 d=true e="),
            (#" { "a" : "张三" , "b" : -3 } "#, "a=张三 b=-3"),
            (#"{"a":"\u5f20\u4e09\ud83d\ude00\n\"\\"}"#, "a=张三😀\n\"\\"),
            (#"{"i":["生鲜","母\u5a74"],"j":[]}"#, "i=生鲜|母婴 j="),
            (#"{"a":1,"fields":{"x":"1","y":2},"b":3}"#, "a=1 fields{} b=3 .x=1 .y=2"),
            (#"{"a":{"b":{"c":1}}}"#, "!tooDeep"),
            (#"{"a":[[1]]}"#, "!tooDeep"),
            (#"[1]"#, "!notAnObject"),
            (#""#, "!notAnObject"),
            (#"{"a":1"#, "!syntax"),
            (#"{"a":1,}"#, "!syntax"),
            (#"{"a" 1}"#, "!syntax"),
            (#"{"a":tru}"#, "!syntax"),
            (#"{"a":"x}"#, "!syntax"),
            (#"{"a":"\ud83d"}"#, "!syntax"),
            (#"{"a":"\x"}"#, "!syntax"),
            (#"{"a":1} b"#, "!syntax"),
        ])
    func reads(_ text: String, _ expected: String) {
        #expect(read(text) == expected)
    }
}
