import HongyanCore
import Testing

@testable import HongyanImport

struct ImportReaderTests {
    @Test("reads customers with every type of tag")
    func customers() throws {
        let file = try imported(
            .customers,
            """
            id,phone,name,tier,birthday,registered_at,interests,price_list,coupon_expires
            c1,13812345678,张三,gold,1990-05-01,2026-01-02 03:04:05,母婴|生鲜,true,2026-12-01
            c2,,,,lunar 08-15,2026-01-02T03:04:05Z,,否,
            """)
        #expect(file.rejects.isEmpty)
        let rows = file.customers
        #expect(rows.map(\.id) == ["c1", "c2"])
        #expect(rows[0].phone == .number(PhoneNumber(e164: "+8613812345678")))
        #expect(rows[1].phone == .cleared)
        #expect(rows[0].tags["name"] == .some(.text("张三")))
        #expect(rows[0].tags["tier"] == .some(.text("gold")))
        #expect(
            rows[0].tags["birthday"]
                == .some(.anniversary(Anniversary(calendar: .solar, month: 5, day: 1, year: 1990))))
        #expect(
            rows[0].tags["registered_at"] == .some(.time(Timestamp(seconds: 1_767_294_245))))
        #expect(
            rows[1].tags["registered_at"] == .some(.time(Timestamp(seconds: 1_767_323_045))))
        #expect(rows[0].tags["interests"] == .some(.set(["母婴", "生鲜"])))
        #expect(rows[0].tags["price_list"] == .some(.boolean(true)))
        #expect(rows[1].tags["price_list"] == .some(.boolean(false)))
        #expect(rows[0].tags["coupon_expires"] == .some(.date(CivilDay(number: 20_788))))
        #expect(
            rows[1].tags["birthday"]
                == .some(.anniversary(Anniversary(calendar: .lunar, month: 8, day: 15))))
    }

    @Test("leaves an absent column alone and clears an empty cell")
    func absentAndEmpty() throws {
        let file = try imported(.customers, "id,name\nc1,\n")
        #expect(file.customers[0].phone == .untouched)
        #expect(file.customers[0].tags == ["name": nil])
        let line = try imported(.customers, #"{"id":"c1","name":null,"city":"北京"}"#, format: .jsonl)
        #expect(line.customers[0].tags == ["name": nil, "city": .text("北京")])
    }

    @Test(
        "reads a phone however people write it",
        arguments: [
            "13812345678", "138 1234 5678", "+8613812345678", "+86 138-1234-5678", "１３８１２３４５６７８",
            "008613812345678", "8613812345678", " 13812345678\u{3000}", "\"13812345678\"",
        ])
    func phones(_ written: String) throws {
        let file = try imported(.customers, "id,phone\nc1,\(written)\n")
        #expect(file.customers.first?.phone == .number(PhoneNumber(e164: "+8613812345678")))
    }

    @Test("one person written three ways is one number")
    func threeWays() throws {
        let file = try imported(
            .customers, "id,phone\nc1,13812345678\nc2,+86 138-1234-5678\nc3,１３８１２３４５６７８\n")
        #expect(Set(file.customers.map(\.phone)).count == 1)
    }

    @Test("reads whose phone a number is now; without a moment it speaks of now")
    func portability() throws {
        var reader = try ImportReader(
            kind: .portability,
            source: .bytes(
                Array(
                    """
                    phone,carrier,at,source
                    138 1234 5678,telecom,2026-01-02T03:04:05Z,HLR
                    +8613912345678,中国联通,,
                    13712345678,铁通,,

                    """.utf8)), format: .csv, schema: .empty, zone: .china, mapping: [:],
            now: Timestamp(seconds: 1_800_000_000), encoding: nil)
        let page = try #require(try reader.nextPage())
        guard case .portability(let rows) = page.rows else {
            Issue.record("other rows")
            return
        }
        #expect(
            rows == [
                IncomingPortability(
                    number: PhoneNumber(e164: "+8613812345678"),
                    portability: Portability(
                        carrier: .telecom, at: Timestamp(seconds: 1_767_323_045), source: "HLR")),
                IncomingPortability(
                    number: PhoneNumber(e164: "+8613912345678"),
                    portability: Portability(
                        carrier: .unicom, at: Timestamp(seconds: 1_800_000_000), source: "import")),
            ])
        #expect(page.rejects.map(\.line) == [4])
    }

    @Test("a table of regions answers by the longest prefix, and says what is wrong with it")
    func regions() throws {
        let table = try RegionTable(
            Array("prefix,province,city\n1381234,浙江,杭州\n13812,浙江,宁波\n".utf8))
        #expect(table.region(of: PhoneNumber(e164: "+8613812345678"))?.city == "杭州")
        #expect(table.region(of: PhoneNumber(e164: "+8613812995678"))?.city == "宁波")
        #expect(table.region(of: PhoneNumber(e164: "+8613912345678")) == nil)
        let faults: [(String, RegionTable.Fault)] = [
            ("", .missingColumn("prefix")), ("prefix,city\n", .missingColumn("province")),
            ("prefix,province,city\n138x234,浙江,杭州\n", .prefix(line: 2)),
            ("prefix,province,city\n1381234,浙江,杭州\n13,浙江,杭州\n", .prefix(line: 3)),
            ("prefix,province,city\n1381234,浙江,\n", .place(line: 2)),
            ("prefix,province,city\n1381234,浙江\n", .brokenRow(line: 2)),
        ]
        for (text, fault) in faults {
            #expect(throws: fault) { try RegionTable(Array(text.utf8)) }
        }
    }

    @Test(
        "refuses a phone that is none, without repeating its digits",
        arguments: [
            "1381234567", "02162345678", "12812345678", "138123456789", "abc", "+14155550100",
        ])
    func badPhones(_ written: String) throws {
        let file = try imported(.customers, "id,phone\nc1,\(written)\nc2,13812345678\n")
        #expect(file.customers.map(\.id) == ["c2"])
        #expect(file.rejects.map(\.line) == [2])
        #expect(file.rejects[0].raw == "c1,\(written)")
        let words = file.rejects[0].reason.words(.zh) + file.rejects[0].reason.words(.en)
        #expect(!words.contains(written))
        #expect(!file.rejects[0].description.contains(written))
    }

    @Test("rejects bad rows with line and reason and reads on")
    func badRows() throws {
        let file = try imported(
            .customers,
            """
            id,tier,birthday,registered_at,interests,price_list
            c1,gould,,,,
            c2,,02-30,,,
            c3,,,2026-02-30 10:00:00,,
            c4,,,,海鲜,
            c5,,,,,maybe
            ,,,,,
            c7,gold
            "c8
            "c9"x,,,,,
            c10,"gold",,,,
            """)
        #expect(file.customers.map(\.id) == ["c10"])
        #expect(file.rejects.map(\.line) == [2, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(
            file.rejects.map { $0.reason.words(.en) } == [
                "'tier' must be one of bronze, silver, gold, platinum",
                "'birthday' must be a day such as 05-01, 1990-05-01 or 'lunar 08-15'",
                "'registered_at' must be a time such as 2026-11-21 10:05",
                "'interests' must be one of 生鲜, 母婴, 美妆, 数码, 家居, 服饰",
                "'price_list' must be true or false",
                "'id' is empty",
                "2 cells where the header has 6",
                "text after a closing quote",
                "text after a closing quote",
            ])
    }

    @Test("counts lines through quoted line ends and blank lines")
    func lines() throws {
        let file = try imported(.customers, "id,name\r\nc1,\"a\r\nb\"\r\n\r\nc2\r\nc3,x\r\n")
        #expect(file.customers.map(\.id) == ["c1", "c3"])
        #expect(file.rejects.map(\.line) == [5])
    }

    @Test("reads events with columns and with a JSON object of fields")
    func events() throws {
        let file = try imported(
            .events,
            """
            id,customer,event,at,amount,cart_id,fields
            e1,c1,order.placed,2026-11-20 10:00:00,128.5,k1,"{""order_id"":""o1"",""items"":3}"
            ,c1,cart.updated,2026-11-20T10:00:00+08:00,,k1,
            e3,c1,cart.updated,2026-11-20 10:00,,k1,"{""station"":""A""}"
            e4,c1,order.palced,2026-11-20 10:00,,k1,
            e5,c1,customer.registered,2026-11-20 10:00,1,,
            e6,c1,cart.updated,2026-11-21 12:05:01,,k1,
            e7,c1,cart.updated,2026-11-21 12:05:00,,k1,
            e8,c1,cart.updated,2026-11-20 10:00,1.005,k1,
            """)
        #expect(file.events.map(\.id) == ["e1", nil, "e7"])
        #expect(
            file.events[0].fields == [
                "amount": .number(12_850), "cart_id": .text("k1"), "order_id": .text("o1"),
                "items": .number(3),
            ])
        #expect(file.events[0].at == file.events[1].at)
        #expect(file.events[1].fields == ["cart_id": .text("k1")])
        #expect(file.rejects.map(\.line) == [4, 5, 6, 7, 9])
        #expect(
            file.rejects.map(\.reason) == [
                .unknownKey(nearest: nil), .unknownEvent(nearest: "order.placed"),
                .strangeField("amount", of: "customer.registered"), .future(column: "at"),
                .value(column: "amount", .number(scale: 2)),
            ])
    }

    @Test("reads JSON lines like the same CSV")
    func jsonLines() throws {
        let lines = try imported(
            .events,
            #"""
            {"id":"e1","customer":"c1","event":"order.placed","at":"2026-11-20 10:00:00",\#
            "fields":{"amount":128.5,"order_id":"o1"}}

            {"customer":"c1","event":"cart.updated","at":"2026-11-20T10:00:00+08:00","cart_id":"k1"}
            {"customer":"c1","evnt":"cart.updated"}
            {"customer":"c1","customer":"c2","event":"cart.updated","at":"2026-11-20"}
            {"customer":"c1",
            """#, format: .jsonl)
        #expect(lines.events.count == 2)
        #expect(lines.events[0].fields == ["amount": .number(12_850), "order_id": .text("o1")])
        #expect(lines.events[1].fields == ["cart_id": .text("k1")])
        #expect(lines.rejects.map(\.line) == [4, 5, 6])
        #expect(
            lines.rejects.map(\.reason) == [
                .unknownKey(nearest: "event"), .duplicateKey("customer"), .json(.syntax),
            ])
    }

    @Test("reads consents; an empty proof is a missing one")
    func consents() throws {
        let file = try imported(
            .consents,
            """
            customer,purpose,at,expires,withdrawn,source,text_version,evidence
            c1,marketing,2026-01-01,2027-01-01,,checkout,v3,ab12
            c2,marketing,2026-01-01,,2026-02-01 09:00,store-form,,
            c3,advertising,2026-01-01,,,checkout,v3,
            c4,marketing,2026-01-01,,,,v3,
            c5,marketing,2026-11-22,,,checkout,v3,
            """)
        #expect(file.consents.map(\.customer) == ["c1", "c2"])
        #expect(file.consents[0].evidence == "ab12")
        #expect(file.consents[0].consent.expires == Timestamp(seconds: 1_798_732_800))
        #expect(file.consents[1].consent.textVersion == nil)
        #expect(file.consents[1].consent.withdrawn != nil)
        #expect(file.rejects.map(\.line) == [4, 5, 6])
    }

    @Test("reads suppressions of a person, a number or both")
    func suppressions() throws {
        let file = try imported(
            .suppressions,
            """
            customer,phone,at,source,purpose
            c1,,2026-01-01,reply,
            ,138 1234 5678,2026-01-01,complaint,marketing
            ,,2026-01-01,reply,
            """)
        #expect(file.suppressions.map(\.customer) == ["c1", nil])
        #expect(file.suppressions.map { $0.optOut.purpose } == [nil, .marketing])
        #expect(file.suppressions[1].number == PhoneNumber(e164: "+8613812345678"))
        #expect(file.rejects.map(\.reason) == [.noSubject])
    }

    @Test("reads signals with negative decimals")
    func signals() throws {
        let file = try imported(
            .signals,
            """
            kind,key,day,fetched_at,rain_mm,temp_max,temp_min
            weather,哈尔滨,2026-11-22,2026-11-21 06:00:00,0.5,-3,-12.5
            weather,上海,2026-02-30,2026-11-21 06:00:00,0,1,1
            wether,上海,2026-11-22,2026-11-21 06:00:00,0,1,1
            """)
        #expect(
            file.signals.map(\.fields) == [
                ["rain_mm": .number(5), "temp_max": .number(-30), "temp_min": .number(-125)]
            ])
        #expect(file.signals[0].key == "哈尔滨")
        #expect(
            file.rejects.map(\.reason) == [
                .value(column: "day", .date), .unknownSignal(nearest: "weather"),
            ])
    }

    @Test("keeps pages at a thousand records, good and bad")
    func pages() throws {
        var text = "id,phone\n"
        for number in 0..<2_500 { text += number % 10 == 0 ? "c\(number),1\n" : "c\(number),\n" }
        let file = try imported(.customers, text)
        #expect(file.pages.map { $0.rows.count + $0.rejects.count } == [1_000, 1_000, 500])
        #expect(file.rejects.count == 250)
        #expect(file.pages.last?.bytesRead == Int64(text.utf8.count))
    }

    @Test("reads the same from any division into chunks", arguments: [1, 2, 3, 7, 64, 1_000])
    func chunks(_ step: Int) throws {
        var text = "id,name\r\n"
        for number in 0..<9_000 { text += "c\(number),\"张\"\"三\"\"\n\(number)\"\r\n" }
        let bytes = Array(text.utf8)
        let file = try imported(.customers, bytes: bytes, source: dripping(bytes, step: step))
        #expect(file.rejects.isEmpty)
        #expect(file.customers.count == 9_000)
        #expect(file.customers[8_999].tags["name"] == .some(.text("张\"三\"\n8999")))
    }
}
