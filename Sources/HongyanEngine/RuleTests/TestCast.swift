internal import HongyanCore

/// The customers of a case as the engine knows them: ids that fall into the groups they ask for,
/// and numbers of their own.
struct TestCast {
    /// In the order of the case.
    let ids: [String: CustomerID]
    private let names: [CustomerID: String]
    private let numbers: [String: PhoneNumber]

    /// Ids tried for one customer before their name is taken as it is.
    private static let mostTries = 1_000_000

    init(_ test: RuleTestCase, book: RuleBook) {
        let rules = test.rules.compactMap { book.rule($0) }
        var ids: [String: CustomerID] = [:]
        var names: [CustomerID: String] = [:]
        var numbers: [String: PhoneNumber] = [:]
        for (index, customer) in test.customers.enumerated() {
            let id = TestCast.id(of: customer, rules: rules, policy: book.policy)
            ids[customer.name] = id
            names[id] = customer.name
            switch customer.phone {
            case .own: numbers[customer.name] = TestCast.number(index)
            case .number(let number): numbers[customer.name] = number
            case .none: break
            }
        }
        self.ids = ids
        self.names = names
        self.numbers = numbers
    }

    func id(_ name: String) -> CustomerID { ids[name] ?? CustomerID(name) }
    func name(_ id: CustomerID) -> String { names[id] ?? id.rawValue }
    func number(_ name: String) -> PhoneNumber? { numbers[name] }

    /// A mainland number that nobody else in the case has.
    private static func number(_ index: Int) -> PhoneNumber {
        let digits = String(index + 1)
        let zeros = String(repeating: "0", count: max(0, 8 - digits.utf8.count))
        return PhoneNumber(e164: "+86138\(zeros)\(digits)")
    }

    /// The name, or the name with the first number behind it that falls into the groups asked for.
    private static func id(
        of customer: RuleTestCustomer, rules: [CompiledRule], policy: Policy
    ) -> CustomerID {
        for attempt in 0..<mostTries {
            let id = CustomerID(attempt == 0 ? customer.name : "\(customer.name)~\(attempt)")
            if fits(id, customer.groups, rules: rules, policy: policy) { return id }
        }
        return CustomerID(customer.name)
    }

    /// Groups are asked of the tested rule; those that take part besides reach everybody.
    private static func fits(
        _ id: CustomerID, _ groups: RuleTestCustomer.Groups, rules: [CompiledRule], policy: Policy
    ) -> Bool {
        let isGlobal = Bucket.globalHoldout(customer: id) < policy.globalHoldoutBuckets
        guard isGlobal == groups.isGloballyHeldOut else { return false }
        for (index, rule) in rules.enumerated() {
            let isTested = index == 0
            let stable = rule.stableID
            let isHeldOut = Bucket.holdout(rule: stable, customer: id) < rule.holdoutBuckets
            guard isHeldOut == (isTested && groups.isHeldOut) else { return false }
            let isRolledOut = Bucket.rollout(rule: stable, customer: id) < rule.rolloutBuckets
            guard isRolledOut == (!isTested || groups.isRolledOut) || rule.rolloutBuckets == 0
            else { return false }
            if isTested, let variant = groups.variant,
                rule.message.choose(rule: stable, customer: id) != variant
            {
                return false
            }
        }
        return true
    }
}
