import HongyanCore
import Testing

/// A number as somebody wrote it, what it must come to, and why.
struct NumberCase: Sendable, CustomTestStringConvertible {
    let raw: String
    let isValid: Bool
    let isPersonal: Bool
    let kind: NumberProfile.Kind
    let carrier: Carrier
    let normalised: String?
    let why: String

    /// A mainland mobile number.
    init(
        _ raw: String, _ kind: NumberProfile.Kind, _ carrier: Carrier, _ normalised: String,
        marketing isPersonal: Bool = true, _ why: String
    ) {
        self.raw = raw
        self.isValid = true
        self.isPersonal = isPersonal
        self.kind = kind
        self.carrier = carrier
        self.normalised = "+86" + normalised
        self.why = why
    }

    /// Anything else.
    init(
        invalid raw: String, _ kind: NumberProfile.Kind = .unknown, e164 normalised: String? = nil,
        carrier: Carrier = .unknown, _ why: String
    ) {
        self.raw = raw
        isValid = false
        isPersonal = false
        self.kind = kind
        self.carrier = carrier
        self.normalised = normalised
        self.why = why
    }
    var testDescription: String { "\(raw) — \(why)" }

    static let all: [NumberCase] = mobile + special + other

    static let mobile: [NumberCase] = [
        NumberCase("13812345678", .mobile, .mobile, "13812345678", "as it should be"),
        NumberCase("+8613812345678", .mobile, .mobile, "13812345678", "with +86"),
        NumberCase("008613812345678", .mobile, .mobile, "13812345678", "with 0086"),
        NumberCase("8613812345678", .mobile, .mobile, "13812345678", "with 86 and no plus"),
        NumberCase("138 1234 5678", .mobile, .mobile, "13812345678", "in groups"),
        NumberCase("138-1234-5678", .mobile, .mobile, "13812345678", "with hyphens"),
        NumberCase("１３８１２３４５６７８", .mobile, .mobile, "13812345678", "full width"),
        NumberCase("＋８６　13812345678", .mobile, .mobile, "13812345678", "a wide plus and space"),
        NumberCase("(86)13812345678", .mobile, .mobile, "13812345678", "brackets"),
        NumberCase("013812345678", .mobile, .mobile, "13812345678", "a trunk zero"),
        NumberCase("'13812345678", .mobile, .mobile, "13812345678", "Excel's apostrophe"),
        NumberCase("13012345678", .mobile, .unicom, "13012345678", "中国联通 130"),
        NumberCase("18912345678", .mobile, .telecom, "18912345678", "中国电信 189"),
        NumberCase("19212345678", .mobile, .broadnet, "19212345678", "中国广电 192"),
        NumberCase("13412345678", .mobile, .mobile, "13412345678", "1340–1348 are 移动"),
        NumberCase("17212345678", .mobile, .mobile, "17212345678", "172 are 移动"),
        NumberCase("16612345678", .mobile, .unicom, "16612345678", "166 are 联通"),
        NumberCase("17001234567", .mvno, .telecom, "17001234567", "1700 ride on 电信"),
        NumberCase("17031234567", .mvno, .mobile, "17031234567", "1703 ride on 移动"),
        NumberCase("17091234567", .mvno, .unicom, "17091234567", "1709 ride on 联通"),
        NumberCase("16512345678", .mvno, .mobile, "16512345678", "165 are virtual"),
        NumberCase("14712345678", .data, .mobile, "14712345678", "a data card, used as a phone"),
    ]

    static let special: [NumberCase] = [
        NumberCase(
            "14812345678", .iot, .mobile, "14812345678", marketing: false, "148 are devices"),
        NumberCase(
            "13491234567", .satellite, .telecom, "13491234567", marketing: false,
            "1349 beats 134: a satellite phone"),
        NumberCase(
            "17491234567", .satellite, .unknown, "17491234567", marketing: false, "at sea"),
        NumberCase(
            "17400123456", .satellite, .telecom, "17400123456", marketing: false,
            "17400 beats 174"),
        NumberCase(
            "17406123456", .emergency, .unknown, "17406123456", marketing: false,
            "the ministry's emergency communication"),
        NumberCase(
            "15412345678", .reserved, .telecom, "15412345678", marketing: false,
            "the block is not in use"),
    ]

