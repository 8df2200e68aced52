internal import CFuzzer
internal import Foundation
internal import HongyanRules
internal import RuleFuzzing

/// `hongyan-fuzz --seeds FOLDER` writes the seed corpus; anything else goes to libFuzzer.
///
/// SwiftPM starts an executable at `<module>_main`.
@_cdecl("hongyan_fuzz_main")
public func start(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
    let words = CommandLine.arguments
    if words.count == 3, words[1] == "--seeds" { return writeSeeds(words[2]) }
    var count = count
    var given: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
    return LLVMFuzzerRunDriver(&count, &given) { data, size in
        let input = Array(UnsafeBufferPointer(start: data, count: size))
        if let fault = fuzzing.fault(of: input) { fatalError(fault) }
        return 0
    }
}

/// Every other change is one that knows files; the rest is libFuzzer's own.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int, _ seed: UInt32
) -> Int {
    guard seed % 2 == 0, size > 1 else { return LLVMFuzzerMutate(data, size, most) }
    var mutator = FileMutator(seed: UInt64(seed))
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    let changed = mutator.mutate(bytes).prefix(most - 1)
    for (index, byte) in changed.enumerated() { data[index + 1] = byte }
    return changed.count + 1
}

/// The repository's own workspace.
private let fuzzing = RuleFuzzing(workspace: readFiles())

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func readFiles() -> [SourceFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root.path)/rules")) ?? []
    return (["hongyan.yaml"] + names.sorted().map { "rules/\($0)" }).compactMap { path in
        (try? Data(contentsOf: root.appendingPathComponent(path))).map {
            SourceFile(path: path, bytes: Array($0))
        }
    }
}

/// The shipped files and the broken ones of the tests.
private func writeSeeds(_ folder: String) -> Int32 {
    var seeds = fuzzing.seeds
    let fixtures = root.appendingPathComponent("Tests/HongyanRulesTests/Fixtures")
    let rule = fuzzing.targets.firstIndex(of: .file("rules/birthday.yaml")) ?? 0
    for name in (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [] {
        guard let data = try? Data(contentsOf: fixtures.appendingPathComponent(name)) else {
            continue
        }
        seeds.append(fuzzing.input(rule, Array(data)))
    }
    do {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for (index, seed) in seeds.enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
        }
    } catch {
        return 1
    }
    return 0
}
