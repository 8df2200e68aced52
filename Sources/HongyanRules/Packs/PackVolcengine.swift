/// Volcengine SMS (火山引擎短信服务), by its documents.
let packVolcengine = #"""
    pack: volcengine
    version: 1
    title: {zh: 火山引擎短信服务, en: Volcengine SMS}
    layer: provider
    country: CN
    in_force: 2025-01-01 ..
    values:
      text_length:
        value: 1000 characters
        kind: provider
        source: volcengine.com docs 170340
        date: 2025-09-01
      variable_length:
        value: 35 characters
        kind: provider
        source: volcengine.com docs 170340
        date: 2025-09-01
      variables:
        - value: 0 variables
          purposes: [marketing]
          kind: provider
          source: "volcengine.com docs 170340, marketing has none"
          date: 2025-09-01
        - value: 10 variables
          purposes: [service, verification, emergency]
          kind: provider
          source: volcengine.com docs 170340
          date: 2025-09-01
      variable_share:
        value: 0%
        purposes: [marketing]
        kind: provider
        source: "volcengine.com docs 170340, marketing has no variables"
        date: 2025-09-01
      refused_categories:
        value: [banned/app-promotion]
        kind: provider
        source: "volcengine.com docs 170340"
        date: 2025-09-01
    """#
