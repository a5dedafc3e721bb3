import Fieldveil

/// The notes of one user, in SQLite: what is on the disk is what may be seen by anyone.
struct Notes {
    private let database: Database
    private let veil: Veil

    init(_ database: Database, _ veil: Veil) throws {
        (self.database, self.veil) = (database, veil)
        try database.run("CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, note TEXT NOT NULL)")
    }

    /// Stores a note, given as JSON with `id`, `title` and `text`.
    func save(_ id: String, _ note: String) throws {
        try database.run("INSERT OR REPLACE INTO notes VALUES (?, ?)", id, veil.encrypt(note))
    }

    /// All notes, in one call into the library.
    func all() throws -> [String] { try veil.decryptMany(stored()) }

    /// What goes to the server: the rows as they stand.
    func stored() throws -> [String] { try database.run("SELECT note FROM notes ORDER BY id") }
}
