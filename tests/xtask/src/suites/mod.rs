//! Every suite, each in a file of its own.

mod cargo;
mod deny;
mod second;
mod tour;

use crate::suite::Suite;

/// The suites in the order in which they run: the quickest to fail first.
pub(crate) const ALL: &[&dyn Suite] = &[
    &cargo::FORMAT,
    &cargo::LINTS,
    &cargo::XTASK,
    &cargo::CORE,
    &cargo::CORE_AWS_LC,
    &cargo::EXAMPLES_IN_DOCS,
    &cargo::DOCS,
    &cargo::CLI,
    &tour::Tour,
    &second::Second,
    &deny::Deny,
];
