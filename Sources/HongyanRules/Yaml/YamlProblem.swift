import HongyanCore

/// Words for libyaml's problems.
enum YamlProblem {
    /// libyaml speaks English; what it can say of people's files, in Chinese. What is not here
    /// stays as it is.
    private static let words: [String: String] = [
        "could not find expected ':'": "这里缺少“:”",
        "did not find expected ',' or ']'": "这里应为“,”或“]”",
        "did not find expected ',' or '}'": "这里应为“,”或“}”",
        "did not find expected '-' indicator": "这里应为“-”，请看缩进",
        "did not find expected key": "这里应为键，请看缩进",
        "did not find expected node content": "这里缺少内容",
        "did not find expected <document start>": "这里不应再有内容",
        "did not find expected alphabetic or numeric character": "& 和 * 后面要有名称",
        "did not find expected whitespace or line break": "这里应为空格或换行",
        "did not find expected hexdecimal number": "\\x、\\u 后面要写十六进制数",
        "found character that cannot start any token": "这里不能有这个字符",
        "found a tab character that violates indentation": "不能用 Tab 缩进",
        "found a tab character where an indentation space is expected": "不能用 Tab 缩进",
        "found unexpected ':'": "这里不应有“:”，含“:”的文字要加引号",
        "found unexpected document indicator": "引号没有结束",
        "found unexpected end of stream": "文件已结束，引号没有结束",
        "found unknown escape character": "双引号里没有这个转义",
        "found undefined tag handle": "未知的标签",
        "found unknown directive name": "未知的指令",
        "found invalid Unicode character escape code": "转义的字符不存在",
        "mapping values are not allowed in this context": "这里不能再有“键: 值”",
        "mapping keys are not allowed in this context": "这里不能有键",
        "block sequence entries are not allowed in this context": "这里不能有“- ”列表项",
        "while parsing a block collection": "列表",
        "while parsing a block mapping": "一组键值",
        "while parsing a flow mapping": "{ } 里",
        "while parsing a flow node": "方括号或花括号里",
        "while parsing a flow sequence": "[ ] 里",
        "while parsing a block node": "这一段",
        "while scanning a block scalar": "多行文字",
        "while scanning a plain scalar": "文字",
        "while scanning a quoted scalar": "引号里的文字",
        "while scanning a simple key": "键",
        "while scanning for the next token": "这里",
        "while scanning an alias": "别名", "while scanning an anchor": "锚点",
        "while parsing a double-quoted scalar": "双引号里的文字",
        "while scanning a directive": "指令", "while scanning a tag": "标签",
    ]

    static func chinese(_ problem: String) -> String { words[problem] ?? problem }

    /// What probably happened, told by the problem and the line on which it began.
    static func advice(_ problem: String, line: ArraySlice<UInt8>) -> [Diagnostic.Message] {
        if line.contains("：".utf8) {
            return [
                Diagnostic.Message(
                    zh: "键后面要用半角“: ”，不是“：”", en: "a key is followed by ': ', not by '：'")
            ]
        }
        switch problem {
        case "mapping values are not allowed in this context", "found unexpected ':'":
            return [
                Diagnostic.Message(
                    zh: "值里有“: ”时要加引号", en: "a value that holds ': ' is put in quotes")
            ]
        case "found character that cannot start any token"
        where line.first == 0x09 || line.contains(0x40) || line.contains(0x60):
            return [
                Diagnostic.Message(
                    zh: "缩进用空格；以 @、` 开头的值要加引号",
                    en: "indent with spaces; a value that begins with @ or ` is put in quotes")
            ]
        default: return []
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ text: String.UTF8View) -> Bool {
        indices.contains { self[$0...].starts(with: text) }
    }
}
