/// Baidu AI Cloud SMS (百度智能云简单消息服务), by its notices and documents.
let packBaidu = #"""
    pack: baidu
    version: 1
    title: {zh: 百度智能云短信, en: Baidu AI Cloud SMS}
    layer: provider
    country: CN
    in_force: 2025-01-01 ..
    values:
      opt_out:
        value: [拒收请回复R]
        purposes: [marketing]
        kind: provider
        source: cloud.baidu.com SMS documents and notice 2921696
        date: 2026-05-01
      text_length:
        value: 600 characters
        kind: provider
        source: cloud.baidu.com SMS documents
        date: 2025-05-30
      template_filing:
        value: 2 workdays
        kind: provider
        source: cloud.baidu.com SMS documents
        date: 2025-05-30
      signature_filing:
        value: 7 workdays
        kind: provider
        source: cloud.baidu.com SMS documents
        date: 2026-05-01
        note: 5 to 7 with the carriers' filing, 7 to 10 at times
      links:
        value: block
        purposes: [marketing]
        kind: provider
        source: "cloud.baidu.com notices of 2025-05-20, 2025-07-10, 2025-12-05"
        date: 2025-12-05
        note: "the carriers stop them"
      refused_categories:
        value: [banned/carrier-plans]
        kind: provider
        source: "cloud.baidu.com SMS documents"
        date: 2025-05-30
      caps:
        minute:
          value: 3 per minute
          purposes: [service, verification]
          kind: provider
          source: cloud.baidu.com SMS documents
          date: 2025-05-30
          note: the limits of marketing are the channel's own
        hour:
          value: 10 per hour
          purposes: [service, verification]
          kind: provider
          source: cloud.baidu.com SMS documents
          date: 2025-05-30
        day:
          value: 50 per day
          purposes: [service, verification]
          kind: provider
          source: cloud.baidu.com SMS documents
          date: 2025-05-30
    """#
