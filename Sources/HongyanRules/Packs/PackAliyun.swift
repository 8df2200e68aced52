/// Aliyun SMS (阿里云短信服务), by its help pages.
let packAliyun = #"""
    pack: aliyun
    version: 1
    title: {zh: 阿里云短信服务, en: Aliyun SMS}
    layer: provider
    country: CN
    in_force: 2025-01-01 ..
    values:
      opt_out:
        value: [拒收请回复R]
        purposes: [marketing]
        kind: provider
        source: help.aliyun.com 463270, 44357
        date: 2025-09-01
      signature_place:
        value: first
        kind: provider
        source: help.aliyun.com 44335
        date: 2025-09-01
      signature_length:
        value: 2..12 characters
        kind: provider
        source: help.aliyun.com CreateSmsSign
        date: 2025-09-01
      text_length:
        value: 500 characters
        kind: provider
        source: help.aliyun.com 463270
        date: 2025-09-01
      variable_length:
        value: 35 characters
        kind: provider
        source: help.aliyun.com 463270
        date: 2025-09-01
      adjacent_variables:
        value: block
        kind: provider
        source: "help.aliyun.com 463270"
        date: 2025-09-01
      repeated_variable:
        value: block
        kind: provider
        source: "help.aliyun.com 463270"
        date: 2025-09-01
        note: "each variable stands once"
      links:
        value: block
        purposes: [marketing]
        kind: provider
        source: "notices of 电信 2025-05-20 and 移动 2025-07-10, 2025-12-05"
        date: 2025-12-05
        note: "the carriers stop them"
      symbols:
        value: block
        kind: provider
        source: "help.aliyun.com 463270"
        date: 2025-09-01
      traditional_characters:
        value: block
        kind: provider
        source: "help.aliyun.com 463270"
        date: 2025-09-01
      invisible_characters:
        value: block
        kind: provider
        source: "help.aliyun.com 463270"
        date: 2025-09-01
      refused_categories:
        value: [banned/funeral, banned/lawsuit, banned/survey]
        kind: provider
        source: "help.aliyun.com 44357, 2881383"
        date: 2025-09-01
      caps:
        otp-minute:
          value: 1 per minute
          purposes: [verification]
          kind: provider
          source: help.aliyun.com 44335, per signature and number
          date: 2025-09-01
          note: minute and hour by the clock in UTC+8, the day is 24 hours from the message;
            counted on submission
        otp-hour:
          value: 5 per hour
          purposes: [verification]
          kind: provider
          source: "help.aliyun.com 44335, per signature and number"
          date: 2025-09-01
        otp-day:
          value: 10 per 24h
          purposes: [verification]
          kind: provider
          source: "help.aliyun.com 44335, per signature and number"
          date: 2025-09-01
        otp-all:
          value: 40 per 24h
          purposes: [verification]
          kind: provider
          source: "help.aliyun.com 44335, per number over all senders"
          date: 2025-09-01
          note: only the own messages can be counted here
        day:
          value: 50 per 24h
          purposes: [marketing, service]
          per: template
          kind: provider
          source: help.aliyun.com 44335, per signature, template and number
          date: 2025-09-01
    """#
