/// Finds all phrases of a set in one pass over a text (Aho and Corasick, 1975).
///
/// Symbols are 16-bit units of a folded text (``TextFolder``). The alphabet is packed, the edges
/// stand in one open-addressed table, and what follows the root is a plain list; so a step costs a
/// look-up or two however many phrases there are.
///
/// A class, because its tables are shared by all who audit and never change.
final class PhraseMatcher: Sendable {
    /// A packed symbol of each 16-bit unit; 0 where no phrase has it.
    private let codes: ContiguousArray<UInt16>
    /// By packed symbol: the state after the root.
    private let roots: ContiguousArray<Int32>
    /// Open-addressed; -1 is free. A key is state · 2¹⁶ + symbol.
    private let keys: ContiguousArray<Int64>
    private let targets: ContiguousArray<Int32>
    private let mask: Int
    /// By state: where to go on when nothing fits.
    private let fails: ContiguousArray<Int32>
    /// By state: the first phrase that ends there or in a suffix of it, -1 without one.
    private let outputs: ContiguousArray<Int32>
    /// By phrase: the next one that ends at the same place.
    private let following: ContiguousArray<Int32>

    /// - Parameter phrases: None empty; the same one may come twice.
    init(_ phrases: [[UInt16]]) {
        var builder = Builder()
        var following = ContiguousArray<Int32>(repeating: -1, count: phrases.count)
        for (index, phrase) in phrases.enumerated() where !phrase.isEmpty {
            let state = builder.add(phrase)
            following[index] = builder.outputs[state]
            builder.outputs[state] = Int32(index)
        }
        builder.link(&following)
        codes = builder.codes
        roots = builder.roots()
        keys = builder.table.keys
        targets = builder.table.targets
        mask = builder.table.keys.count - 1
        fails = builder.fails
        outputs = builder.outputs
        self.following = following
    }

