/// Huawei Cloud MSGSMS (华为云消息&短信), by its user guide and FAQ.
let packHuawei = #"""
    pack: huawei
    version: 1
    title: {zh: 华为云消息&短信, en: Huawei Cloud MSGSMS}
    layer: provider
    country: CN
    in_force: 2025-05-28 ..
    values:
      hours:
        value: daily 08:00-22:00
        purposes: [marketing]
        kind: provider
        source: support.huaweicloud.com msgsms FAQ
        date: 2025-09-04
      opt_out:
        value: [拒收请回复R]
        purposes: [marketing]
        kind: provider
        source: support.huaweicloud.com sms_templates
        date: 2025-09-04
      signature_length:
        value: 2..16 characters
        kind: provider
        source: support.huaweicloud.com msgsms
        date: 2025-09-04
        note: another page of theirs says 2 to 32
      text_length:
        value: 500 characters
        kind: provider
        source: support.huaweicloud.com sms_templates
        date: 2025-09-04
      variables:
        value: 0 variables
        purposes: [marketing]
        kind: provider
        source: support.huaweicloud.com sms_templates, marketing is fixed text
        date: 2025-09-04
      variable_share:
        value: 0%
        purposes: [marketing]
        kind: provider
        source: "support.huaweicloud.com sms_templates, marketing is fixed text"
        date: 2025-09-04
      signature_filing:
        value: 5 workdays
        kind: provider
        source: support.huaweicloud.com msgsms
        date: 2025-09-04
      complaint_suspend:
        value: 0.25 per million
        kind: provider
        source: huaweicloud.com 规则与限制
        date: 2025-05-28
        note: of a month
      complaint_close:
        value: 0.4 per million
        kind: provider
        source: huaweicloud.com 规则与限制
        date: 2025-05-28
        note: of a month
      adjacent_variables:
        value: block
        kind: provider
        source: "support.huaweicloud.com sms_templates"
        date: 2025-09-04
      links:
        - value: block
          purposes: [marketing]
          kind: provider
          source: "support.huaweicloud.com sms_templates, no short links"
          date: 2025-09-04
        - value: review
          purposes: [service, verification, emergency]
          kind: provider
          source: "huaweicloud.com notice on links"
          date: 2025-05-28
      symbols:
        value: block
        kind: provider
        source: "support.huaweicloud.com sms_templates"
        date: 2025-09-04
      traditional_characters:
        value: block
        kind: provider
        source: "support.huaweicloud.com sms_templates"
        date: 2025-09-04
      invisible_characters:
        value: block
        kind: provider
        source: "support.huaweicloud.com sms_templates"
        date: 2025-09-04
      refused_categories:
        value:
          [banned/insurance, banned/alcohol, banned/renovation, banned/agency, banned/rival-sms,
           banned/carrier-plans, banned/funeral, banned/lawsuit, banned/survey]
        kind: provider
        source: "support.huaweicloud.com sms_templates"
        date: 2025-09-04
      caps:
        minute:
          value: 15 per 1m
          purposes: [marketing, service, verification]
          kind: provider
          source: support.huaweicloud.com msgsms FAQ
          date: 2025-09-04
        day:
          value: 50 per 24h
          purposes: [marketing, service, verification]
          kind: provider
          source: support.huaweicloud.com msgsms FAQ
          date: 2025-09-04
        same-59s:
          value: 2 per 59s
          purposes: [marketing, service, verification]
          per: template
          kind: provider
          source: support.huaweicloud.com msgsms FAQ
          date: 2025-09-04
          note: "the same text; counted by template here, which is stricter"
        same-59m:
          value: 5 per 59m
          purposes: [marketing, service, verification]
          per: template
          kind: provider
          source: support.huaweicloud.com msgsms FAQ
          date: 2025-09-04
          note: "the same text; counted by template here, which is stricter"
    """#
