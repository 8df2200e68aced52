import HongyanCore

/// The usual writings of values, read straight from bytes. nil means "not in the usual writing",
/// never "wrong": the caller then asks Core.
enum FastText {
    static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
        guard bytes.count == word.count else { return false }
        for index in 0..<word.count where bytes[index] != word[index] { return false }
        return true
    }

    /// Decimal digits in a range; nil when there is another character.
    static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for index in start..<start + count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// `12`, `-3.5`: a plain decimal with no more places than the scale, at most 15 digits in all.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, scale: Int) -> Int64? {
        var index = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        guard index < bytes.count, bytes.count <= 16 else { return nil }
        var value: Int64 = 0
        var places = -1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                let first = isNegative ? 1 : 0
                guard places < 0, index > first, index + 1 < bytes.count else {
                    return nil
                }
                places = 0
            } else {
                let digit = byte &- 0x30
                guard digit < 10 else { return nil }
                value = value * 10 + Int64(digit)
                if places >= 0 { places += 1 }
            }
            index += 1
        }
        guard max(places, 0) <= scale, scale <= ValueType.maxScale else { return nil }
        for _ in max(places, 0)..<scale {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return isNegative ? -value : value
    }

    /// `2026-11-21`.
    static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilDay? {
        guard bytes.count == 10 else { return nil }
        return leadingDay(bytes)
    }

    private static func leadingDay(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilDay? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = digits(bytes, 0, 4), let month = digits(bytes, 5, 2),
            let day = digits(bytes, 8, 2)
        else { return nil }
        return CivilDay(year: year, month: month, day: day)
    }

    /// `2026-11-21T10:00:00`, a space instead of the T, followed by nothing, `Z` or `+08:00`.
    static func time(_ bytes: UnsafeBufferPointer<UInt8>, zone: Zone) -> Timestamp? {
        guard bytes.count >= 19, let day = leadingDay(bytes),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digits(bytes, 11, 2), let minute = digits(bytes, 14, 2),
            let second = digits(bytes, 17, 2), hour < 24, minute < 60, second < 60
        else { return nil }
        let ofDay = Int64(hour * 3_600 + minute * 60 + second) * 1_000
        let utc = Int64(day.number) * 86_400_000 + ofDay
        switch bytes.count {
        case 19: return zone.moment(day, millisecondOfDay: ofDay)
        case 20 where bytes[19] == UInt8(ascii: "Z"): return Timestamp(milliseconds: utc)
        case 25:
            let sign = bytes[19]
            guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
                bytes[22] == UInt8(ascii: ":"), let hours = digits(bytes, 20, 2),
                let minutes = digits(bytes, 23, 2), hours < 15, minutes < 60
            else { return nil }
            let offset = Int64(hours * 60 + minutes) * 60_000
            let shift = sign == UInt8(ascii: "-") ? -offset : offset
            return Timestamp(milliseconds: utc - shift)
        default: return nil
        }
    }

    /// `05-01`, `1990-05-01`.
    static func anniversary(_ bytes: UnsafeBufferPointer<UInt8>) -> Anniversary? {
        if bytes.count == 10 {
            guard let day = leadingDay(bytes) else { return nil }
            let fields = day.fields
            return Anniversary(
                calendar: .solar, month: fields.month, day: fields.day, year: fields.year)
        }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"), let month = digits(bytes, 0, 2),
            let day = digits(bytes, 3, 2), CivilDay(year: 2024, month: month, day: day) != nil
        else { return nil }
        return Anniversary(calendar: .solar, month: month, day: day)
    }

    /// Eleven digits that start with 13 … 19, as most files have them.
    static func phone(_ bytes: UnsafeBufferPointer<UInt8>) -> PhoneNumber? {
        guard bytes.count == 11, bytes[0] == UInt8(ascii: "1"), bytes[1] >= UInt8(ascii: "3") else {
            return nil
        }
        for byte in bytes where byte &- 0x30 >= 10 { return nil }
        let e164 = String(unsafeUninitializedCapacity: 14) { target in
            target[0] = UInt8(ascii: "+")
            target[1] = UInt8(ascii: "8")
            target[2] = UInt8(ascii: "6")
            for index in 0..<11 { target[index + 3] = bytes[index] }
            return 14
        }
        return PhoneNumber(e164: e164)
    }
}
