/// The tables of ``TextFolder``, while they are filled.
struct FoldTables {
    var folds = ContiguousArray<UInt16>(0...65_535)
    var kinds = ContiguousArray<UInt8>(repeating: 0, count: 65_536)
    var alikes = ContiguousArray<UInt16>(0...65_535)
    var splits: [UInt32: UInt16] = [:]
    var readings = ContiguousArray<UInt16>(repeating: 0, count: 65_536)
    var syllables: [UInt64: UInt16] = [:]
    var astral: [UInt32: UInt16] = [:]
    var traditional: Set<UInt16> = []
    var foreign: Set<UInt16> = []

    /// Characters that are traditional forms and standard simplified ones as well (GB 2312).
    private static let standard = Set("乾俱吒夥姊後徵摺於箝菸著藉跤阪麽".unicodeScalars.map(\.value))

    /// Width, case, circled and parenthesised forms (a part of NFKC), and what is dropped:
    /// default-ignorable and combining characters, private use.
    mutating func fillForms() {
        for upper in 0x41...0x5A { folds[upper] = UInt16(upper + 0x20) }
        for wide in 0xFF01...0xFF5E { folds[wide] = folds[wide - 0xFEE0] }
        for code in 0x24B6...0x24CF { folds[code] = UInt16(0x61 + code - 0x24B6) }
        for code in 0x24D0...0x24E9 { folds[code] = UInt16(0x61 + code - 0x24D0) }
        for code in 0x249C...0x24B5 { folds[code] = UInt16(0x61 + code - 0x249C) }
        for start in [0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A] {
            for digit in 0..<9 { folds[start + digit] = UInt16(0x31 + digit) }
        }
        folds[0x24EA] = 0x30
        for (index, unit) in Array("一二三四五六七八九十".utf16).enumerated() {
            folds[0x3220 + index] = unit
            folds[0x3280 + index] = unit
        }
        for code in [0x3000, 0xA0, 0x202F, 0x205F] + Array(0x2000...0x200A) { folds[code] = 0x20 }
        folds[0x2116] = 0x6E  // №
        folds[0x2122] = 0x2A
        let ignorable: [ClosedRange<Int>] = [
            0x00...0x08, 0x0E...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x300...0x36F, 0x34F...0x34F,
            0x61C...0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20F0, 0x3164...0x3164, 0xFE00...0xFE0F,
            0xFE20...0xFE2F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF0...0xFFF8, 0xE000...0xF8FF,
            0xD800...0xDFFF,
        ]
        for range in ignorable { for code in range { folds[code] = TextFolder.dropped } }
    }

    private static func units(_ text: String) -> [UInt16] {
        text.utf16.filter { $0 != 0x20 && $0 != 0x0A }
    }

    mutating func fillTraditional() {
        let pairs = Self.units(TraditionalTable.pairs)
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            folds[Int(pairs[index])] = pairs[index + 1]
            if !Self.standard.contains(UInt32(pairs[index])) { traditional.insert(pairs[index]) }
        }
    }

    mutating func fillLetters() {
        let pairs = Self.units(LookAlikes.letters)
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            folds[Int(pairs[index])] = folds[Int(pairs[index + 1])]
            foreign.insert(pairs[index])
        }
    }

    mutating func fillSigns() {
        let scalars = LookAlikes.signs.unicodeScalars.map(\.value).filter { $0 > 0x20 }
        for index in stride(from: 0, to: scalars.count - 1, by: 2) {
            let unit = UInt16(truncatingIfNeeded: scalars[index + 1])
            if scalars[index] > 0xFFFF {
                astral[scalars[index]] = unit
            } else {
                folds[Int(scalars[index])] = unit
            }
        }
    }

    mutating func fillKinds() {
        func mark(_ range: ClosedRange<Int>, _ kind: TextFolder.Kind) {
            for code in range { kinds[code] |= kind.rawValue }
        }
        mark(0x3400...0x9FFF, .han)
        mark(0x3007...0x3007, .han)
        mark(0x61...0x7A, .letter)
        mark(0x30...0x39, .digit)
        mark(0x20...0x20, [.noise, .blank])
        for unit in "*-_~`^|\\/+=#@&.·•‧∙$%".utf16 { mark(Int(unit)...Int(unit), .noise) }
        for unit in "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖".utf16 {
            mark(Int(unit)...Int(unit), .hanDigit)
        }
        for range in [
            0x2190...0x21FF, 0x2200...0x22FF, 0x2300...0x23FF, 0x2500...0x27BF,
            0x2900...0x2BFF, 0x203B...0x203B, 0x3012...0x3013, 0x30FB...0x30FB,
        ] {
            mark(range, .noise)
        }
    }

    mutating func fillAlikes() {
        let flag = TextFolder.Kind.alike.rawValue
        for word in LookAlikes.classes.split(whereSeparator: \.isWhitespace) {
            let units = word.utf16.map { folds[Int($0)] }
            guard let first = units.first else { continue }
            for unit in units.dropFirst() where alikes[Int(unit)] == unit && unit != first {
                alikes[Int(unit)] = alikes[Int(first)]
                kinds[Int(unit)] |= flag
            }
        }
        for word in LookAlikes.splits.split(whereSeparator: \.isWhitespace) {
            let units = Array(word.utf16)
            guard units.count == 3 else { continue }
            splits[UInt32(units[0]) << 16 | UInt32(units[1])] = units[2]
            kinds[Int(units[0])] |= flag
        }
    }

    mutating func fillReadings() {
        var next = TextFolder.firstSyllable
        for word in PinyinTable.text.split(whereSeparator: \.isWhitespace) {
            let letters = word.utf8.prefix { $0 < 0x80 }
            let name = letters.reduce(0) { UInt64($0) << 8 | UInt64($1) }
            let syllable = syllables[name] ?? next
            if syllable == next {
                syllables[name] = next
                next += 1
            }
            for unit in word.utf16.dropFirst(letters.count) where readings[Int(unit)] == 0 {
                readings[Int(unit)] = syllable
            }
        }
    }
}
