import HongyanCore

/// Words in the report's language, both languages side by side where they are used.
struct Wording {
    let language: Language

    func callAsFunction(_ chinese: String, _ english: String) -> String {
        language == .zh ? chinese : english
    }

    func purpose(_ purpose: Purpose) -> String {
        switch purpose {
        case .marketing: self("营销", "marketing")
        case .service: self("服务", "service")
        case .verification: self("验证码", "verification")
        case .emergency: self("应急", "emergency")
        }
    }

    func state(_ state: MessageState) -> String {
        switch state {
        case .queued: self("排队中", "queued")
        case .claimed: self("已取出", "claimed")
        case .written: self("已写出", "written")
        case .accepted: self("运营商已接收", "accepted")
        case .refused: self("被拒绝", "refused")
        case .unknown: self("结果未知", "unknown")
        case .delivered: self("已送达", "delivered")
        case .failed: self("未送达", "failed")
        case .expired: self("已过期", "expired")
        case .withdrawn: self("发出前撤回", "withdrawn")
        }
    }

    /// Assumptions of a run; an unknown key stands for itself.
    func assumption(_ key: String) -> String {
        switch key {
        case "events": self("未来事件", "future events")
        case "signals": self("未来外部数据", "future signals")
        case "seed": self("随机种子", "seed")
        case "carrier": self("模拟运营商", "simulated carrier")
        case "calendar": self("缺少放假通知的年份", "years without a notice of working days")
        case "templates": self("模板视为", "templates count as")
        case "history": self("回放的历史事件", "replayed events")
        case "cut": self("事件历史只到", "events reach back only to")
        default: key
        }
    }

    func weekday(_ day: CivilDay) -> String {
        let chinese = ["一", "二", "三", "四", "五", "六", "日"]
        let english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return language == .zh ? "周" + chinese[day.weekday - 1] : english[day.weekday - 1]
    }
}

/// Numbers as people read them.
enum Figures {
    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `¥1,234.56`, rounded half up to fen; amounts under one yuan keep all their places.
    static func money(_ money: Money) -> String {
        if money.units.magnitude < 10_000 { return "¥" + money.description }
        let sign = money.units < 0 ? "-" : ""
        let fen = Int((money.units.magnitude + 50) / 100)
        return "\(sign)¥\(count(fen / 100)).\(two(fen % 100))"
    }

    /// `12.3%` with one place; `<0.1%` instead of a false zero.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let tenths = (part * 2_000 + whole) / (2 * whole)
        if tenths == 0 && part > 0 { return "<0.1%" }
        return "\(tenths / 10).\(tenths % 10)%"
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// `11-21`.
    static func monthDay(_ day: CivilDay) -> String {
        let fields = day.fields
        return "\(two(fields.month))-\(two(fields.day))"
    }
}
