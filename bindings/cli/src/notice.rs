//! Lines for people on standard error.

use std::fmt::Display;
use std::io::{self, Write as _};

/// What was done.
pub(crate) fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Something to look at, although the run goes on. Nobody is told if standard error is closed.
pub(crate) fn warn(message: impl Display) {
    let _ = writeln!(io::stderr(), "warning: {message}");
}

/// Why the run ended: the last line of it.
pub(crate) fn error(failure: impl Display) {
    let _ = writeln!(io::stderr(), "{failure}");
}
