//! Every suite, each in a file of its own.

mod cargo;
mod deny;
mod examples;
mod faults;
mod foreign;
mod fuzz;
mod interop;
mod lints;
mod notes;
mod package;
mod packages;
mod parity;
mod providers;
mod queue;
mod rivals;
mod second;
mod tour;
mod vectors;
mod wheel;

use crate::bindings;
use crate::suite::Suite;
use package::Package;
use vectors::Vectors;

/// The suites in the order in which they run: the quickest to fail first.
pub(crate) const ALL: &[&dyn Suite] = &[
    &cargo::FORMAT,
    &lints::Lints,
    &cargo::XTASK,
    &cargo::CORE,
    &cargo::VECTORS,
    &cargo::CORE_AWS_LC,
    &cargo::EXAMPLES_IN_DOCS,
    &cargo::DOCS,
    &Package(bindings::CLI),
    &tour::Tour,
    &examples::Examples,
    &second::Second,
    &Vectors { name: "vectors-cli", language: bindings::CLI },
    &Package(bindings::PYTHON),
    &wheel::Wheel,
    &Vectors { name: "vectors-py", language: bindings::PYTHON },
    &Package(bindings::NODE),
    &Vectors { name: "vectors-js", language: bindings::NODE },
    &Package(bindings::KOTLIN),
    &Vectors { name: "vectors-kt", language: bindings::KOTLIN },
    &Package(bindings::SWIFT),
    &Vectors { name: "vectors-sw", language: bindings::SWIFT },
    &providers::Providers,
    &queue::Queue,
    &packages::Packages,
    &interop::Interop,
    &notes::Notes,
    &parity::Parity,
    &foreign::Foreign,
    &rivals::Rivals,
    &faults::Faults,
    &fuzz::Fuzz,
    &deny::Deny,
];
