/**
 * A note-taking client: a note is encrypted before it is stored, and synced as it is stored.
 *
 * `Notes.kt FOLDER` plays one run of it in a folder that holds `policy.yaml` and the server's public key `server.pub`:
 * it makes the user's ring, keeps two notes in `notes.db`, and leaves `ring.json` and `notes.jsonl` for the server.
 */
package dev.fieldveil.example

import dev.fieldveil.Context
import dev.fieldveil.Hpke
import dev.fieldveil.KeyWrapper
import dev.fieldveil.Keyring
import dev.fieldveil.Policy
import dev.fieldveil.Purpose
import dev.fieldveil.Veil
import dev.fieldveil.decryptMany
import kotlinx.coroutines.runBlocking
import java.io.File
import java.security.SecureRandom
import java.sql.Connection
import java.sql.DriverManager
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** The notes of one user, in SQLite: what is on the disk is what may be seen by anyone. */
class Notes(private val database: Connection, private val veil: Veil) {
    init {
        database.createStatement().use { it.execute("CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, note TEXT NOT NULL)") }
    }

    /** Stores a note, given as JSON with `id`, `title` and `text`. */
    fun save(id: String, note: String) {
        database.prepareStatement("INSERT OR REPLACE INTO notes VALUES (?, ?)").use { insert ->
            insert.setString(1, id)
            insert.setString(2, veil.encrypt(note))
            insert.execute()
        }
    }

    /** All notes, in one call into the library. */
    fun all(): List<String> = veil.decryptMany(stored())

    /** What goes to the server: the rows as they stand. */
    fun stored(): List<String> =
        database.createStatement().use { select ->
            val rows = select.executeQuery("SELECT note FROM notes ORDER BY id")
            generateSequence { if (rows.next()) rows.getString(1) else null }.toList()
        }
}

/** Stands for the platform's key store, of which a desktop has none: on a phone this is `AndroidKeystore()`. */
private class DeviceKey(key: ByteArray) : KeyWrapper {
    override val name = "device"
    private val key = SecretKeySpec(key, "AES")

    override suspend fun wrap(key: ByteArray, context: Context): ByteArray {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, this@DeviceKey.key) }
        return cipher.iv + cipher.doFinal(key)
    }

    override suspend fun unwrap(wrapped: ByteArray, context: Context): ByteArray {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(128, wrapped, 0, 12))
        return cipher.doFinal(wrapped, 12, wrapped.size - 12)
    }
}

fun main(arguments: Array<String>): Unit = runBlocking {
    val folder = File(arguments.single())
    val device = DeviceKey(ByteArray(32).also { SecureRandom().nextBytes(it) })
    val server = Hpke.public("server", File(folder, "server.pub").readBytes())

    // Once, on the first start: the ring of this user, which this device and the server can open.
    Keyring.create(File(folder, "ring.json"), device, server).use { ring -> ring.edit { addSet("notes", Purpose.DATA) } }

    // On every start: the device opens it, and the server's key is not needed.
    Keyring.open(File(folder, "ring.json"), device).use { ring ->
        Veil(Policy.load(File(folder, "policy.yaml")), ring).use { veil ->
            DriverManager.getConnection("jdbc:sqlite:${File(folder, "notes.db")}").use { database ->
                val notes = Notes(database, veil)
                notes.save("n1", """{"id":"n1","title":"Milk","text":"two litres, from Kotlin"}""")
                notes.save("n2", """{"id":"n2","title":"Ada","text":"call her on Monday"}""")
                println(notes.all().joinToString("\n"))

                // Sync: the rows as they are stored, and the ring's document.
                File(folder, "notes.jsonl").writeText(notes.stored().joinToString("") { "$it\n" })
            }
        }
    }
}
