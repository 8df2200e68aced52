import Foundation
import HongyanCore
import HongyanImport

/// Files of a dry run's assumptions, read with the import's own reader; a bad row is an error here,
/// because a dry run on half an assumption says nothing.
enum AssumedFile {
    static func events(
        at path: String, book: RuleBook, _ language: Language
    ) throws -> [IncomingEvent] {
        try read(.events, at: path, book: book, language).flatMap { rows -> [IncomingEvent] in
            if case .events(let events) = rows { events } else { [] }
        }
    }

    static func signals(
        at path: String, book: RuleBook, _ language: Language
    ) throws -> [IncomingSignal] {
        try read(.signals, at: path, book: book, language).flatMap { rows -> [IncomingSignal] in
            if case .signals(let signals) = rows { signals } else { [] }
        }
    }

    private static func read(
        _ kind: ImportKind, at path: String, book: RuleBook, _ language: Language
    ) throws -> [ImportRows] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(path)") }
        defer { close(descriptor) }
        do {
            // The future is what these files are about: nothing in them is too far ahead.
            var reader = try ImportReader(
                kind: kind, source: .descriptor(descriptor),
                format: path.hasSuffix(".jsonl") ? .jsonl : .csv, schema: book.tags,
                zone: book.workspace.zone, mapping: [:], now: .distantFuture)
            var pages: [ImportRows] = []
            while let page = try reader.nextPage() {
                if let reject = page.rejects.first {
                    throw CommandFailure("\(path):\(reject.line): \(reject.reason.words(language))")
                }
                pages.append(page.rows)
            }
            return pages
        } catch let fault as ImportFault {
            throw CommandFailure("\(path): \(fault.words(language))")
        }
    }
}
