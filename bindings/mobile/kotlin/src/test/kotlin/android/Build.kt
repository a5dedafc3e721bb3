@file:Suppress("PackageDirectoryMismatch")

package android.os

/** The version of a device that has StrongBox's interface. */
object Build {
    object VERSION {
        @JvmField var SDK_INT = 35
    }

    object VERSION_CODES {
        const val P = 28
    }
}
