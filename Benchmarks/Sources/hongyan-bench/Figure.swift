/// One measured number beside what it is compared with.
struct Figure {
    struct Reference {
        let name: String
        /// In the figure's own unit.
        let value: Double
    }

    let name: String
    let value: Double
    let unit: String
    let reference: Reference?

    init(_ name: String, _ value: Double, _ unit: String, against reference: Reference? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.reference = reference
    }
}

extension Figure {
    static let header = ["benchmark", "value", "unit", "reference", "ratio"]

    private var cells: [String] {
        guard let reference else { return [name, grouped(value), unit, "–", "–"] }
        let ratio = reference.value > 0 ? decimal(value / reference.value, places: 2) : "–"
        return [name, grouped(value), unit, "\(reference.name) \(grouped(reference.value))", ratio]
    }

    /// Aligned columns under a header; numbers to the right.
    static func table(_ figures: [Figure]) -> String {
        let rows = [header] + figures.map(\.cells)
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                let isNumber = column == 1 || column == 4
                return isNumber ? gap + row[column] : row[column] + gap
            }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
    }
}

/// `1,234,567`; two decimals below a hundred.
func grouped(_ value: Double) -> String {
    guard value.magnitude >= 100 else { return decimal(value, places: 2) }
    let digits = String(Int(value.rounded()))
    var text = ""
    for (place, digit) in digits.reversed().enumerated() {
        if place > 0, place % 3 == 0, digit != "-" { text.append(",") }
        text.append(digit)
    }
    return String(text.reversed())
}

func decimal(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let units = Int((value.magnitude * Double(scale)).rounded())
    let fraction = String(units % scale)
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(value < 0 ? "-" : "")\(units / scale).\(zeros)\(fraction)"
}
