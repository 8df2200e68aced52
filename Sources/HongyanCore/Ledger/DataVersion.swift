/// Which data a report was made from, so that two reports can be compared: equal versions mean the
/// same customers, events, permissions, templates and decisions.
public struct DataVersion: Hashable, Sendable {
    /// The greatest seq that customers, events, signals and replies had.
    public let seq: Seq
    /// Of the newest event or decision; nil when there was none.
    public let newest: Timestamp?
    /// Of the oldest event that was kept; nil when there was none.
    public let oldest: Timestamp?
    /// Over the seq and the lengths of the journals, which only grow.
    public let hash: Digest
    public init(seq: Seq, newest: Timestamp?, oldest: Timestamp?, hash: Digest) {
        self.seq = seq
        self.newest = newest
        self.oldest = oldest
        self.hash = hash
    }
}
