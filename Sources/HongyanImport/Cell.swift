/// Where the text of one cell lies: in the record itself, or in the scanner's scratch space when
/// it had to be put together (doubled quotes, escapes).
struct Cell {
    var start: Int
    var end: Int
    var isScratch: Bool

    /// The row says nothing about this column.
    static let absent = Cell(start: -1, end: -1, isScratch: false)
    var isAbsent: Bool { start < 0 }
}

/// The memory that cells point into; valid only while a record is being built.
struct CellMemory {
    let record: UnsafeBufferPointer<UInt8>
    let scratch: UnsafeBufferPointer<UInt8>

    /// The cell's bytes without the spaces around them: space, tab, U+00A0 and U+3000.
    func bytes(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        let memory = cell.isScratch ? scratch : record
        var start = cell.start
        var end = cell.end
        while start < end {
            let width = CellMemory.spaceWidth(memory, start, end)
            guard width > 0 else { break }
            start += width
        }
        while start < end {
            if memory[end - 1] == 0x20 || memory[end - 1] == 0x09 {
                end -= 1
            } else if end - start >= 2, memory[end - 1] == 0xA0, memory[end - 2] == 0xC2 {
                end -= 2
            } else if end - start >= 3, CellMemory.spaceWidth(memory, end - 3, end) == 3 {
                end -= 3
            } else {
                break
            }
        }
        return UnsafeBufferPointer(rebasing: memory[start..<end])
    }

    /// The length of the space that starts here; 0 when there is none.
    private static func spaceWidth(
        _ memory: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        switch memory[start] {
        case 0x20, 0x09: return 1
        case 0xC2: return end - start >= 2 && memory[start + 1] == 0xA0 ? 2 : 0
        case 0xE3:
            guard end - start >= 3 else { return 0 }
            return memory[start + 1] == 0x80 && memory[start + 2] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    func text(_ cell: Cell) -> String { String(decoding: bytes(cell), as: UTF8.self) }
}
