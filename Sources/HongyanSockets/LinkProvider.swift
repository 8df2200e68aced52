public import HongyanCore
public import HongyanDelivery
internal import NIOCore
internal import NIOPosix
internal import Synchronization

#if HTTP
internal import NIOSSL
#endif

/// A channel over sockets: what is around its sessions. One connection, or two where sending and
/// receiving are bound apart.
///
/// Calls never block: what arrives waits in the session until the engine polls.
public final class LinkProvider: Provider {
    private struct Line {
        var session: LinkSession
        var channel: (any NIOCore.Channel)?
        /// Which connection of this session it is: what an older one still says is not heard.
        var epoch = 0
    }

    static let tickEvery = TimeAmount.milliseconds(20)
    static let connectTimeout = TimeAmount.seconds(10)

    private let link: CarrierLink
    private let clock: any WallClock
    private let onEvent: @Sendable () -> Void
    private let loop: any EventLoop
    // Mutex: the engine's thread and the event loop both drive the sessions.
    private let lines: Mutex<[Line]>

    /// - Parameters:
    ///   - provider: With a link.
    ///   - onEvent: Called when something waits to be polled or room came free; from any thread,
    ///     and it must not call back.
    /// - Returns: nil for a carrier inside the program.
    public init?(
        channel: ChannelID, _ provider: HongyanCore.Channel.ProviderKind, password: String,
        clock: any WallClock, onEvent: @escaping @Sendable () -> Void = {}
    ) {
        guard let link = provider.link else { return nil }
        self.link = link
        self.clock = clock
        self.onEvent = onEvent
        loop = MultiThreadedEventLoopGroup.singleton.any()
        let sessions = LinkSession.all(of: channel, provider, password: password)
        lines = Mutex(sessions.map { Line(session: $0) })
    }

    /// Whether this build can do what the link asks for.
    public static func supports(_ link: CarrierLink) -> Bool {
        #if HTTP
        return true
        #else
        return !link.usesTLS
        #endif
    }

    // MARK: The engine's side

    /// Connects, and connects again whenever the connection is lost.
    public func start() {
        drive { session, now in session.start(at: now) }
        loop.scheduleRepeatedTask(initialDelay: Self.tickEvery, delay: Self.tickEvery) {
            [weak self] task in
            guard let self else { return task.cancel() }
            drive { session, now in session.tick(at: now) }
        }
    }

    /// Says good-bye; ``isIdle`` tells when it is said.
    public func stop() { drive { session, now in session.stop(at: now) } }

    /// No connection stands, and none is wanted.
    public var isIdle: Bool {
        lines.withLock { $0.allSatisfy { $0.session.standing == .idle && $0.channel == nil } }
    }

    /// Each connection and where it stands.
    public var standings: [(role: LinkRole, standing: LinkStanding)] {
        lines.withLock { $0.map { ($0.session.role, $0.session.standing) } }
    }

    public func submit(_ batch: [Submission], at now: Timestamp) {
        let index = lines.withLock { $0.firstIndex { $0.session.role.sends } } ?? 0
        drive(index) { session in session.submit(batch, at: now) }
    }

    public func poll(through now: Timestamp) -> [ProviderEvent] {
        lines.withLock { lines in
            var events: [ProviderEvent] = []
            for index in lines.indices { events += lines[index].session.poll(through: now) }
            return events
        }
    }

    public func confirm(at now: Timestamp) {
        drive { session, _ in session.confirm(at: now) }
    }

    public var nextEventAt: Timestamp? {
        lines.withLock { $0.compactMap { $0.session.nextEventAt }.min() }
    }

    public func room(at now: Timestamp) -> Int {
        lines.withLock { $0.reduce(0) { $0 + $1.session.room(at: now) } }
    }

    public func isConnected(at now: Timestamp) -> Bool {
        lines.withLock { lines in
            lines.contains { $0.session.role.sends && $0.session.standing.isBound }
        }
    }

    public func slots(at now: Timestamp) -> Int {
        lines.withLock { $0.reduce(0) { $0 + $1.session.slots } }
    }

    // MARK: The sockets' side