    /// Calls for each phrase that ends in the text, in the order of the ends; the longest first
    /// among those that end together.
    func scan(_ text: [UInt16], _ found: (_ phrase: Int, _ end: Int) -> Void) {
        text.withUnsafeBufferPointer { text in
            codes.withUnsafeBufferPointer { codes in
                roots.withUnsafeBufferPointer { roots in
                    keys.withUnsafeBufferPointer { keys in
                        targets.withUnsafeBufferPointer { targets in
                            fails.withUnsafeBufferPointer { fails in
                                outputs.withUnsafeBufferPointer { outputs in
                                    let tables = Tables(
                                        codes: codes, roots: roots, keys: keys, targets: targets,
                                        fails: fails, outputs: outputs, mask: mask)
                                    scan(text, tables, found)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private struct Tables {
        let codes: UnsafeBufferPointer<UInt16>
        let roots: UnsafeBufferPointer<Int32>
        let keys: UnsafeBufferPointer<Int64>
        let targets: UnsafeBufferPointer<Int32>
        let fails: UnsafeBufferPointer<Int32>
        let outputs: UnsafeBufferPointer<Int32>
        let mask: Int
    }

    private func scan(
        _ text: UnsafeBufferPointer<UInt16>, _ tables: Tables,
        _ found: (_ phrase: Int, _ end: Int) -> Void
    ) {
        var state: Int32 = 0
        var index = 0
        while index < text.count {
            let code = tables.codes[Int(text[index])]
            index += 1
            if code == 0 {
                state = 0
                continue
            }
            while state != 0 {
                let key = Int64(state) << 16 | Int64(code)
                var slot = Self.slot(key) & tables.mask
                var held = tables.keys[slot]
                while held != key, held != -1 {
                    slot = (slot + 1) & tables.mask
                    held = tables.keys[slot]
                }
                if held == key {
                    state = tables.targets[slot]
                    break
                }
                state = tables.fails[Int(state)]
                if state == 0 { state = -1 }
                if state == -1 { break }
            }
            if state <= 0 { state = tables.roots[Int(code)] }
            var phrase = tables.outputs[Int(state)]
            while phrase >= 0 {
                found(Int(phrase), index)
                phrase = following[Int(phrase)]
            }
        }
    }

    @inline(__always)
    fileprivate static func slot(_ key: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15) >> 33)
    }
}

/// What a matcher is made with.
private struct Builder {
    var codes = ContiguousArray<UInt16>(repeating: 0, count: 65_536)
    var table = EdgeTable()
    var fails = ContiguousArray<Int32>([0])
    var outputs = ContiguousArray<Int32>([-1])
    /// By state: its parent and the symbol that leads to it.
    private var parents = ContiguousArray<Int32>([0])
    private var symbols = ContiguousArray<UInt16>([0])
    private var symbolCount: UInt16 = 0

    /// The state at which a phrase ends.
    mutating func add(_ phrase: [UInt16]) -> Int {
        var state: Int32 = 0
        for unit in phrase {
            var code = codes[Int(unit)]
            if code == 0 {
                symbolCount += 1
                code = symbolCount
                codes[Int(unit)] = code
            }
            if let next = table.target(state, code) {
                state = next
            } else {
                let next = Int32(fails.count)
                table.insert(state, code, next)
                fails.append(0)
                outputs.append(-1)
                parents.append(state)
                symbols.append(code)
                state = next
            }
        }
        return Int(state)
    }

    func roots() -> ContiguousArray<Int32> {
        var roots = ContiguousArray<Int32>(repeating: 0, count: Int(symbolCount) + 1)
        for code in 1..<max(1, roots.count) {
            roots[code] = table.target(0, UInt16(code)) ?? 0
        }
        return roots
    }

    /// Sets where each state goes on, breadth first, and ties the phrases of suffixes behind those
    /// of the state.
    mutating func link(_ following: inout ContiguousArray<Int32>) {
        var depths = ContiguousArray<Int32>(repeating: 0, count: fails.count)
        for state in fails.indices.dropFirst() { depths[state] = depths[Int(parents[state])] + 1 }
        let order = fails.indices.dropFirst().sorted {
            depths[$0] == depths[$1] ? $0 < $1 : depths[$0] < depths[$1]
        }
        for state in order {
            if depths[state] > 1 {
                let code = symbols[state]
                var back = fails[Int(parents[state])]
                while true {
                    if let next = table.target(back, code) {
                        fails[state] = next
                        break
                    }
                    if back == 0 { break }
                    back = fails[Int(back)]
                }
            }
            let inherited = outputs[Int(fails[state])]
            guard inherited >= 0 else { continue }
            guard outputs[state] >= 0 else {
                outputs[state] = inherited
                continue
            }
            var last = Int(outputs[state])
            while following[last] >= 0 { last = Int(following[last]) }
            following[last] = inherited
        }
    }
}

private struct EdgeTable {
    var keys = ContiguousArray<Int64>(repeating: -1, count: 1_024)
    var targets = ContiguousArray<Int32>(repeating: 0, count: 1_024)
    private var count = 0

    func target(_ state: Int32, _ code: UInt16) -> Int32? {
        let key = Int64(state) << 16 | Int64(code)
        var slot = PhraseMatcher.slot(key) & (keys.count - 1)
        while keys[slot] != -1 {
            if keys[slot] == key { return targets[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    mutating func insert(_ state: Int32, _ code: UInt16, _ target: Int32) {
        if count * 2 >= keys.count { grow() }
        put(Int64(state) << 16 | Int64(code), target)
        count += 1
    }

    private mutating func put(_ key: Int64, _ target: Int32) {
        var slot = PhraseMatcher.slot(key) & (keys.count - 1)
        while keys[slot] != -1 { slot = (slot + 1) & (keys.count - 1) }
        keys[slot] = key
        targets[slot] = target
    }

    private mutating func grow() {
        let old = (keys, targets)
        keys = ContiguousArray(repeating: -1, count: old.0.count * 2)
        targets = ContiguousArray(repeating: 0, count: old.0.count * 2)
        for (slot, key) in old.0.enumerated() where key != -1 { put(key, old.1[slot]) }
    }
}
