/// One reading of a text, as 16-bit symbols that each know the scalar they came from.
struct FoldedText {
    var units: [UInt16] = []
    /// By unit: the scalar of the text. Units may be fewer than scalars, and several units may come
    /// from one scalar.
    var sources: [Int32] = []
    /// By unit: the last scalar that it came from; empty when that is always the source.
    var lasts: [Int32] = []

    @inline(__always)
    func last(_ unit: Int) -> Int32 { lasts.isEmpty ? sources[unit] : lasts[unit] }

    mutating func reserve(_ count: Int) {
        units.reserveCapacity(count)
        sources.reserveCapacity(count)
    }

    @inline(__always)
    mutating func append(_ unit: UInt16, _ source: Int32) {
        units.append(unit)
        sources.append(source)
    }

    @inline(__always)
    mutating func append(_ unit: UInt16, _ source: Int32, through last: Int32) {
        append(unit, source)
        lasts.append(last)
    }
}

/// Folds texts for matching: width, case, circled forms, look-alike letters, traditional
/// characters, and what nobody sees.
///
/// A class, because its tables (a few hundred KB) are shared and never change.
final class TextFolder: Sendable {
    static let shared = TextFolder()

    /// What kind of symbol a folded unit is.
    struct Kind: OptionSet, Sendable {
        let rawValue: UInt8
        static let han = Kind(rawValue: 1)
        /// May stand between characters to break words: blanks, ★, *, -, emoji. Ordinary marks
        /// (，。、！？：) do not.
        static let noise = Kind(rawValue: 2)
        static let blank = Kind(rawValue: 4)
        static let letter = Kind(rawValue: 8)
        static let digit = Kind(rawValue: 16)
        /// A character that others sound or look like, or a piece of one.
        static let alike = Kind(rawValue: 32)
        /// 一, 〇, 贰.
        static let hanDigit = Kind(rawValue: 64)
    }

    /// Nobody sees it: it is dropped.
    static let dropped: UInt16 = 0
    /// Where a variable's unknown value stands, and what has no meaning here.
    static let barrier: UInt16 = 0xFFFC
    /// What emoji are read as.
    static let star: UInt16 = 0x2605
    /// Pinyin syllables are private-use symbols from here on.
    static let firstSyllable: UInt16 = 0xE000

    /// By scalar of the BMP: what it folds to.
    private let folds: ContiguousArray<UInt16>
    /// Bits of ``Kind``, by folded unit.
    private let kinds: ContiguousArray<UInt8>
    /// By folded unit: what it sounds or looks like; itself mostly.
    private let alikes: ContiguousArray<UInt16>
    /// By two units: the character they are pieces of.
    private let splits: [UInt32: UInt16]
    /// By folded unit: its syllable, 0 where it is not known.
    private let readings: ContiguousArray<UInt16>
    /// By the syllable's letters, packed.
    private let syllables: [UInt64: UInt16]
    private let astral: [UInt32: UInt16]
    /// Traditional characters that are no standard simplified ones.
    private let traditional: Set<UInt16>
    /// Letters of other scripts that pass for Latin ones.
    let foreign: Set<UInt16>

    private init() {
        var tables = FoldTables()
        tables.fillForms()
        tables.fillTraditional()
        tables.fillLetters()
        tables.fillSigns()
        tables.fillKinds()
        tables.fillAlikes()
        tables.fillReadings()
        folds = tables.folds
        kinds = tables.kinds
        alikes = tables.alikes
        splits = tables.splits
        readings = tables.readings
        syllables = tables.syllables
        astral = tables.astral
        traditional = tables.traditional
        foreign = tables.foreign
    }

    @inline(__always)
    func kind(_ unit: UInt16) -> Kind { Kind(rawValue: kinds[Int(unit)]) }

    func isTraditional(_ scalar: UInt32) -> Bool {
        scalar <= 0xFFFF && traditional.contains(UInt16(scalar))
    }

    @inline(__always)
    func fold(_ scalar: UInt32) -> UInt16 {
        scalar <= 0xFFFF ? folds[Int(scalar)] : foldAstral(scalar)
    }

    private func foldAstral(_ scalar: UInt32) -> UInt16 {
        if let unit = astral[scalar] { return unit }
        switch scalar {
        case 0x1D400...0x1D6A3: return UInt16(0x61 + (scalar - 0x1D400) % 26)
        case 0x1D7CE...0x1D7FF: return UInt16(0x30 + (scalar - 0x1D7CE) % 10)
        case 0x1F110...0x1F129: return UInt16(0x61 + scalar - 0x1F110)
        case 0x1F130...0x1F149: return UInt16(0x61 + scalar - 0x1F130)
        case 0x1F150...0x1F169: return UInt16(0x61 + scalar - 0x1F150)
        case 0x1F170...0x1F189: return UInt16(0x61 + scalar - 0x1F170)
        case 0xE0000...0xE0FFF: return Self.dropped
        case 0x1F000...0x1FAFF: return Self.star
        default: return Self.barrier
        }
    }

