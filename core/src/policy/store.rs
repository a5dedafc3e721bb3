//! What `encrypt` does at a place.

use crate::mask::{Normalizer, Operator, Strength};

/// What `encrypt` does at a place.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    Keep,
    Operator(Operator),
    Encrypt(Encrypt),
    Deterministic(Deterministic),
}

/// `encrypt`, with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encrypt {
    pub(crate) set: String,
    /// The multiple that plaintexts are padded to; 0 for none.
    pub(crate) pad: usize,
    /// `null` stays as it is.
    pub(crate) nulls_keep: bool,
    pub(crate) index: Option<Index>,
}

/// The blind index that `encrypt` writes beside a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) set: String,
    /// The name of the member that it is written to, which is the index's name as well.
    pub(crate) into: String,
    pub(crate) normalize: Vec<Normalizer>,
    /// A multiple of 4, 4 to 256.
    pub(crate) bits: u32,
    pub(crate) scope: Vec<String>,
}

/// `deterministic`, with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deterministic {
    pub(crate) set: String,
    pub(crate) scope: Vec<String>,
}

impl Store {
    /// The name that a policy writes.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Operator(operator) => operator.name(),
            Self::Encrypt(_) => "encrypt",
            Self::Deterministic(_) => "deterministic",
        }
    }

    /// How much it hides.
    pub(crate) fn strength(&self) -> Strength {
        match self {
            Self::Keep => Strength::Clear,
            Self::Operator(operator) => operator.strength(),
            Self::Encrypt(_) => Strength::Encrypted,
            Self::Deterministic(_) => Strength::Equality,
        }
    }

    /// The operator that it is, if `mask` knows it too.
    pub(crate) fn operator(&self) -> Option<&Operator> {
        match self {
            Self::Operator(operator) => Some(operator),
            Self::Keep | Self::Encrypt(_) | Self::Deterministic(_) => None,
        }
    }

    /// Whether `encrypt` changes the place at all.
    pub(crate) fn changes(&self) -> bool {
        !matches!(self, Self::Keep)
    }

    /// Whether `encrypt` takes the place out of its container.
    pub(crate) fn removes(&self) -> bool {
        matches!(self, Self::Operator(Operator::Remove))
    }

    /// Whether `encrypt` writes a token that `decrypt` opens.
    pub(crate) fn seals(&self) -> bool {
        matches!(self, Self::Encrypt(_) | Self::Deterministic(_))
    }
}
