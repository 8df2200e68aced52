import HongyanCore

/// One customer of the sample, drawn from (seed, number) alone.
struct Shopper {
    enum Habit { case regular, occasional, dormant, newcomer }

    let number: Int
    let name: String
    let isFemale: Bool
    let tier: String
    let city: City
    let habit: Habit
    let registered: LocalTime
    let phone: Phone
    /// As written in the file; empty when unknown.
    let birthday: String
    let interests: String
    let priceList: String
    let couponExpires: CivilDay?

    /// What stands in the phone column.
    enum Phone: Equatable {
        case none
        case written(String)
        /// No mainland mobile number: the import refuses the row.
        case bad(String)
    }

    var id: String { Shopper.id(number) }
    static func id(_ number: Int) -> String {
        let digits = String(number + 1)
        return "C" + String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
    }

    private static let surnameTotals = runningTotals(Names.surnames.map(\.1))
    private static let cityTotals = runningTotals(City.all.map(\.weight))
    private static let tiers = ["bronze", "silver", "gold", "platinum"]
    private static let goods = ["生鲜", "母婴", "美妆", "数码", "家居", "服饰"]

    init(_ number: Int, seed: UInt64, end: CivilDay, days: Int) {
        var dice = Dice(seed: seed, purpose: 1, number: number)
        self.number = number
        isFemale = dice.chance(of10000: 5_800)
        let surname = Names.surnames[dice.index(byTotals: Shopper.surnameTotals)].0
        name = surname + dice.pick(isFemale ? Names.female : Names.male)
        city = City.all[dice.index(byTotals: Shopper.cityTotals)]
        let habitMark = dice.below(100)
        habit =
            habitMark < 22
            ? .regular : habitMark < 68 ? .occasional : habitMark < 94 ? .dormant : .newcomer
        let tierWeights = habit == .regular ? [30, 60, 88, 100] : [62, 88, 97, 100]
        tier = habit == .newcomer ? "bronze" : Shopper.tiers[dice.index(byTotals: tierWeights)]
        let span = max(days, 1)
        let age =
            habit == .newcomer ? dice.below(span) : span + dice.below(1_400)
        registered = LocalTime(end - 1 - age, second: Rhythm.second(&dice))
        phone = Shopper.phone(number, seed: seed, &dice)
        birthday = Shopper.birthday(&dice)
        var words: [String] = []
        for word in Shopper.goods where dice.chance(of10000: 3_000) { words.append(word) }
        interests = words.joined(separator: "|")
        priceList = dice.chance(of10000: 800) ? "" : dice.chance(of10000: 2_600) ? "true" : "false"
        couponExpires = dice.chance(of10000: 1_500) ? end + dice.below(45) : nil
    }

    private static func birthday(_ dice: inout Dice) -> String {
        let mark = dice.below(1_000)
        if mark < 120 { return "" }
        let year = 1_955 + dice.below(52)
        let month = dice.below(12) + 1
        // Lunar days up to 29 exist in every month of every year.
        if mark < 240 { return "lunar \(two(month))-\(two(dice.below(29) + 1))" }
        if mark < 246 { return "\(year - year % 4)-02-29" }
        let day = dice.below(CivilDay.length(ofMonth: month, year: year)) + 1
        return mark < 400 ? "\(two(month))-\(two(day))" : "\(year)-\(two(month))-\(two(day))"
    }

    // MARK: Phones

    /// Real prefixes of the four carriers (MIIT's number plan), the usual ones only.
    private static let prefixes = [
        "135", "136", "137", "138", "139", "150", "151", "152", "157", "158", "159", "182", "183",
        "187", "188", "198", "130", "131", "132", "155", "156", "185", "186", "176", "133", "153",
        "180", "181", "189", "177", "199", "192",
    ]

    /// Every number of the sample is its own: eight digits from a permutation of the customer's
    /// number.
    static func digits(_ number: Int, seed: UInt64) -> String {
        var dice = Dice(seed: seed, purpose: 2, number: number)
        // 70,000,003 is coprime to 10⁸, so that numbers below 10⁸ do not meet.
        let shift = Int(seed % 99_999_989)
        let tail = (number &* 70_000_003 &+ shift) % 100_000_000
        let text = String(tail)
        return dice.pick(prefixes) + String(repeating: "0", count: 8 - text.utf8.count) + text
    }

    private static func phone(_ number: Int, seed: UInt64, _ dice: inout Dice) -> Phone {
        let mark = dice.below(10_000)
        if mark < 40 { return .bad(String(digits(number, seed: seed).dropLast(1 + dice.below(3)))) }
        if mark < 80 {
            return .bad("0\(2 * dice.below(4) + 21)-6\(dice.below(9_000_000) + 1_000_000)")
        }
        if mark < 180 { return .none }
        // A family that shops under one number.
        let owner = mark < 330 && number > 0 ? number - 1 - dice.below(min(number, 50)) : number
        let plain = digits(owner, seed: seed)
        let (a, b, c) = (plain.prefix(3), plain.dropFirst(3).prefix(4), plain.suffix(4))
        switch dice.below(100) {
        case 0..<4: return .written("\(a) \(b) \(c)")
        case 4..<8: return .written("+86\(plain)")
        case 8..<11: return .written("\(a)-\(b)-\(c)")
        case 11..<13: return .written("+86 \(a) \(b) \(c)")
        case 13..<15: return .written(fullWidth(plain))
        default: return .written(plain)
        }
    }

    private static func fullWidth(_ digits: String) -> String {
        var text = String.UnicodeScalarView()
        for byte in digits.utf8 {
            text.append(Unicode.Scalar(UInt32(byte) - 0x30 + 0xFF10) ?? "0")
        }
        return String(text)
    }
}

func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// When in the day people shop: lunch and evening peaks, little at night.
enum Rhythm {
    /// Weights of the hours from midnight.
    private static let totals = runningTotals([
        3, 1, 1, 1, 1, 1, 3, 7, 12, 16, 20, 26, 38, 32, 22, 20, 20, 24, 34, 46, 58, 54, 34, 12,
    ])

    static func second(_ dice: inout Dice) -> Int {
        dice.index(byTotals: totals) * 3_600 + dice.below(3_600)
    }
}
