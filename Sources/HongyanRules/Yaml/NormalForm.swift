@_spi(_Unicode) import Swift

/// The text in Unicode normal form C, the one form in which the engine compares bytes.
///
/// The standard library keeps its normaliser behind an SPI; this file is the only one that leans on
/// it.
func normalFormC(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text._nfc)
    return String(scalars)
}
