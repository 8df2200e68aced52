import CYAML
import HongyanRules

/// The YAML parser alone, over the same bytes: what no check can be faster than.
enum LibYAML {
    static func seconds(_ files: [SourceFile]) throws -> Double {
        try Stopwatch.seconds {
            for file in files { try parse(file) }
        }
    }

    private static func parse(_ file: SourceFile) throws {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw BenchFailure("libyaml") }
        defer { yaml_parser_delete(&parser) }
        try file.bytes.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else {
                    throw BenchFailure("libyaml cannot read \(file.path)")
                }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return }
            }
        }
    }
}
