import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanStore

/// Where the commands on templates read from and how they answer.
struct TemplateOutput: ParsableArguments {
    enum Format: String, ExpressibleByArgument { case text, json }
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions
}

/// A workspace's templates with what the store knows of them.
struct TemplateBooks {
    let loader: WorkspaceLoader
    let book: RuleBook

    init(_ output: TemplateOutput) throws {
        loader = WorkspaceLoader(path: output.options.workspace)
        book = try loader.book(language: output.options.language)
    }

    func store(_ mode: SQLiteStore.Mode) throws -> SQLiteStore {
        try loader.openStore(of: book, mode: mode)
    }

    /// - Throws: ``CommandFailure`` with the nearest name for an unknown template.
    func template(_ name: String) throws -> Template {
        if let template = book.template(TemplateID(name)) { return template }
        let known = book.templates.map(\.id.rawValue)
        let words =
            NearestName.of(name, among: known).map { "did you mean '\($0)'?" }
            ?? "known: \(known.joined(separator: ", "))"
        throw CommandFailure("there is no template '\(name)' (\(words))")
    }

    /// In the book's order.
    func rows() throws -> [TemplateText.Row] {
        let standings = try explained {
            try store(.readOnly).templateStandings(of: book)
        }
        let waits = TemplateWait.list(in: book, standings: standings, at: SystemClock().now())
        return zip(book.templates, standings).map { template, standing in
            TemplateText.Row(
                template: template, standing: standing,
                rules: book.rules.filter { rule in
                    rule.isEnabled
                        && rule.message.variants.contains { $0.template == template.id }
                }.map(\.id), waits: waits.filter { $0.template == template.id })
        }
    }
}

/// Who acts on templates, and how the answer looks.
struct TemplateActor: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: "Who you are: a name under people: in hongyan.yaml (default: your account's name).")
    var name: String?
    @OptionGroup var output: TemplateOutput

    /// - Throws: ``CommandFailure`` when nobody of that name is under `people:`.
    func person() throws -> Person {
        try person(in: TemplateBooks(output).book)
    }

    private func person(in book: RuleBook) throws -> Person {
        if let name { return try WorldBuilder.person(name, in: book) }
        if let person = book.workspace.person(Account.name) { return person }
        let known = book.workspace.people.map(\.id).joined(separator: ", ")
        throw CommandFailure(
            "the account '\(Account.name)' is not under people: in hongyan.yaml; "
                + "say who you are with --as NAME (known: \(known))")
    }

    /// Does one thing with some templates, all of them or, when one is refused, none.
    ///
    /// - Parameters:
    ///   - all: Instead of names: those that fit.
    ///   - fits: Which those are.
    func act(
        _ move: TemplateDesk.Move, on names: [String], all: Bool = false, comment: String,
        fits: (TemplateStanding) -> Bool = { _ in true }
    ) throws {
        guard names.isEmpty == all else {
            throw CommandFailure("name the templates, or --all", code: 64)
        }
        let books = try TemplateBooks(output)
        let book = books.book
        let person = try person(in: book)
        var templates: [Template] = []
        for template in try names.map(books.template) where !templates.contains(template) {
            templates.append(template)
        }
        let now = SystemClock().now()
        let store = try books.store(.readWrite)
        if all {
            let standings = try explained { try store.templateStandings(of: book) }
            templates = zip(book.templates, standings).filter { fits($0.1) }.map(\.0)
        }
        let desk = TemplateDesk(book: book, person: person, account: Account.name, now: now)
        var refused: TemplateID?
        let result = try explained {
            try store.act(on: templates, at: now) { log throws(TemplateRefusal) in
                var entries: [TemplateEntry] = []
                for template in templates {
                    refused = template.id
                    entries += try desk.entries(move, on: template, log: log, comment: comment)
                }
                return entries
            }
        }
        switch result {
        case .success(let entries): try show(entries, store, book)
        case .failure(let refusal):
            throw CommandFailure(
                TemplateText.refusal(
                    refusal, template: refused ?? TemplateID(""), person: person,
                    language: output.options.language))
        }
    }

    private func show(_ entries: [TemplateEntry], _ store: SQLiteStore, _ book: RuleBook) throws {
        if output.format == .json {
            return Terminal.raw(TemplateJSON.done(entries, book: book))
        }
        let zh = output.options.language == .zh
        guard !entries.isEmpty else {
            return Terminal.out(zh ? "没有要处理的模板" : "nothing to do")
        }
        Terminal.raw(
            TemplateText.done(
                entries, standings: try explained { try store.templateStandings(of: book) },
                book: book, language: output.options.language))
    }
}

/// The account of the operating system.
enum Account {
    static var name: String { NSUserName() }
}
