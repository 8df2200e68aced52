public import ArgumentParser
import Foundation
import HongyanCore
public import HongyanRules

/// `hongyan schema`: what an editor needs to complete and validate workspace files.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Write JSON Schemas of the workspace files, for editors that complete YAML.",
        discussion: """
            The schemas know the workspace's own tags, events, audiences, templates and windows. \
            Faults of the files do not matter: what can be read is used. Run it again when a name \
            is added; --check tells whether that is due (exit code 1).

            Editors with the YAML language server (VS Code, Neovim, Emacs, Helix, JetBrains) find \
            the schema by the first line of a file:
              rules/<rule>.yaml   # yaml-language-server: $schema=../.hongyan/schema/rule.json
              hongyan.yaml        # yaml-language-server: $schema=.hongyan/schema/workspace.json

            Example:  hongyan schema --lang zh
            """)

    @OptionGroup var options: WorkspaceOptions
    @Option(
        help: """
            One schema, to standard output: workspace, tags, policy, calendar, templates, rule, \
            test.
            """)
    var kind: WorkspaceSchema.Kind?
    @Option(help: "The folder to write into (default: .hongyan/schema of the workspace).")
    var out: String?
    @Flag(help: "Write nothing; exit code 1 when a file is missing or differs.")
    var check = false

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let names = SchemaNames(files: try loader.files())
        if let kind, out == nil, !check {
            Terminal.raw(WorkspaceSchema.text(kind, names: names, language: options.language))
            return
        }
        let folder = out ?? loader.folder.appendingPathComponent(WorkspaceSchema.folder).path
        if !check { try makeFolder(folder) }
        let language = options.lang ?? languageOfFiles(in: folder) ?? options.language
        let text = { WorkspaceSchema.text($0, names: names, language: language) }
        var stale: [String] = []
        for kind in kind.map({ [$0] }) ?? WorkspaceSchema.Kind.allCases {
            let path = folder + "/" + WorkspaceSchema.fileName(kind)
            if check {
                if contents(path) != text(kind) { stale.append(path) }
            } else {
                try OutputFile.write(text(kind), to: path)
                Terminal.out(path)
            }
        }
        if !stale.isEmpty {
            throw CommandFailure(
                "out of date: \(stale.joined(separator: ", "))\nrun 'hongyan schema'")
        }
    }

    /// Written anew without --lang, files keep the language that they are in.
    private func languageOfFiles(in folder: String) -> Language? {
        WorkspaceSchema.Kind.allCases.lazy
            .compactMap { contents(folder + "/" + WorkspaceSchema.fileName($0)) }
            .compactMap { WorkspaceSchema.language(of: $0) }.first
    }

    private func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension WorkspaceSchema.Kind: ExpressibleByArgument {}
