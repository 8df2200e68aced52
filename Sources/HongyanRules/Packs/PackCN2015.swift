/// Mainland China from 2015-06-30 to 2026-04-30: history, for simulations of those days.
let packCN2015 = #"""
    pack: cn-2015
    version: 1
    title:
      zh: 中国大陆，2015 年 6 月 30 日至 2026 年 4 月 30 日（已废止）
      en: "Mainland China, 2015-06-30 to 2026-04-30 (repealed)"
    layer: law
    country: CN
    in_force: 2015-06-30 .. 2026-04-30
    values:
      hours:
        value: daily 08:00-22:00
        purposes: [marketing]
        kind: practice
        source: the widest hours that a provider's page allows (Huawei Cloud MSGSMS, 8 to 22)
        date: 2025-09-04
        note: no statute on hours was found
      opt_out_within:
        value: 0 workdays
        kind: law
        source: 通信短信息服务管理规定 (工信部令第31号) 18; 消费者权益保护法 29(3) (stop after
          a refusal)
        date: 2015-06-30
      retention_messages:
        value: 5 months
        kind: law
        source: 通信短信息服务管理规定 (工信部令第31号) 12
        date: 2015-06-30
      retention_consent:
        value: 5 months
        kind: law
        source: 通信短信息服务管理规定 (工信部令第31号) 12, records of subscription
        date: 2015-06-30
        note: counted from the end of the service relation
      complaint_answer:
        value: 15 days
        kind: law
        source: 电信和互联网用户个人信息保护规定 (工信部令第24号)
        date: 2013-09-01
        note: general knowledge, not confirmed by the text
    """#
