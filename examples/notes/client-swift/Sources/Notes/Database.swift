import CSQLite

/// As much of SQLite as notes need.
final class Database {
    struct Failed: Error { let message: String }

    private var handle: OpaquePointer?

    init(_ path: String) throws {
        guard sqlite3_open(path, &handle) == SQLITE_OK else { throw failed() }
    }

    deinit { sqlite3_close(handle) }

    /// Runs a statement with texts in the place of its question marks; gives the first column of each row.
    @discardableResult
    func run(_ statement: String, _ texts: String...) throws -> [String] {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(handle, statement, -1, &prepared, nil) == SQLITE_OK else { throw failed() }
        defer { sqlite3_finalize(prepared) }
        // SQLite copies the text before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, text) in texts.enumerated() { sqlite3_bind_text(prepared, Int32(index + 1), text, -1, transient) }
        var rows: [String] = []
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW: rows.append(String(cString: sqlite3_column_text(prepared, 0)))
            case SQLITE_DONE: return rows
            default: throw failed()
            }
        }
    }

    private func failed() -> Failed { Failed(message: String(cString: sqlite3_errmsg(handle))) }
}
