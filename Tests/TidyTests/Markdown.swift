/// What two translations of one page must share.
struct Markdown: Equatable {
    /// The levels of the headings, in order.
    let headingLevels: [Int]
    /// The fenced blocks, in order, with the word after the fence.
    let codeBlocks: [String]

    init(_ text: String) {
        var levels: [Int] = []
        var blocks: [String] = []
        var open: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let lines = open {
                    blocks.append(lines.joined(separator: "\n"))
                    open = nil
                } else {
                    open = [line.dropFirst(3)]
                }
            } else if open != nil {
                open?.append(line)
            } else if line.hasPrefix("#") {
                let level = line.prefix { $0 == "#" }.count
                if line.dropFirst(level).hasPrefix(" ") { levels.append(level) }
            }
        }
        headingLevels = levels
        codeBlocks = blocks
    }
}
