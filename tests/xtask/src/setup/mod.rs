//! Makes a bare machine fit for a suite. Every set-up may be repeated and picks up where it was left.

pub(crate) mod apt;
pub(crate) mod node;
pub(crate) mod python;
pub(crate) mod tool;