    fileprivate func opened(_ index: Int, _ epoch: Int, _ channel: any NIOCore.Channel) {
        let now = clock.now()
        drive(index, epoch: epoch) { line in
            line.channel = channel
            return line.session.connected(at: now)
        }
    }

    fileprivate func received(_ index: Int, _ epoch: Int, _ buffer: ByteBuffer) {
        let now = clock.now()
        drive(index, epoch: epoch) { line in
            line.session.received(buffer.readableBytesView, at: now)
        }
    }

    fileprivate func closed(_ index: Int, _ epoch: Int, _ reason: String) {
        let now = clock.now()
        drive(index, epoch: epoch) { line in
            line.channel = nil
            line.epoch += 1
            return line.session.closed(reason: reason, at: now)
        }
    }

    private func drive(_ body: (inout LinkSession, Timestamp) -> [LinkAction]) {
        let now = clock.now()
        for index in 0..<lines.withLock({ $0.count }) {
            drive(index) { session in body(&session, now) }
        }
    }

    private func drive(_ index: Int, _ body: (inout LinkSession) -> [LinkAction]) {
        drive(index, epoch: nil) { line in body(&line.session) }
    }

    private func drive(_ index: Int, epoch: Int?, _ body: (inout Line) -> [LinkAction]) {
        let wakes = lines.withLock { lines -> Bool in
            if let epoch, lines[index].epoch != epoch { return false }
            let actions = body(&lines[index])
            perform(actions, index, &lines[index])
            return actions.contains(.wake)
        }
        if wakes { onEvent() }
    }

    /// In order; each as a task of the loop, so that nothing calls back while the lock is held.
    private func perform(_ actions: [LinkAction], _ index: Int, _ line: inout Line) {
        var octets = ByteBuffer()
        func flush() {
            guard octets.readableBytes > 0, let channel = line.channel else { return }
            let written = octets
            octets = ByteBuffer()
            loop.execute { channel.writeAndFlush(written, promise: nil) }
        }
        for action in actions {
            switch action {
            case .send(let packet): octets.writeBytes(packet)
            case .close:
                flush()
                if let channel = line.channel {
                    loop.execute { channel.close(promise: nil) }
                }
            case .connect:
                line.epoch += 1
                let epoch = line.epoch
                loop.execute { [weak self] in self?.connect(index, epoch) }
            case .wake: break
            }
        }
        flush()
    }

    private func connect(_ index: Int, _ epoch: Int) {
        let link = link
        ClientBootstrap(group: loop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [weak self] channel in
                channel.eventLoop.makeCompletedFuture {
                    if link.usesTLS { try Self.addTLS(to: channel, host: link.host) }
                    guard let self else { return }
                    try channel.pipeline.syncOperations.addHandler(
                        LineHandler(provider: self, index: index, epoch: epoch))
                }
            }
            .connect(host: link.host, port: link.port)
            .whenFailure { [weak self] error in
                self?.closed(index, epoch, "cannot connect: \(Self.words(error))")
            }
    }

    private static func addTLS(to channel: any NIOCore.Channel, host: String) throws {
        #if HTTP
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let isAddress = host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x3A).contains($0) }
        let handler = try NIOSSLClientHandler(
            context: context, serverHostname: isAddress ? nil : host)
        try channel.pipeline.syncOperations.addHandler(handler)
        #else
        throw ChannelError.operationUnsupported
        #endif
    }

    /// What a system says, without the types around it.
    private static func words(_ error: any Error) -> String {
        if let error = error as? NIOConnectionError {
            if error.dnsAError != nil, error.connectionErrors.isEmpty { return "unknown host" }
            if let first = error.connectionErrors.first { return words(first.error) }
        }
        if let error = error as? IOError { return error.description }
        if let error = error as? ChannelError, case .connectTimeout = error { return "no answer" }
        return "\(error)"
    }
}

/// Hands octets to the provider.
private final class LineHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let provider: LinkProvider
    private let index: Int
    private let epoch: Int

    init(provider: LinkProvider, index: Int, epoch: Int) {
        self.provider = provider
        self.index = index
        self.epoch = epoch
    }

    func channelActive(context: ChannelHandlerContext) {
        provider.opened(index, epoch, context.channel)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        provider.received(index, epoch, unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        provider.closed(index, epoch, "the connection was closed")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
