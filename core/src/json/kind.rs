//! The six types of a JSON value, and sets of them.

/// What a value is, told from its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Members by their names.
    Object,
    /// Elements in their order.
    Array,
    /// Characters.
    String,
    /// A number of any length.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Object, Self::Array, Self::String, Self::Number, Self::Bool, Self::Null];

    /// The kind of the value that begins with this byte; whether the value is valid is another question.
    pub(crate) fn of(first: u8) -> Option<Self> {
        match first {
            b'{' => Some(Self::Object),
            b'[' => Some(Self::Array),
            b'"' => Some(Self::String),
            b'-' | b'0'..=b'9' => Some(Self::Number),
            b't' | b'f' => Some(Self::Bool),
            b'n' => Some(Self::Null),
            _ => None,
        }
    }

    /// An object or an array.
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Self::Object | Self::Array)
    }

    /// The name that a policy writes in `types`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::Null => "null",
        }
    }
}

/// A set of kinds, as `types` of a rule writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TypeSet(u8);

impl TypeSet {
    pub(crate) const ALL: Self = Self(0b11_1111);
    pub(crate) const NONE: Self = Self(0);

    /// The kind of that name, alone.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name).map(|kind| Self::NONE.with(kind))
    }

    pub(crate) const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}
