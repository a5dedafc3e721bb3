//! How the library is linked for Android and Linux, whatever the linker's own choice is.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=android.ld");
    let link = |argument: &str| println!("cargo::rustc-cdylib-link-arg=-Wl,{argument}");
    let system = env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if system == "linux" || system == "android" {
        // Pages of 16 KB, as devices with Android 15 may have them.
        link("-z,max-page-size=16384");
    }
    if system == "android" {
        // The linker is LLVM's, of the NDK. Functions of the same code are one; what the loader has to move is written
        // down in a twentieth of the bytes, which Android reads from API level 23 on.
        link("--icf=all");
        link("--hash-style=gnu");
        link("--pack-dyn-relocs=android");
        // What UniFFI's generator reads stays in the static library, from which it does.
        link(concat!("-T,", env!("CARGO_MANIFEST_DIR"), "/android.ld"));
    }
}
