/// Tencent Cloud SMS (腾讯云短信), by its product pages.
let packTencent = #"""
    pack: tencent
    version: 1
    title: {zh: 腾讯云短信, en: Tencent Cloud SMS}
    layer: provider
    country: CN
    in_force: 2025-06-17 ..
    values:
      opt_out:
        value: [拒收请回复R, 回复TD退订, 回TD退订, 回T退订, 回N退订]
        purposes: [marketing]
        kind: provider
        source: cloud.tencent.com product/382 39023 and FAQ
        date: 2025-06-17
        note: the FAQ has TD, T and N; the samples of 2025 end with 拒收请回复R
      signature_length:
        value: 2..12 characters
        kind: press
        source: kancloud copy of the console's rule
        date: 2025-06-17
      text_length:
        value: 500 characters
        kind: provider
        source: cloud.tencent.com product/382 39023
        date: 2025-06-17
        note: signature included
      variable_length:
        value: 6 characters
        kind: provider
        source: cloud.tencent.com product/382 FAQ 13301
        date: 2025-06-17
        note: the console decides; a code has at most 6 digits
      adjacent_variables:
        value: block
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
      links:
        value: review
        purposes: [marketing]
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
        note: "constant links of filed domains only"
      symbols:
        value: block
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
      traditional_characters:
        value: block
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
      invisible_characters:
        value: block
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
      refused_categories:
        value:
          [banned/insurance, banned/alcohol, banned/renovation, banned/agency, banned/app-promotion,
           banned/rival-sms, banned/funeral, banned/lawsuit, banned/survey]
        kind: provider
        source: "cloud.tencent.com product/382 39023"
        date: 2025-06-17
      caps:
        same-30s:
          value: 1 per 30s
          purposes: [marketing, service, verification]
          per: template
          kind: press
          source: blog of 2019
          date: 2019-01-01
          note: the same content; counted by template here, which is stricter
        day:
          value: 10 per day
          purposes: [marketing, service, verification]
          kind: press
          source: blog of 2019
          date: 2019-01-01
          note: the international page shows 2 a day
    """#
