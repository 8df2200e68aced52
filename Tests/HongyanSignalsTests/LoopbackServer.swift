#if HTTP
import Foundation
import Glibc

/// A small HTTP server on a free port of this machine, one thread, one request a connection.
///
/// Safe to send: nothing changes after `init` but the kernel's socket.
final class LoopbackServer: Sendable {
    enum Reply: Sendable {
        /// These bytes, then the connection ends.
        case bytes([UInt8])
        /// These bytes, then nothing until the client goes.
        case silence(after: [UInt8])
        /// These bytes, then more and more until the client goes.
        case flood(after: [UInt8])

        static func answer(_ status: String, _ headers: String = "", _ body: String = "") -> Reply {
            let fixed = "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            return .bytes(Array("HTTP/1.1 \(status)\r\n\(headers)\(fixed)\(body)".utf8))
        }
    }

    let port: UInt16
    private let descriptor: Int32

    /// - Parameter reply: From the head of a request to what comes back.
    init(reply: @escaping @Sendable (_ head: String) -> Reply) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = descriptor
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general -> Int32 in
                bind(listening, general, size) == 0 && listen(listening, 16) == 0
                    ? getsockname(listening, general, &size) : -1
            }
        }
        guard outcome == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { Self.serve(listening, reply) }
    }

    /// Wakes the thread out of `accept`; it closes the socket and ends.
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func url(_ path: String = "/v1/forecast") -> String { "http://127.0.0.1:\(port)\(path)" }

    private static func serve(_ listening: Int32, _ reply: @Sendable (String) -> Reply) {
        while true {
            let client = accept(listening, nil, nil)
            guard client >= 0 else { break }
            if let head = readHead(client) { write(reply(head), to: client) }
            close(client)
        }
        close(listening)
    }

    private static func readHead(_ client: Int32) -> String? {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            head += buffer[..<count]
        }
        return String(decoding: head, as: UTF8.self)
    }

    private static func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func write(_ reply: Reply, to client: Int32) {
        switch reply {
        case .bytes(let bytes):
            _ = send(bytes, to: client)
        case .silence(let bytes):
            var byte: UInt8 = 0
            if send(bytes, to: client) { while recv(client, &byte, 1, 0) > 0 {} }
        case .flood(let bytes):
            let wave = [UInt8](repeating: UInt8(ascii: " "), count: 4_096)
            if send(bytes, to: client) { while send(wave, to: client) {} }
        }
    }
}
#endif
