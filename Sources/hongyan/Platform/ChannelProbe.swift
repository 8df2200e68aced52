import Foundation
import HongyanCore
import HongyanStore

/// One probe of a channel.
struct ChannelProbe {
    let channel: Channel
    let book: RuleBook
    let folder: URL
    let patience: Span

    private struct Open {
        let number: ProbeNumber
        let at: Timestamp
        var providerIDs: Set<String> = []
        var result: ProbeResult?
    }

    func run() throws -> [ProbeResult] {
        guard let probes = book.workspace.probes else {
            throw CommandFailure("there is no probes: in hongyan.yaml")
        }
        let numbers = probes.numbers.filter {
            channel.carriers.isEmpty || channel.carriers.contains($0.carrier)
        }
        guard !numbers.isEmpty else {
            throw CommandFailure(
                "no number under probes: is one that channel \(channel.id) reaches")
        }
        let seed = UInt64.random(in: .min ... .max)
        let lines = try WorldBuilder.lines(book: book, seed: seed, folder: folder)
        guard let provider = lines.providers[channel.id] else {
            throw CommandFailure("channel \(channel.id) is not there")
        }
        lines.start()
        defer { lines.stop() }
        let clock = SystemClock()
        try SendCommand.waitForRoom(provider, channel, clock: clock)
        var open: [Digest: Open] = [:]
        let text = FinalText.compose(
            body: probes.text, signature: channel.signature ?? book.policy.signature,
            optOutWords: nil, putsSignatureLast: channel.pack?.putsSignatureLast ?? false)
        for (place, number) in numbers.enumerated() {
            let id = Digest(hashing: ["probe", String(seed), String(place)])
            let now = clock.now()
            open[id] = Open(number: number, at: now)
            provider.submit(
                [
                    Submission(
                        id: id, message: id, attempt: 1, number: number.number, text: text,
                        parts: PartCount.parts(in: text), purpose: .verification)
                ], at: now)
        }
        let end = clock.now() + patience
        while clock.now() < end, open.values.contains(where: { $0.result == nil }) {
            for event in provider.poll(through: clock.now()) { take(event, &open) }
            provider.confirm(at: clock.now())
            usleep(20_000)
        }
        return numbers.compactMap { number in
            let entry = open.values.first { $0.number == number }
            return entry.map {
                $0.result ?? result($0, $0.providerIDs.isEmpty ? .unknown : .accepted)
            }
        }
    }

    private func take(_ event: ProviderEvent, _ open: inout [Digest: Open]) {
        switch event {
        case .reply: break
        case .response(let id, let response, let at):
            guard let entry = open[id] else { return }
            switch response {
            case .accepted(let provider): open[id]?.providerIDs = [provider]
            case .acceptedInParts(let ids): open[id]?.providerIDs = Set(ids)
            case .throttled(let code), .refused(let code):
                open[id]?.result = result(entry, .refused, code, at)
            case .timedOut: open[id]?.result = result(entry, .unknown, "", at)
            }
        case .receipt(let receipt):
            guard
                let (id, entry) = open.first(where: {
                    $0.value.providerIDs.contains(receipt.providerID)
                }), entry.result == nil
            else { return }
            open[id]?.result = result(
                entry, receipt.outcome == .delivered ? .delivered : .failed, receipt.code,
                receipt.at)
        }
    }

    private func result(
        _ entry: Open, _ outcome: ProbeResult.Outcome, _ code: String = "",
        _ at: Timestamp? = nil
    ) -> ProbeResult {
        ProbeResult(
            channel: channel.id, name: entry.number.name, carrier: entry.number.carrier,
            province: entry.number.province, outcome: outcome, code: code, at: entry.at,
            took: at.map { $0 - entry.at })
    }
}
