//! A policy with its names resolved, before its rules and watches become one automaton: compiling fills it, the
//! checks read it.

mod defaults;
mod rules;
mod watches;

pub(super) use defaults::Defaults;
pub(super) use rules::Written;
pub(super) use watches::{Watch, Watches};
