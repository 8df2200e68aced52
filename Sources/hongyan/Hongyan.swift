import ArgumentParser
import Foundation

/// 鸿雁: the command line, and the only place where everything is put together.
@main
struct Hongyan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hongyan",
        abstract: "Rules-driven SMS marketing: rule files in, compliant messages out.",
        discussion: """
            Rules live in a workspace: hongyan.yaml and rules/*.yaml. Most commands take the \
            workspace's folder with --workspace, the current folder by default.

            Start with:  hongyan check   then  hongyan simulate --days 30
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self,
            ExplainCheckCommand.self, PDUCommand.self, ChannelCommand.self, CarrierCommand.self,
            PolicyCommand.self,
            SchemaCommand.self,
            TestCommand.self,
            AuditCommand.self,
            LexiconCommand.self,
            MigrateCommand.self,
            ImportCommand.self,
            GenerateCommand.self,
            SimulateCommand.self,
            PlanCommand.self,
            BacktestCommand.self,
            TortureCommand.self,
            RunCommand.self,
            ReloadCommand.self,
            StopCommand.self,
            ResumeCommand.self,
            TemplateCommand.self,
            StatusCommand.self,
            RenderCommand.self,
            ExplainCommand.self,
            MergeCommand.self,
            BackupCommand.self,
            ConsentCommand.self,
            ComplaintCommand.self,
            LedgerCommand.self,
            DossierCommand.self,
            SendCommand.self,
            SignalsCommand.self,
            CalendarCommand.self,
            KeyCommand.self,
            CustomerCommand.self,
            RetentionCommand.self,
            NumberCommand.self, RouteCommand.self, BillCommand.self,
            ReplyCommand.self,
            RepliesCommand.self,
        ])

    /// As ArgumentParser does it, with the exit codes of our own failures.
    static func main() async {
        // A core dump would hold numbers and their key.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Terminal.note("Error: \(failure.message)")
            Foundation.exit(failure.code)
        } catch {
            exit(withError: error)
        }
    }
}
