import Foundation

/// The database's own bulk loader, as the reference of the import.
enum SQLiteShell {
    /// Seconds that `sqlite3 .import` takes for a CSV file into a new table without indexes.
    static func importSeconds(of csv: String, into database: String) throws -> Double {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", database, ".import --csv '\(csv)' customers"]
        let start = Stopwatch.now()
        try process.run()
        process.waitUntilExit()
        let seconds = Stopwatch.now() - start
        guard process.terminationStatus == 0 else {
            throw BenchFailure("the sqlite3 shell is missing or failed; see make bench-deps")
        }
        return seconds
    }

    /// What the shell prints when it is given a script.
    static func run(_ script: String, in database: String) throws -> String {
        try output(["sqlite3", "-bail", database], input: script)
    }

    /// What a program prints; its failure is ours.
    static func output(_ command: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let (incoming, outgoing) = (Pipe(), Pipe())
        process.standardInput = incoming
        process.standardOutput = outgoing
        try process.run()
        // A few lines: a pipe holds them.
        try incoming.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try incoming.fileHandleForWriting.close()
        let data = outgoing.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure(
                "\(command[0]) is missing or failed (\(process.terminationStatus)); see make "
                    + "bench-deps")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Counts what the loader took in, so that a failed load is no fast load.
    static func count(in database: String) throws -> Int {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", database, "select count(*) from customers"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        return Int(text.filter(\.isNumber)) ?? 0
    }
}
