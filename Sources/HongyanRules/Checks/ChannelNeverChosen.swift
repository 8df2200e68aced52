import HongyanCore

/// A channel that a cheaper one always beats.
enum ChannelNeverChosen: Check {
    static let page = CheckPage(
        id: "channel/never-chosen", severity: .warning,
        title: .init(zh: "每个通道都会被选中", en: "each channel is chosen by somebody"),
        why: .init(
            zh: """
                路由选能发这种用途、能到这家运营商的最便宜的通道，同价选写在前面的。\
                这个通道处处有更便宜的，一条也不会走它。只作备用就写 weight: 0。
                """,
            en: """
                Routing takes the cheapest channel that carries the purpose and reaches the \
                carrier, of equal prices the first in the file. Another channel beats this one \
                everywhere, so nothing ever takes it. One that only stands by says 'weight: 0'.
                """),
        bad:
            """
            channels:
              a: {purposes: [marketing], price: 0.04, …}
              b: {purposes: [marketing], price: 0.05, …}
            """,
        good: """
            channels:
              a: {purposes: [marketing], carriers: [mobile], price: 0.04, …}
              b: {purposes: [marketing], price: 0.05, …}
            """)

    static func run(_ context: CheckContext) {
        let channels = context.book.workspace.channels
        guard context.isSound(context.workspace) else { return }
        for channel in channels {
            // A weight of 0 says that it stands by.
            if channel.terms.weight == 0 { continue }
            let isChosen = channel.purposes.contains { purpose in
                Carrier.allCases.contains { carrier in
                    Router.taken(purpose: purpose, carrier: carrier, channels: channels)
                        .contains { $0.id == channel.id }
                }
            }
            guard !isChosen,
                let place = context.workspace.keyPlace("channels", channel.id.rawValue)
            else { continue }
            report(
                context.workspace.reader, at: place,
                zh: "通道“\(channel.id)”处处有更便宜的，不会被选中",
                en: "'\(channel.id)' is never chosen, others are cheaper everywhere")
        }
    }
}
