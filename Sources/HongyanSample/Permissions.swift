import HongyanCore

/// What a shopper has agreed to and refused.
struct Permissions {
    struct Given {
        let purpose: StaticString
        let at: LocalTime
        var expires: CivilDay?
        var withdrawn: LocalTime?
        let source: String
        let textVersion: String
        let evidence: String
    }
    struct Refusal {
        let at: LocalTime
        /// Empty, or the number as plain digits.
        let phone: String
        let source: StaticString
        let purpose: StaticString
    }

    let customer: String
    private(set) var consents: [Given] = []
    private(set) var optOut: Refusal?

    private static let sources = ["checkout", "app-signup", "store-form", "mini-program"]

    init(_ shopper: Shopper, seed: UInt64, end: CivilDay) {
        customer = shopper.id
        var dice = Dice(seed: seed, purpose: 4, number: shopper.number)
        // Twelve in a hundred never agreed to anything.
        if !dice.chance(of10000: 1_200) {
            let at = shopper.registered.adding(seconds: 60 + dice.below(240))
            let hasVersion = !dice.chance(of10000: 300)
            var given = Given(
                purpose: "marketing", at: Permissions.past(at, end),
                source: dice.pick(Permissions.sources),
                textVersion: hasVersion ? "privacy-2025-03" : "", evidence: Permissions.proof(&dice)
            )
            if dice.chance(of10000: 150) {
                given.withdrawn = LocalTime(end - 1 - dice.below(60), second: Rhythm.second(&dice))
                if let withdrawn = given.withdrawn, withdrawn < given.at {
                    given.withdrawn = Permissions.past(given.at.adding(seconds: 3_600), end)
                }
            }
            if dice.chance(of10000: 250) {
                let last = end - 1 - dice.below(120)
                given.expires = max(last, given.at.day + 1)
            } else if dice.chance(of10000: 1_000) {
                given.expires = end + 30 + dice.below(700)
            }
            consents.append(given)
        }
        if dice.chance(of10000: 180) {
            let at = LocalTime(end - 1 - dice.below(180), second: Rhythm.second(&dice))
            var phone = ""
            if case .written = shopper.phone, dice.chance(of10000: 5_000) {
                phone = Shopper.digits(shopper.number, seed: seed)
            }
            let isComplaint = dice.chance(of10000: 800)
            optOut = Refusal(
                at: at, phone: phone, source: isComplaint ? "complaint" : "reply",
                purpose: isComplaint ? "" : "marketing")
        }
    }

    /// Not after the sample's last day.
    private static func past(_ time: LocalTime, _ end: CivilDay) -> LocalTime {
        time.day < end ? time : LocalTime(end - 1, second: 86_399)
    }

    /// A made-up fingerprint of the stored form.
    private static func proof(_ dice: inout Dice) -> String {
        let digits = String(dice.below(1 << 48), radix: 16)
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}
