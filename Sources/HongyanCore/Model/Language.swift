public enum Language: String, Sendable, CaseIterable { case zh, en }
