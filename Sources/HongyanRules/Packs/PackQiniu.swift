/// Qiniu SMS (七牛云短信), by its documents of 2021.
let packQiniu = #"""
    pack: qiniu
    version: 1
    title: {zh: 七牛云短信, en: Qiniu SMS}
    layer: provider
    country: CN
    in_force: 2021-01-01 ..
    values:
      hours:
        value: daily 08:00-20:00
        purposes: [marketing]
        kind: provider
        source: developer.qiniu.com sms
        date: 2021-01-01
      opt_out:
        value: [回TD退订, 回T退订]
        purposes: [marketing]
        kind: provider
        source: developer.qiniu.com sms
        date: 2021-01-01
      text_length:
        value: 500 characters
        kind: provider
        source: developer.qiniu.com sms
        date: 2021-01-01
      symbols:
        value: block
        kind: provider
        source: "developer.qiniu.com sms"
        date: 2021-01-01
      traditional_characters:
        value: block
        kind: provider
        source: "developer.qiniu.com sms"
        date: 2021-01-01
      invisible_characters:
        value: block
        kind: provider
        source: "developer.qiniu.com sms"
        date: 2021-01-01
      refused_categories:
        value:
          [banned/insurance, banned/alcohol, banned/renovation, banned/app-promotion,
           banned/carrier-plans]
        kind: provider
        source: "developer.qiniu.com sms"
        date: 2021-01-01
    """#
