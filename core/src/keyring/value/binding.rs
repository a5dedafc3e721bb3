//! The place of a value outside a document, as its caller names it.

use crate::seal;

/// The place that a value is bound to; none has to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Anywhere.
    None,
    /// One place: for a column the members `table` and `column`, for a field of a record its normalized path.
    Path(Vec<BindingStep>),
}

/// One step of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BindingStep {
    /// Into the member, table or column of that name.
    Member(String),
    /// Into the array element of that index.
    Index(u64),
    /// Into any array element.
    Any,
    /// Into a decoded string.
    Decoded,
}

impl Binding {
    pub(super) fn encode(&self) -> seal::Binding {
        let mut binding = seal::Binding::with_room(64);
        let steps = match self {
            Self::None => &[][..],
            Self::Path(steps) => steps,
        };
        for step in steps {
            match step {
                BindingStep::Member(name) => binding.member(name.as_bytes()),
                BindingStep::Index(index) => binding.index(*index),
                BindingStep::Any => binding.any(),
                BindingStep::Decoded => binding.decoded(),
            }
        }
        binding
    }
}
