/// Where the text of one cell lies: in the record itself, or in the scanner's scratch space when it had to
/// be put together (doubled quotes, escapes).
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

    /// The cell's bytes without spaces and tabs around them.
    func bytes(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        let memory = cell.isScratch ? scratch : record
        var start = cell.start
        var end = cell.end
        while start < end, memory[start] == 0x20 || memory[start] == 0x09 { start += 1 }
        while end > start, memory[end - 1] == 0x20 || memory[end - 1] == 0x09 { end -= 1 }
        return UnsafeBufferPointer(rebasing: memory[start..<end])
    }

    func text(_ cell: Cell) -> String { String(decoding: bytes(cell), as: UTF8.self) }
}
