//! Kinds of sensitive data: what the linter and the presets go by.

/// What a class is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum DataKind {
    Card,
    Email,
    Phone,
    Iban,
    NationalId,
    Name,
    Address,
    BirthDate,
    Ip,
    Secret,
    Health,
    Boolean,
    #[default]
    Other,
}

impl DataKind {
    /// The names that a policy writes.
    pub(crate) const NAMES: [(&str, Self); 13] = [
        ("card", Self::Card),
        ("email", Self::Email),
        ("phone", Self::Phone),
        ("iban", Self::Iban),
        ("national_id", Self::NationalId),
        ("name", Self::Name),
        ("address", Self::Address),
        ("birth_date", Self::BirthDate),
        ("ip", Self::Ip),
        ("secret", Self::Secret),
        ("health", Self::Health),
        ("boolean", Self::Boolean),
        ("other", Self::Other),
    ];

    /// The name that a policy writes.
    pub(crate) fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("other", |(name, _)| name)
    }

    /// Whether it names data that is about a person or guards something.
    pub(crate) fn is_sensitive(self) -> bool {
        !matches!(self, Self::Boolean | Self::Other)
    }
}