    /// A phrase as it is looked for.
    func fold(_ phrase: String) -> [UInt16] {
        phrase.unicodeScalars.map { fold($0.value) }.filter { $0 != Self.dropped }
    }

    /// The reading without inserted noise and repeated characters; nil when it is the same.
    ///
    /// At most two noise symbols are left out between two characters.
    func loose(_ text: FoldedText) -> FoldedText? {
        var result = FoldedText()
        result.reserve(text.units.count)
        var index = 0
        let count = text.units.count
        while index < count {
            let unit = text.units[index]
            let kind = kind(unit)
            if kind.contains(.noise), let last = result.units.last {
                var next = index
                while next < count, self.kind(text.units[next]).contains(.noise) { next += 1 }
                let before = self.kind(last)
                let after = next < count ? self.kind(text.units[next]) : []
                let joins =
                    next - index <= 2 && !before.isDisjoint(with: [.han, .letter, .digit])
                    && !after.isDisjoint(with: [.han, .letter, .digit])
                    && (before.contains(.han) || after.contains(.han))
                if joins {
                    index = next
                    continue
                }
            } else if kind.contains(.han), result.units.last == unit {
                index += 1
                continue
            }
            result.append(unit, text.sources[index])
            index += 1
        }
        return result.units.count == text.units.count ? nil : result
    }

    /// What a unit sounds or looks like, one for all of its class.
    @inline(__always)
    func alike(_ unit: UInt16) -> UInt16 { alikes[Int(unit)] }

    /// The reading by sound and shape: classes of homophones and put-together characters.
    func alike(_ text: FoldedText) -> FoldedText {
        var result = FoldedText()
        result.reserve(text.units.count)
        var index = 0
        while index < text.units.count {
            let unit = text.units[index]
            if kind(unit).contains(.alike), index + 1 < text.units.count,
                let whole = splits[UInt32(unit) << 16 | UInt32(text.units[index + 1])]
            {
                result.append(
                    alike(whole), text.sources[index], through: text.last(index + 1))
                index += 2
                continue
            }
            result.append(alike(unit), text.sources[index], through: text.last(index))
            index += 1
        }
        return result
    }

    /// The syllable of a character; nil where it is not known.
    func syllable(of unit: UInt16) -> UInt16? {
        let syllable = readings[Int(unit)]
        return syllable == 0 ? nil : syllable
    }

    /// The reading by pinyin: known characters and runs of letters as syllables; nil when no run of
    /// letters can be read so.
    func spoken(_ text: FoldedText) -> (text: FoldedText, latin: [Bool])? {
        guard hasPinyin(text) else { return nil }
        var result = FoldedText()
        result.reserve(text.units.count)
        var latin: [Bool] = []
        var index = 0
        while index < text.units.count {
            let unit = text.units[index]
            guard kind(unit).contains(.letter) else {
                result.append(
                    syllable(of: unit) ?? unit, text.sources[index], through: text.last(index))
                latin.append(false)
                index += 1
                continue
            }
            var end = index
            while end < text.units.count, kind(text.units[end]).contains(.letter) { end += 1 }
            if let read = syllables(text.units[index..<end]) {
                for (order, (syllable, start)) in read.enumerated() {
                    let next = order + 1 < read.count ? read[order + 1].1 : end
                    result.append(
                        syllable, text.sources[start], through: text.last(next - 1))
                    latin.append(true)
                }
            } else {
                for place in index..<end {
                    result.append(
                        text.units[place], text.sources[place], through: text.last(place))
                    latin.append(false)
                }
            }
            index = end
        }
        return (result, latin)
    }

    /// Whether any run of letters is pinyin.
    private func hasPinyin(_ text: FoldedText) -> Bool {
        var index = 0
        while index < text.units.count {
            guard kind(text.units[index]).contains(.letter) else {
                index += 1
                continue
            }
            var end = index
            while end < text.units.count, kind(text.units[end]).contains(.letter) { end += 1 }
            if end - index > 1, syllables(text.units[index..<end]) != nil { return true }
            index = end
        }
        return false
    }

    /// Letters as pinyin, each syllable as long as can be; nil when they are no pinyin.
    private func syllables(_ letters: ArraySlice<UInt16>) -> [(UInt16, Int)]? {
        guard (2...40).contains(letters.count) else { return nil }
        var result: [(UInt16, Int)] = []
        var steps = 0
        func read(_ start: Int) -> Bool {
            steps += 1
            if start == letters.endIndex { return true }
            guard steps < 200 else { return false }
            for length in stride(from: min(6, letters.endIndex - start), to: 0, by: -1) {
                var name: UInt64 = 0
                for place in start..<start + length { name = name << 8 | UInt64(letters[place]) }
                guard let syllable = syllables[name] else { continue }
                result.append((syllable, start))
                if read(start + length) { return true }
                result.removeLast()
            }
            return false
        }
        return read(letters.startIndex) ? result : nil
    }
}
