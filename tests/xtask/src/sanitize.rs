//! The core's own tests under AddressSanitizer, over either backend: the core forbids unsafe code, and the crates and the C
//! that it stands on do not.

use crate::Result;
use crate::workshop::{Workshop, has};

/// For the C of AWS-LC and SQLite; Rust takes the same by a flag of its own.
const FLAG: &str = "-fsanitize=address";

/// Runs them on the terminal. Returns whether they passed.
pub(crate) fn run() -> Result<bool> {
    if !has("clang") {
        return Err(
            "AddressSanitizer needs clang, whose C it can follow as it does Rust; install `clang`".into()
        );
    }
    let shop = Workshop::open()?;
    let mut passed = true;
    for (backend, features) in [("the pure-Rust ciphers", ""), ("AWS-LC", "aws-lc")] {
        println!("the core over {backend}");
        let mut command = shop.cargo(&["test", "--locked", "--package", "fieldveil", "--lib", "--tests"]);
        command.args(["--no-fail-fast", "--features", features]);
        // Named, the target keeps the flags away from build scripts and macros.
        command.args(["--target", &shop.host()?, "--target-dir"]).arg(shop.scratch.join("sanitize"));
        // What dumps the memory of a process would dump the sanitizer's, which is terabytes of addresses.
        command.args(["--", "--skip=memory_tests"]);
        // Sanitizers are a flag of the nightly compiler, which the stable one takes if it is asked like this.
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address");
        command.env("CC", "clang").env("CXX", "clang++").env("CFLAGS", FLAG).env("CXXFLAGS", FLAG);
        passed &= command.status()?.success();
    }
    Ok(passed)
}
