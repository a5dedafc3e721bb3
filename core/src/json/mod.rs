//! JSON as bytes: kinds, text, the exact validator. No tree is ever built.

mod kind;
pub(crate) mod text;

pub(crate) use kind::{Kind, TypeSet};
