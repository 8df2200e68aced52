public import HongyanCore
public import HongyanDelivery
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The made-up carrier on a socket: `hongyan carrier`, tests and benchmarks.
public final class CarrierServer: Sendable {
    private struct State {
        var carrier: ServedCarrier
        var connections: [Int: any NIOCore.Channel] = [:]
        var opened = 0
        var listener: (any NIOCore.Channel)?
    }

    static let tickEvery = TimeAmount.milliseconds(5)

    private let clock: any WallClock
    private let journal: @Sendable (String) -> Void
    private let loop: any EventLoop
    // Mutex: driven by the event loop, counted by others.
    private let state: Mutex<State>

    /// - Parameter journal: Gets each line of the carrier's own count, before any answer.
    public init(
        carrier: ServedCarrier, clock: any WallClock, journal: @escaping @Sendable (String) -> Void
    ) {
        self.clock = clock
        self.journal = journal
        loop = MultiThreadedEventLoopGroup.singleton.any()
        state = Mutex(State(carrier: carrier))
    }

    public var counts: ServedCarrier.Counts { state.withLock { $0.carrier.counts } }

    /// Listens.
    /// - Parameter port: 0 lets the system choose.
    /// - Returns: The port.
    /// - Throws: What the system says, when it cannot listen there.
    public func start(host: String, port: Int) async throws -> Int {
        let listener = try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [weak self] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let self else { return }
                    try channel.pipeline.syncOperations.addHandler(ServedHandler(server: self))
                }
            }
            .bind(host: host, port: port).get()
        state.withLock { $0.listener = listener }
        loop.scheduleRepeatedTask(initialDelay: Self.tickEvery, delay: Self.tickEvery) {
            [weak self] task in
            guard let self else { return task.cancel() }
            let now = clock.now()
            drive { $0.carrier.tick(at: now) }
        }
        return listener.localAddress?.port ?? port
    }

    /// Drops all connections at once, as a carrier that breaks down.
    public func dropConnections() {
        for channel in state.withLock({ Array($0.connections.values) }) {
            channel.close(promise: nil)
        }
    }

    public func stop() async throws {
        let listener = state.withLock { $0.listener }
        dropConnections()
        try await listener?.close()
    }

    fileprivate func opened(_ channel: any NIOCore.Channel) -> Int {
        let now = clock.now()
        return state.withLock { state in
            state.opened += 1
            state.connections[state.opened] = channel
            state.carrier.opened(state.opened, at: now)
            return state.opened
        }
    }

    fileprivate func received(_ octets: [UInt8], on connection: Int) {
        let now = clock.now()
        drive { $0.carrier.received(octets, on: connection, at: now) }
    }

    fileprivate func closed(_ connection: Int) {
        let now = clock.now()
        drive { state in
            state.connections[connection] = nil
            return state.carrier.closed(connection, at: now)
        }
    }

    private func drive(_ body: (inout State) -> [ServedCarrier.Action]) {
        state.withLock { state in
            var written: [(channel: any NIOCore.Channel, octets: ByteBuffer)] = []
            for action in body(&state) {
                switch action {
                case .took(let line): journal(line)
                case .send(let connection, let octets):
                    guard let channel = state.connections[connection] else { continue }
                    if let last = written.last, last.channel === channel {
                        written[written.count - 1].octets.writeBytes(octets)
                    } else {
                        written.append((channel, ByteBuffer(bytes: octets)))
                    }
                case .close(let connection):
                    guard let channel = state.connections[connection] else { continue }
                    flush(&written)
                    loop.execute { channel.close(promise: nil) }
                }
            }
            flush(&written)
        }
    }

    /// As tasks of the loop, so that nothing calls back while the lock is held.
    private func flush(_ written: inout [(channel: any NIOCore.Channel, octets: ByteBuffer)]) {
        for (channel, octets) in written {
            loop.execute { channel.writeAndFlush(octets, promise: nil) }
        }
        written = []
    }
}

/// Hands octets to the server.
private final class ServedHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: CarrierServer
    private var connection = 0

    init(server: CarrierServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        connection = server.opened(context.channel)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        server.received(Array(unwrapInboundIn(data).readableBytesView), on: connection)
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.closed(connection)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
