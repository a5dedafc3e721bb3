//! The generator of UniFFI, as a program of this workspace so that its version is the one of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
