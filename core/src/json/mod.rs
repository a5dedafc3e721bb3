//! JSON as bytes: kinds, text, tokens, the exact validator. No tree is ever built.

mod bitmap;
mod check;
mod kind;
pub(crate) mod number;
pub(crate) mod scalar;
pub(crate) mod text;
mod tokens;
mod unique;

pub(crate) use check::{Beginning, beginning, check, locate, too_deep, too_large};
pub use kind::Kind;
pub(crate) use kind::TypeSet;
pub(crate) use tokens::{Invalid, Tokens, end_before, level};
pub(crate) use unique::{doubled_name, names_double, unique_names};
