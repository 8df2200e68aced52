import ArgumentParser
import Foundation
import HongyanCore
import HongyanImport
import HongyanReports
import HongyanStore

/// `hongyan number`: what is known of a number, or a list with each recipient once.
struct NumberCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "number",
        abstract: "What is known of a number: valid, carrier, kind, region, portability.",
        discussion: """
            Reads a number as people write it (+86, 0086, spaces, hyphens, full width). In a \
            workspace it also asks the store whose phone it is now ('hongyan import portability'), \
            and data/number-regions.csv where it was issued (columns prefix, province, city; \
            three to eleven digits, the longest prefix wins).

            A number may be given with dashes and spaces in quotes. With --file each line is a \
            number, and whoever is written in several ways is one recipient.

            Exit code 0; 1 when the number is invalid; 2 when it is valid and no person's, or when \
            lines of a file were.

            Example:  hongyan number '138 1234 5678' --format json
            """)

    @Argument(help: "The number.") var number: String?
    @Option(help: "A file with one number a line; - for standard input.") var file: String?
    @Option(help: "The table of regions (default: data/number-regions.csv of the workspace).")
    var regions: String?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        if (number == nil) == (file == nil) {
            throw ValidationError("give a number, or a list with --file")
        }
    }

    func run() throws {
        let known = try KnownNumbers(options: options, regions: regions)
        if let file { return try list(try lines(of: file), known) }
        let profile = try known.profile(number ?? "")
        switch format {
        case .json: Terminal.raw(NumberReport.json(profile, zone: known.zone))
        case .text:
            Terminal.raw(
                NumberReport.text(profile, zone: known.zone, language: options.language))
        }
        if !profile.isValid { throw ExitCode(1) }
        if !profile.isPersonal { throw ExitCode(2) }
    }

    private func list(_ lines: [Substring], _ known: KnownNumbers) throws {
        var list = NumberList()
        for (index, line) in lines.enumerated() {
            let text = line.hasSuffix("\r") ? line.dropLast() : line
            if text.allSatisfy(\.isWhitespace) { continue }
            list.add(try known.profile(String(text)), line: index + 1)
        }
        switch format {
        case .json: Terminal.raw(list.json(zone: known.zone))
        case .text: Terminal.raw(list.text(language: options.language))
        }
        if !list.faults.isEmpty { throw ExitCode(2) }
    }

    private func lines(of file: String) throws -> [Substring] {
        let data =
            file == "-"
            ? FileHandle.standardInput.readDataToEndOfFile()
            : FileManager.default.contents(atPath: file)
        guard let data else { throw CommandFailure("cannot read \(file)") }
        guard let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure("\(file) is not UTF-8 text")
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// What the workspace knows of numbers, as far as there is one.
private struct KnownNumbers {
    let zone: Zone?
    private let store: SQLiteStore?
    private let regions: RegionTable?

    init(options: WorkspaceOptions, regions path: String?) throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let manager = FileManager.default
        let settings = loader.folder.appendingPathComponent("hongyan.yaml").path
        if manager.fileExists(atPath: settings) {
            let book = try loader.book(language: options.language)
            zone = book.workspace.zone
            store =
                manager.fileExists(atPath: loader.storePath(of: book))
                ? try loader.openStore(of: book, mode: .readOnly) : nil
        } else {
            zone = nil
            store = nil
        }
        let usual = loader.folder.appendingPathComponent("data/number-regions.csv").path
        let file = path ?? usual
        guard path != nil || manager.fileExists(atPath: usual) else {
            regions = nil
            return
        }
        guard let data = manager.contents(atPath: file) else {
            throw CommandFailure("cannot read \(file)")
        }
        do {
            regions = try RegionTable([UInt8](data))
        } catch {
            throw CommandFailure("\(file): \(error.words(options.language))")
        }
    }

    func profile(_ raw: String) throws -> NumberProfile {
        let profile = NumberProfile(reading: raw)
        guard let number = profile.number else { return profile }
        let portability = try store.flatMap { store in
            try explained { try store.portability(of: number) }
        }
        return profile.adding(portability: portability, region: regions?.region(of: number))
    }
}
