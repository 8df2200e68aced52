import HongyanCore
import Testing

@Suite("Reading phone numbers")
struct PhoneNumberTests {
    @Test(
        "reads a number as people write it",
        arguments: [
            "13812345678", "+8613812345678", "008613812345678", "8613812345678",
            "+86 138 1234 5678", "138-1234-5678", "(+86)138-1234-5678", "１３８１２３４５６７８",
            "＋８６　１３８１２３４５６７８", " 13812345678\t", "（86）13812345678", "013812345678",
            "'13812345678", "\u{202D}13812345678\u{202C}", "138\u{2011}1234\u{2011}5678",
        ])
    func reads(raw: String) {
        #expect(PhoneNumber.read(raw) == .success(PhoneNumber(e164: "+8613812345678")))
    }

    @Test(
        "says why it is none",
        arguments: [
            ("", PhoneFault.empty), ("   ", .empty), ("+", .notDigits), ("1381234567a", .notDigits),
            ("138+12345678", .notDigits), ("1.3812345678E10", .notDigits), ("无", .notDigits),
            ("1381234567", .tooShort), ("138123456789", .tooLong), ("13812345678.0", .tooLong),
            ("1111111111111111111111111111111", .tooLong), ("+14155550100", .foreign),
            ("0014155550100", .foreign), ("+852 9123 4567", .foreign), ("021-12345678", .landline),
            ("12812345678", .notMobile), ("23812345678", .notMobile), ("1064812345678", .iot),
            ("+86 1064812345678", .iot),
        ])
    func faults(raw: String, fault: PhoneFault) {
        #expect(PhoneNumber.read(raw) == .failure(fault))
    }

    @Test("faults have phrases in two languages and never echo a digit of the number")
    func phrases() {
        for fault in PhoneFault.allCases {
            #expect(!fault.phrase.isEmpty)
            #expect(!fault.chinesePhrase.isEmpty)
            #expect(!"\(fault)".contains("138"))
        }
    }

    @Test("is masked wherever it is printed")
    func masked() {
        let number = PhoneNumber(e164: "+8613812345678")
        #expect("\(number)" == "138****5678")
        #expect(String(describing: Optional(number)).contains("12345678") == false)
    }
}

@Suite("The number table")
struct NumberTableTests {
    @Test(
        "finds carrier and kind by the longest prefix",
        arguments: [
            ("13812345678", Carrier.mobile, NumberKind.mobile),
            ("13412345678", .mobile, .mobile),
            ("13491234567", .telecom, .satellite),
            ("13012345678", .unicom, .mobile),
            ("18912345678", .telecom, .mobile),
            ("19212345678", .broadnet, .mobile),
            ("17001234567", .telecom, .mvno),
            ("17031234567", .mobile, .mvno),
            ("17091234567", .unicom, .mvno),
            ("17400123456", .telecom, .satellite),
            ("17406123456", .unknown, .emergency),
            ("17413123456", .telecom, .reserved),
            ("17491234567", .unknown, .satellite),
            ("14512345678", .unicom, .data),
            ("14812345678", .mobile, .iot),
            ("16512345678", .mobile, .mvno),
            ("1064812345678", .mobile, .iot),
        ])
    func lookup(digits: String, carrier: Carrier, kind: NumberKind) throws {
        let found = try #require(NumberTable.lookup(PhoneNumber(e164: "+86" + digits)))
        #expect(found.carrier == carrier)
        #expect(found.kind == kind)
    }

    @Test("knows a block for every mobile prefix from 130 to 199")
    func complete() {
        let unknown = (130...199).filter { (prefix: Int) in
            NumberTable.lookup(PhoneNumber(e164: "+86\(prefix)12345678")) == nil
        }
        #expect(unknown == [])
    }

    @Test("knows nothing of foreign and short numbers")
    func none() {
        #expect(NumberTable.lookup(PhoneNumber(e164: "+14155550100")) == nil)
        #expect(NumberTable.lookup(PhoneNumber(e164: "+86138")) == nil)
        #expect(NumberTable.lookup(PhoneNumber(e164: "+8621123456")) == nil)
    }

    @Test("expects people behind phones and data cards only")
    func personal() {
        let personal = NumberKind.allCases.filter(\.isPersonal)
        #expect(personal == [.mobile, .mvno, .data])
    }
}
