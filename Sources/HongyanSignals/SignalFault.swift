/// Why a forecast could not be had. Holds no address parameters: they may carry an API key.
public enum SignalFault: Error, Hashable, Sendable {
    /// This build has no HTTP.
    case builtWithoutHTTP
    /// The configured address is none, or is not HTTP.
    case address
    /// No connection, or it broke; with the client's word for it.
    case transport(String)
    /// No whole answer in this time.
    case timeout(seconds: Int)
    /// An HTTP status other than 200. A redirect counts as one: it is never followed.
    case status(Int)
    /// The answer is longer than this.
    case tooLong(limitBytes: Int)
    /// The answer is no JSON; with the offset of the byte that cannot be read.
    case notJSON(offset: Int)
    /// The answer is JSON of another shape; with what was expected.
    case shape(String)
    /// The service answered that it will not; with its reason, cut to 200 characters.
    case refused(String)

    /// Asking again later may succeed without anybody changing anything.
    public var isRetryable: Bool {
        switch self {
        case .transport, .timeout: true
        case .status(let code): code == 429 || code >= 500
        case .builtWithoutHTTP, .address, .tooLong, .notJSON, .shape, .refused: false
        }
    }
}

extension SignalFault: CustomStringConvertible {
    /// One phrase in English, without a full stop.
    public var description: String {
        switch self {
        case .builtWithoutHTTP:
            "this build has no HTTP; build with `swift build`, without --disable-default-traits"
        case .address: "the weather address is not an http or https address"
        case .transport(let word): "no answer: \(word)"
        case .timeout(let seconds): "no whole answer within \(seconds) s"
        case .status(let code): "the service answered with status \(code)"
        case .tooLong(let limit): "the answer is longer than \(limit) bytes"
        case .notJSON(let offset): "the answer is not JSON at byte \(offset)"
        case .shape(let expected): "the answer has another shape: \(expected)"
        case .refused(let reason): "the service refused: \(reason)"
        }
    }

    /// The same in Chinese.
    public var chineseDescription: String {
        switch self {
        case .builtWithoutHTTP:
            "此版本未带 HTTP；请用 `swift build` 构建（不加 --disable-default-traits）"
        case .address: "天气地址不是 http 或 https 地址"
        case .transport(let word): "没有应答：\(word)"
        case .timeout(let seconds): "\(seconds) 秒内没有完整应答"
        case .status(let code): "服务返回状态 \(code)"
        case .tooLong(let limit): "应答超过 \(limit) 字节"
        case .notJSON(let offset): "应答在第 \(offset) 字节处不是 JSON"
        case .shape(let expected): "应答的结构不符：\(expected)"
        case .refused(let reason): "服务拒绝：\(reason)"
        }
    }
}
