/// Mainland China since 2026-05-01, as far as it could be read: the text of 令74 itself was not.
let packCN2026 = #"""
    pack: cn-2026
    version: 1
    title: {zh: 中国大陆，2026 年 5 月 1 日起, en: "Mainland China, from 2026-05-01"}
    layer: law
    country: CN
    in_force: 2026-05-01 ..
    values:
      hours:
        value: daily 08:00-22:00
        purposes: [marketing]
        kind: practice
        source: the widest hours that a provider's page allows (Huawei Cloud MSGSMS, 8 to 22)
        date: 2025-09-04
        note: no statute on hours was found; carriers refuse at night with M:00181 and ID:0044
      opt_out_within:
        value: 0 workdays
        kind: law
        source: 消费者权益保护法 29(3); 消费者权益保护法实施条例 24; 网络交易监督管理办法 16
          (stop at once)
        date: 2024-07-01
      retention_messages:
        value: 6 months
        kind: law
        source: 通信短信息服务管理规定 (工信部令第74号), records of sending
        date: 2026-05-01
        note: read in secondary texts; the order's own text was not
      retention_consent:
        value: 6 months
        kind: law
        source: 通信短信息服务管理规定 (工信部令第74号) 21, proof of consent
        date: 2026-05-01
        note: counted from the end of the relation; read in secondary texts
      complaint_answer:
        value: 15 days
        kind: law
        source: 电信和互联网用户个人信息保护规定 (工信部令第24号)
        date: 2013-09-01
        note: general knowledge, not confirmed by the text
    """#
