//! A policy with its names resolved, before its rules become automata: compiling fills it, the checks read it.

mod defaults;
mod rules;
mod watches;

pub(super) use defaults::Defaults;
pub(super) use rules::{Written, WrittenRule};
pub(super) use watches::{Watch, Watches};
