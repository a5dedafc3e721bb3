package dev.fieldveil.internal

/**
 * The structure in which the native library says how a call went, used again by the thread that had it.
 *
 * The generated sources would make one for each crossing, of which a call has four; JNA registers the memory of each with
 * its cleaner, and that was most of what a call cost. `build.sh` lets them take it from here.
 */
internal object Statuses {
    private val idle = ThreadLocal<UniffiRustCallStatus?>()

    // It is taken away, so that a call inside a call gets another.
    fun take(): UniffiRustCallStatus = idle.get()?.also { idle.remove() } ?: UniffiRustCallStatus()

    // Only after a success, which leaves it as it was: one that holds an error is dropped.
    fun giveBack(status: UniffiRustCallStatus): Unit = idle.set(status)
}
