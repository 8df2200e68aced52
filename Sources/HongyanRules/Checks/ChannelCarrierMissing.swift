import HongyanCore

/// Carriers that no channel reaches.
///
/// Numbers move between carriers (携号转网, nationwide since 2019-12-01), and the number table ends
/// at some date: there are always numbers of unknown carrier, and those need a channel for all.
enum ChannelCarrierMissing: Check {
    static let page = CheckPage(
        id: "channel/carrier-missing", severity: .warning,
        title: .init(zh: "每家运营商都有通道可走", en: "each carrier is reached by some channel"),
        why: .init(
            zh: """
                没有通道的运营商，那里的客户一条也收不到；号段不明的号码要一个不写 carriers 的通\
                道。
                """,
            en: """
                Customers of a carrier without a channel get nothing, and a number of unknown \
                carrier needs a channel that lists no carriers.
                """),
        bad: "channels:\n  a: {purposes: [marketing], carriers: [mobile], …}",
        good: """
            channels:
              a: {purposes: [marketing], carriers: [mobile], …}
              b: {purposes: [marketing], …}
            """)

    static func run(_ context: CheckContext) {
        let channels = context.book.workspace.channels
        guard context.isSound(context.workspace),
            let place = context.workspace.keyPlace("channels")
        else { return }
        let used = Set(context.book.rules.filter(\.isEnabled).map(\.purpose))
        // A purpose without any channel is told where the rule names it.
        for purpose in Purpose.allCases
        where used.contains(purpose) && channels.contains(where: { $0.purposes.contains(purpose) })
        {
            let missing = Carrier.allCases.filter {
                Router.route(purpose: purpose, carrier: $0, channels: channels) == nil
            }
            guard !missing.isEmpty else { continue }
            let names = missing.map(\.rawValue).joined(separator: ", ")
            report(
                context.workspace.reader, at: place,
                zh: "没有通道把 \(purpose.rawValue) 短信送到：\(names)",
                en: "no channel brings \(purpose.rawValue) messages to: \(names)")
        }
    }
}