    static let other: [NumberCase] = [
        NumberCase(
            invalid: "1064812345678", .iot, e164: "+861064812345678", carrier: .mobile,
            "13 digits: a device"),
        NumberCase(invalid: "021-62345678", .landline, e164: "+862162345678", "a line in 上海"),
        NumberCase(
            invalid: "+86 10 6234 5678", .landline, e164: "+861062345678", "a line in 北京, as abroad"
        ),
        NumberCase(
            invalid: "0755 2345 6789", .landline, e164: "+8675523456789", "a line in 深圳"),
        NumberCase(invalid: "110", .emergency, "the police"),
        NumberCase(invalid: "10086", .service, "a carrier's hotline"),
        NumberCase(invalid: "12321", .service, "a public hotline"),
        NumberCase(invalid: "95588", .service, "a bank"),
        NumberCase(invalid: "106980001234", .service, "an SMS port"),
        NumberCase(invalid: "400-123-4567", .service, "an enterprise line"),
        NumberCase(invalid: "+852 9123 4567", .foreign, e164: "+85291234567", "Hong Kong"),
        NumberCase(invalid: "+1 415 555 0100", .foreign, e164: "+14155550100", "North America"),
        NumberCase(invalid: "0044 20 7946 0000", .foreign, e164: "+442079460000", "Britain"),
        NumberCase(invalid: "12812345678", .unknown, "128 is no mobile prefix"),
        NumberCase(invalid: "1381234567", .unknown, "a digit is missing"),
        NumberCase(invalid: "138123456789", .unknown, "a digit too many"),
        NumberCase(invalid: "138a2345678", .unknown, "a letter"),
        NumberCase(invalid: "1.38E+10", .unknown, "what a spreadsheet made of it"),
        NumberCase(invalid: "", .unknown, "nothing"),
        NumberCase(invalid: "无", .unknown, "no number"),
    ]
}

@Suite("What is known of a number")
struct NumberProfileTests {
    @Test("as it was written", arguments: NumberCase.all)
    func cases(_ item: NumberCase) {
        let profile = NumberProfile(reading: item.raw)
        #expect(profile.isValid == item.isValid)
        #expect(profile.isPersonal == item.isPersonal)
        #expect(profile.kind == item.kind)
        #expect(profile.carrier == item.carrier)
        #expect(profile.normalised == item.normalised)
        #expect((profile.fault == nil) == item.isValid)
    }

    @Test("there are enough cases, each once")
    func enough() {
        #expect(NumberCase.all.count >= 40)
        #expect(Set(NumberCase.all.map(\.raw)).count == NumberCase.all.count)
    }

    @Test("countries and regions, where they are known")
    func places() {
        #expect(NumberProfile(reading: "13812345678").country == "CN")
        #expect(NumberProfile(reading: "13812345678").region == nil)
        #expect(NumberProfile(reading: "+85291234567").country == "HK")
        #expect(NumberProfile(reading: "+886912345678").country == "TW")
        #expect(NumberProfile(reading: "+14155550100").country == nil)
        #expect(
            NumberProfile(reading: "0755-23456789").region
                == NumberRegion(province: "广东", city: "深圳"))
        #expect(
            NumberProfile(reading: "+86 21 6234 5678").region
                == NumberRegion(province: "上海", city: "上海"))
    }

    @Test("an override beats every prefix, and the block is still told")
    func override() {
        let ported = Portability(
            carrier: .telecom, at: Timestamp(seconds: 1_800_000_000), source: "import")
        let profile = NumberProfile(reading: "13812345678").adding(
            portability: ported, region: NumberRegion(province: "浙江", city: "杭州"))
        #expect(profile.carrier == .telecom)
        #expect(profile.carrierByPrefix == .mobile)
        #expect(profile.region?.city == "杭州")
        #expect(profile.isPersonal)
    }

    @Test("a carrier is read by its word and by its name")
    func carriers() {
        #expect(Carrier(written: "telecom") == .telecom)
        #expect(Carrier(written: "中国移动") == .mobile)
        #expect(Carrier(written: "联通") == .unicom)
        #expect(Carrier(written: "铁通") == nil)
    }
}
