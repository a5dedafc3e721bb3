//! Pages of 16 KB, as devices with Android 15 may have them, whatever the linker's own choice is.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if matches!(env::var("CARGO_CFG_TARGET_OS").as_deref(), Ok("linux" | "android")) {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,max-page-size=16384");
    }
}
