package dev.fieldveil

import java.io.File

/** What most tests begin with: a policy, a ring of their own, a record. */
internal class Scene(folder: File) : AutoCloseable {
    val file = File(folder, "ring.json")
    val ring: Keyring = Keyring.createBlocking(file, Key(KEK)).also { made ->
        made.editBlocking {
            addSet("pii", Purpose.DATA)
            addSet("look", Purpose.INDEX)
            addSet("people", Purpose.PSEUDONYM)
            addSet("erasable", Purpose.SUBJECT)
        }
    }
    val policy: Policy = Policy.parse(POLICY)
    val veil: Veil = Veil(policy, ring)

    override fun close() {
        veil.close()
        policy.close()
        ring.close()
    }

    companion object {
        val KEK = ByteArray(32) { it.toByte() }
        const val RECORD = """{ "email":"maria@example.org", "card":"4111 1111 1111 1111", "who":"cus_1","total":42.10 }"""
        const val POLICY = """
            version: 1
            classes:
              mail: { kind: email, store: { encrypt: { set: pii, index: { set: look, into: email_index, normalize: [trim, lower] } } }, show: email }
              card: { kind: card, store: { encrypt: pii }, show: { pan: { bin: 0, last: 4 } } }
              person: { store: keep, show: { pseudonym: people } }
            views: { support: { open: true } }
            rules:
              - { path: "${'$'}.email", class: mail }
              - { path: "${'$'}.card", class: card }
              - { path: "${'$'}.who", class: person }
        """
    }
}
