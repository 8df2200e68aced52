/// All checks. Adding one means adding it here.
enum CheckCatalogue {
    /// Ascending by id.
    static let checks: [any Check.Type] = [
        WindowDeadline.self
    ]

    static func run(_ context: CheckContext) {
        for check in checks { check.run(context) }
    }
}
