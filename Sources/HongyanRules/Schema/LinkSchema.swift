import HongyanCore

/// The schema of a channel's `link:`, as ``LinkReader`` reads it.
struct LinkSchema {
    let forms: SchemaForms

    var json: Json { forms.object(.link, place + account + shared(window: window(10)) + manners) }

    /// The schema of a `link:` with `provider: cmpp`.
    var cmpp: Json { forms.object(.cmppLink, place + gateway + shared(window: window(16)) + terms) }

    private func window(_ standard: Int) -> Json.Member {
        Json.Member(
            "window",
            forms.told(
                "未应答的提交至多多少条，默认 \(standard)。",
                "Submissions without an answer at most; \(standard) when left out.",
                SchemaForms.integer(1...10_000)))
    }

    private var place: [Json.Member] {
        [
            Json.Member(
                "host",
                forms.told(
                    "网关的主机名或地址。", "The SMSC's host name or address.",
                    SchemaForms.pattern("[!-.0-~]+"), examples: ["smsc.example.com"])),
            Json.Member(
                "port",
                forms.told(
                    "端口。", "The port.", SchemaForms.integer(1...65_535), examples: [2775])),
            Json.Member(
                "tls",
                forms.told(
                    "连接加密；要带 HTTP 的构建。", "Over TLS; needs a build with HTTP.",
                    SchemaForms.boolean)),
        ]
    }

    private var account: [Json.Member] {
        [
            Json.Member(
                "system_id",
                forms.told(
                    "账号，至多 15 个字符。", "The account, at most 15 characters.",
                    Self.ascii(15))),
            Json.Member(
                "password",
                forms.told(
                    "密码写作 `${env:NAME}` 或 `${file:PATH}`。",
                    "The password as `${env:NAME}` or `${file:PATH}`.",
                    SchemaForms.pattern(
                        "\\$\\{env:[A-Za-z0-9_]+\\}|\\$\\{file:[^\\n]*[^\\n]\\}"),
                    examples: ["${env:SMSC_PASSWORD}"])),
            Json.Member(
                "system_type",
                forms.told(
                    "系统类型，网关要求才写。", "The system_type, where the SMSC asks for one.",
                    Self.ascii(12))),
            Json.Member(
                "bind",
                forms.told(
                    "绑定方式：一条连接（`transceiver`，默认）、收发分开（`separate`）、只发、只收。",
                    "One connection (`transceiver`, the default), two (`separate`), or only one "
                        + "direction.",
                    SchemaForms.choice(SMPPBind.allCases.map(\.rawValue)))),
            Json.Member(
                "source",
                forms.told(
                    "接入号或字母主叫；不写由网关决定。",
                    "The sender's number or letters; the SMSC's own when left out.",
                    Self.ascii(20), examples: ["10690000"])),
        ]
    }

    /// Of all links; `window` is told with each.
    private func shared(window: Json.Member) -> [Json.Member] {
        [
            Json.Member(
                "numbers",
                forms.told(
                    "号码写 86138…（`international`，默认）还是 138…（`national`）。",
                    "Numbers as 86138… (`international`, the default) or 138… (`national`).",
                    SchemaForms.choice(NumberForm.allCases.map(\.rawValue)))),
            window,
            Json.Member(
                "response_timeout",
                forms.told(
                    "多久没有应答就算未知，1s–1h，默认 60s。",
                    "After so long an unanswered submission is unknown, 1s–1h; 60s when left out.",
                    SchemaForms.span, examples: ["60s"])),
            Json.Member(
                "enquire",
                forms.told(
                    "静默多久后探测连接，1s–1h，默认 30s。",
                    "After so long a silence the connection is tried, 1s–1h; 30s when left out.",
                    SchemaForms.span, examples: ["30s"])),
        ]
    }

    private var manners: [Json.Member] {
        [
            Json.Member(
                "alphabet",
                forms.told(
                    "不含中文的短信怎样编码：`ucs2`（默认）或网关 data_coding 0 的含义。",
                    "How texts without Chinese travel: `ucs2` (the default), or as the SMSC takes "
                        + "them.",
                    SchemaForms.choice(SMPPAlphabet.allCases.map(\.rawValue)))),
            Json.Member(
                "long",
                forms.told(
                    "长短信：`udh`（默认）、`sar` 或 `payload`。",
                    "Long messages: `udh` (the default), `sar` or `payload`.",
                    SchemaForms.choice(SMPPLongForm.allCases.map(\.rawValue)))),
            Json.Member(
                "receipt_ids",
                forms.told(
                    "状态报告里的编号与应答里的怎样对应。",
                    "How a receipt's id becomes the one of its answer.",
                    SchemaForms.choice(SMPPReceiptIDStyle.allCases.map(\.rawValue)))),
        ]
    }

    private var gateway: [Json.Member] {
        [
            Json.Member(
                "version",
                forms.told(
                    "网关的 CMPP 版本。", "Which CMPP the gateway speaks.",
                    // A reader of YAML may take 3.0 for a number.
                    ["enum": ["2.0", "3.0", 2, 3]])),
            Json.Member(
                "sp_id",
                forms.told(
                    "企业代码，至多 6 个字符。", "The SP_Id, at most 6 characters.", Self.ascii(6),
                    examples: ["901234"])),
            Json.Member(
                "password",
                forms.told(
                    "密码写作 `${env:NAME}` 或 `${file:PATH}`。",
                    "The password as `${env:NAME}` or `${file:PATH}`.",
                    SchemaForms.pattern(
                        "\\$\\{env:[A-Za-z0-9_]+\\}|\\$\\{file:[^\\n]*[^\\n]\\}"),
                    examples: ["${env:SMSC_PASSWORD}"])),
            Json.Member(
                "service_id",
                forms.told(
                    "运营商分配的业务代码，至多 10 个字符。",
                    "The Service_Id that the carrier gave out, at most 10 characters.",
                    Self.ascii(10))),
            Json.Member(
                "source",
                forms.told(
                    "接入号。", "The access number.", SchemaForms.pattern("[0-9]{1,20}"),
                    examples: ["10690000"])),
        ]
    }

    private var terms: [Json.Member] {
        [
            Json.Member(
                "fee_type",
                forms.told(
                    "资费类别，两位数字，默认 01（对用户免费）。",
                    "FeeType, two digits; 01 (free for the customer) when left out.",
                    SchemaForms.pattern("[0-9]{2}"), examples: ["01"])),
            Json.Member(
                "fee_code",
                forms.told(
                    "资费代码（分），默认 000000。", "FeeCode in fen; 000000 when left out.",
                    SchemaForms.pattern("[0-9]{1,6}"), examples: ["000000"])),
            Json.Member(
                "verify_gateway",
                forms.told(
                    "是否核对网关的认证码；网关从不给出时写 false。",
                    "Whether the gateway's authenticator must be right; false for one that never "
                        + "sends it.",
                    SchemaForms.boolean)),
        ]
    }

    private static func ascii(_ most: Int) -> Json {
        ["type": ["string", "number"], "pattern": .text("^[ -~]{1,\(most)}$")]
    }
}
