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
