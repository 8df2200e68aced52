public import HongyanCore

extension TortureMoment {
    /// As a line of the story; nil for what is told elsewhere.
    public func words(_ language: Language) -> String {
        language == .zh ? chinese : english
    }

    private func time(_ moment: Timestamp) -> String { TortureBook.zone.format(moment) }

    private var english: String {
        switch self {
        case .fault(let step, let at, let fault):
            "step \(step) at \(time(at)), fault: \(fault.words(.en))"
        case .arrival(let at, let facts): "  \(time(at)) comes in: \(facts)"
        case .step(let step, let at, let events, let decisions, let submissions):
            "step \(step) at \(time(at)): \(events) provider events, \(decisions) decisions, "
                + "\(submissions) submissions"
        case .submitted(let facts): "  handed over: \(facts)"
        case .died(let call): "  the process dies" + (call.map { " in \($0)" } ?? " while writing")
        case .lostTail(let unsynced, let kept):
            "  power cut: \(unsynced) writes not synced, \(kept) of them on the disk"
        case .full: "  the disk is full; the daemon ends"
        case .busy: "  the store is busy; the daemon tries again"
        case .stoppedByClock(let span): "  the clock jumped by \(span); the daemon stops"
        case .restarted(let at, let unknown):
            "  restart at \(time(at)), \(unknown) submissions unknown"
        case .quiet(let at): "\(time(at)): no more faults"
        case .compared(let decisions):
            "held against a run without faults: \(decisions) decisions"
        case .breach(let step, let at, let breach):
            "BROKEN at step \(step), \(time(at)): \(breach.invariant.rawValue): "
                + "\(breach.invariant.words(.en))\n  \(breach.facts)"
        }
    }

    private var chinese: String {
        switch self {
        case .fault(let step, let at, let fault):
            "第 \(step) 步 \(time(at))，故障：\(fault.words(.zh))"
        case .arrival(let at, let facts): "  \(time(at)) 进来：\(facts)"
        case .step(let step, let at, let events, let decisions, let submissions):
            "第 \(step) 步 \(time(at))：通道回报 \(events)，决定 \(decisions)，提交 \(submissions)"
        case .submitted(let facts): "  已提交：\(facts)"
        case .died(let call): "  进程死亡" + (call.map { "，在 \($0)" } ?? "，写盘途中")
        case .lostTail(let unsynced, let kept): "  断电：未落盘的写 \(unsynced) 次，其中留下 \(kept) 次"
        case .full: "  磁盘已满，守护进程退出"
        case .busy: "  库被占用，守护进程重试"
        case .stoppedByClock(let span): "  时钟跳了 \(span)，守护进程停下"
        case .restarted(let at, let unknown): "  \(time(at)) 重启，\(unknown) 次提交结果未知"
        case .quiet(let at): "\(time(at))：不再有故障"
        case .compared(let decisions): "与没有故障的运行比较：\(decisions) 个决定"
        case .breach(let step, let at, let breach):
            "第 \(step) 步 \(time(at)) 不成立：\(breach.invariant.rawValue)："
                + "\(breach.invariant.words(.zh))\n  \(breach.facts)"
        }
    }
}

extension Fault {
    public func words(_ language: Language) -> String {
        let isChinese = language == .zh
        switch self {
        case .death(let call, let isAfter):
            return isChinese
                ? "第 \(call) 次调用\(isAfter ? "之后" : "之前")崩溃"
                : "crash \(isAfter ? "after" : "before") call \(call)"
        case .tornWrite(let after):
            return isChinese
                ? "再写 \(after) 次后，写到一半崩溃" : "crash in the middle of write \(after + 1)"
        case .powerCut(let after, let share):
            return isChinese
                ? "再写 \(after) 次后断电，未落盘的留下 \(share)%"
                : "power cut in write \(after + 1), \(share)% of what is not synced stays"
        case .fullDisk(let bytes):
            return isChinese ? "再写 \(bytes) 字节后磁盘满" : "disk full after \(bytes) bytes"
        case .busyStore(let call):
            return isChinese
                ? "第 \(call) 次调用起，库被别的进程占用" : "store held by another process from call \(call)"
        case .away(let span, let isCrash):
            return isChinese
                ? "\(isCrash ? "崩溃" : "停机")，\(span) 后才启动"
                : "\(isCrash ? "crash" : "stop"), started again after \(span)"
        case .clockStep(let span):
            return isChinese ? "时钟被拨 \(span)" : "clock set by \(span)"
        case .storm(let span):
            return isChinese ? "运营商限流 \(span)" : "the carrier throttles for \(span)"
        case .deadLine(let span):
            return isChinese ? "与通道断线 \(span)" : "the provider's line is dead for \(span)"
        }
    }
}

extension Fault.Kind {
    /// For a table of counts.
    public func words(_ language: Language) -> String {
        let isChinese = language == .zh
        return switch self {
        case .death: isChinese ? "调用前后崩溃" : "crash at a call"
        case .tornWrite: isChinese ? "写到一半崩溃" : "crash in a write"
        case .powerCut: isChinese ? "断电" : "power cut"
        case .fullDisk: isChinese ? "磁盘满" : "disk full"
        case .busyStore: isChinese ? "库被占用" : "store busy"
        case .away: isChinese ? "长时间停机" : "daemon away"
        case .clockStep: isChinese ? "时钟跳变" : "clock step"
        case .storm: isChinese ? "限流" : "throttling storm"
        case .deadLine: isChinese ? "断线" : "line dead"
        }
    }
}

extension TortureWorld.Arrival.Content {
    /// `name=value` pairs; a number never.
    var words: String {
        switch self {
        case .event(let event):
            "event=\(event.kind) customer=\(event.customer) id=\(event.id?.rawValue ?? "-") "
                + "at=\(TortureBook.zone.format(event.at))"
        case .signal(let signal): "signal=\(signal.kind) key=\(signal.key) day=\(signal.day)"
        case .customer(let customer): "customer=\(customer.id) number=changed"
        case .consent(let consent): "consent customer=\(consent.customer)"
        case .refusal(let refusal):
            "refusal customer=\(refusal.customer?.rawValue ?? "-") "
                + "number=\(refusal.number.map(\.description) ?? "-") "
                + "purpose=\(refusal.optOut.purpose?.rawValue ?? "all")"
        case .stop(let scope): "stop=\(scope)"
        case .resume(let scope): "resume=\(scope)"
        case .reply(let reply): "reply=\(reply.text) from=\(reply.number) id=\(reply.id)"
        }
    }
}
