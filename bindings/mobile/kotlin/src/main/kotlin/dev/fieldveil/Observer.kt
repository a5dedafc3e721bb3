package dev.fieldveil

import dev.fieldveil.internal.NativeEvent
import dev.fieldveil.internal.NativeFunction
import dev.fieldveil.internal.NativeObserver

/** Hears of everything that a [Veil] does, on the thread that does it; what it throws is swallowed. */
public fun interface Observer {
    /** One thing was done, or failed. */
    public fun observe(event: Event)
}

/**
 * One thing that was done. It holds no byte of a payload, a context or a key.
 *
 * @property action `masked`, `encrypted`, `decrypted`, `reencrypted`, `revealed` or `reloaded`
 * @property count how many places were worked on, or plaintexts revealed
 * @property keys which key versions sealed or opened, and how often
 * @property view the view that was shown
 * @property outcome the code of the error; none if it was done
 * @property audit who asked, and why
 * @property ring the id of the ring that was read again
 * @property epoch the epoch that it is at now
 */
public data class Event(
    val action: String,
    val count: Long,
    val keys: List<KeyUse>,
    val view: String?,
    val outcome: String?,
    val audit: Audit,
    val ring: String?,
    val epoch: Long?,
)

/** How often one version of a key set sealed or opened. */
public data class KeyUse(val set: String, val id: Long, val count: Long)

/** The application's observer as the native library calls it. */
internal class Watching(private val observer: Observer) : NativeObserver {
    override fun observe(event: NativeEvent) {
        observer.observe(
            Event(
                action = event.action,
                count = event.count.toLong(),
                keys = event.keys.map { KeyUse(it.set, it.id.toLong(), it.count.toLong()) },
                view = event.view,
                outcome = event.outcome,
                audit = Audit(event.actor, event.reason),
                ring = event.ring,
                epoch = event.epoch?.toLong(),
            ),
        )
    }
}

/** A function of the application's for the operator `custom`. */
internal class Custom(private val function: (String) -> String?) : NativeFunction {
    override fun apply(text: String): String? = function(text)
}
