/// Rules as people write them, shortened to what a test is about.
enum RuleText {
    /// Fires when an order is placed.
    static func order(_ id: String = "a", _ extra: String = "") -> String {
        make(id, "{event: order.placed}", extra)
    }

    static func make(
        _ id: String, _ trigger: String, _ extra: String = "", purpose: String = "marketing",
        message: String = "hello"
    ) -> String {
        """
        rule: \(id)
        title: t
        purpose: \(purpose)
        trigger: \(trigger)
        message: \(message)
        \(extra)
        """
    }

    /// Words for all purposes.
    static let templates = """
        templates:
          hello: {purpose: marketing, text: "${name|顾客}，您好"}
          long: {purpose: marketing, text: "\(String(repeating: "长", count: 80))"}
          note: {purpose: service, text: "您的订单已收到"}
          alarm: {purpose: emergency, text: "台风红色预警，请留在室内"}
          code: {purpose: verification, text: "验证码${event.code}，五分钟内有效", variables: {event.code: {max: 8}}}
        """

    static func settings(rate: Int = 1_000) -> String {
        TestWorkspace.settings.replacing("rate: 1000/s", with: "rate: \(rate)/s")
    }
}
