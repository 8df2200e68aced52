import HongyanCore

/// Characters that nobody sees: mostly pasted along.
///
/// Platforms refuse them as disguise (变体字、干扰符号: Tencent, Huawei, Aliyun, Qiniu), and each
/// is paid for.
enum TemplateInvisible: Check {
    static let page = CheckPage(
        id: "template/invisible", severity: .warning,
        title: .init(zh: "正文里没有看不见的字符", en: "a body has no invisible characters"),
        why: .init(
            zh: """
                零宽字符、不换行空格、制表符多是粘贴带来的：占字数、可能多算一条，\
                平台还会当作规避审核的干扰符号。
                """,
            en: """
                Zero-width characters, no-break spaces and tabs mostly come with pasted text: they \
                are paid for, may take another part, and platforms take them for an attempt to \
                hide words.
                """),
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            for (text, start) in body.fixed {
                guard let (offset, scalar) = first(in: text) else { continue }
                let length = String(scalar).utf8.count
                let range = start + offset..<start + offset + length
                let code = String(scalar.value, radix: 16, uppercase: true)
                let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
                report(
                    body.reader, at: body.place(range), zh: "看不见的字符 \(name)",
                    en: "the character \(name) is invisible",
                    fix: body.fix(range, isSpace(scalar) ? " " : ""))
                break
            }
        }
    }

    private static func first(in text: String) -> (offset: Int, scalar: Unicode.Scalar)? {
        var offset = 0
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            // A joiner between the parts of an emoji is part of it.
            let isJoiner =
                scalar.value == 0x200D && (last.map { $0.value >= 0x2190 } ?? false)
                && !(last?.properties.isAlphabetic ?? false)
            if isInvisible(scalar), !isJoiner { return (offset, scalar) }
            offset += String(scalar).utf8.count
            last = scalar
        }
        return nil
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        [0x09, 0xA0, 0x202F].contains(scalar.value)
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0xA0, 0xAD, 0x202F, 0xFEFF, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069:
            true
        default: false
        }
    }
}
