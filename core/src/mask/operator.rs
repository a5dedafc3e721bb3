//! The operators by name, and how much each one hides.

use super::{
    AgeCap, Bucket, Custom, Date, Email, Input, Ip, KeepEnds, Keys, Pan, Phone, Pseudonym, Redact, Regex,
    Scan, Shape, Zip3, iban, type_mask,
};

/// Every operator that shows, in the order of the reference.
pub(crate) const NAMES: [&str; 21] = [
    "redact",
    "remove",
    "nullify",
    "keep",
    "reveal",
    "keep_ends",
    "shape",
    "email",
    "pan",
    "phone",
    "iban",
    "ip",
    "date",
    "bucket",
    "age_cap",
    "zip3",
    "type_mask",
    "regex",
    "pseudonym",
    "scan",
    "custom",
];

/// One operator with its options, as a policy names it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub(crate) enum Operator {
    Redact(Redact),
    Remove,
    Nullify,
    Keep,
    Reveal,
    KeepEnds(KeepEnds),
    Shape(Shape),
    Email(Email),
    Pan(Pan),
    Phone(Phone),
    Iban,
    Ip(Ip),
    Date(Date),
    Bucket(Bucket),
    AgeCap(AgeCap),
    Zip3(Zip3),
    TypeMask,
    Regex(Regex),
    Pseudonym(Pseudonym),
    Scan(Scan),
    Custom(Custom),
}

/// How much an operator hides, from nothing to everything; what the linter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// `keep`, `reveal`.
    Clear,
    /// Masks that show a part.
    Partial,
    /// `deterministic`, `pseudonym`: equality shows.
    Equality,
    /// `encrypt`.
    Encrypted,
    /// `redact`, `nullify`, `type_mask`.
    Redacted,
    /// `remove`.
    Removed,
}

impl Operator {
    /// The name that a policy writes.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Redact(_) => "redact",
            Self::Remove => "remove",
            Self::Nullify => "nullify",
            Self::Keep => "keep",
            Self::Reveal => "reveal",
            Self::KeepEnds(_) => "keep_ends",
            Self::Shape(_) => "shape",
            Self::Email(_) => "email",
            Self::Pan(_) => "pan",
            Self::Phone(_) => "phone",
            Self::Iban => "iban",
            Self::Ip(_) => "ip",
            Self::Date(_) => "date",
            Self::Bucket(_) => "bucket",
            Self::AgeCap(_) => "age_cap",
            Self::Zip3(_) => "zip3",
            Self::TypeMask => "type_mask",
            Self::Regex(_) => "regex",
            Self::Pseudonym(_) => "pseudonym",
            Self::Scan(_) => "scan",
            Self::Custom(_) => "custom",
        }
    }

    /// How much it hides.
    pub(crate) const fn strength(&self) -> Strength {
        match self {
            Self::Remove => Strength::Removed,
            Self::Redact(_) | Self::Nullify | Self::TypeMask => Strength::Redacted,
            Self::Keep | Self::Reveal => Strength::Clear,
            Self::Pseudonym(_) => Strength::Equality,
            _ => Strength::Partial,
        }
    }

    /// Whether it writes a text that hides a text: what takes the place of a finding has to.
    pub(super) const fn hides_text(&self) -> bool {
        match self {
            Self::Redact(_)
            | Self::KeepEnds(_)
            | Self::Shape(_)
            | Self::Email(_)
            | Self::Pan(_)
            | Self::Phone(_)
            | Self::Iban
            | Self::Ip(_)
            | Self::Date(_)
            | Self::Zip3(_)
            | Self::Regex(_)
            | Self::Pseudonym(_)
            | Self::Custom(_) => true,
            Self::Remove | Self::Nullify | Self::Keep | Self::Reveal => false,
            Self::Bucket(_) | Self::AgeCap(_) | Self::TypeMask | Self::Scan(_) => false,
        }
    }

    /// The path of the clear scalar that must be known before this operator can work, if it needs one.
    pub(crate) fn watches(&self) -> Option<&str> {
        match self {
            Self::Date(Date::Shift(shift)) => Some(&shift.subject),
            _ => None,
        }
    }

    /// Appends the result; `None` if the value does not fit, whatever has been appended by then.
    pub(super) fn write(&self, input: Input<'_>, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        match self {
            Self::Redact(redact) => redact.write(out),
            // The verb takes the member or element out; what cannot be taken out is the root.
            Self::Remove | Self::Nullify => out.extend_from_slice(b"null"),
            Self::Keep | Self::Reveal => out.extend_from_slice(input.source),
            Self::KeepEnds(keep_ends) => keep_ends.write(&input.string_or_number()?, out)?,
            Self::Shape(shape) => shape.write(&input.string_or_number()?, out)?,
            Self::Email(email) => email.write(&input.string()?, out)?,
            Self::Pan(pan) => pan.write(&input.string_or_number()?, out)?,
            Self::Phone(phone) => phone.write(&input.string_or_number()?, out)?,
            Self::Iban => iban::write(&input.string()?, out)?,
            Self::Ip(ip) => ip.write(&input.string()?, out)?,
            Self::Date(date) => date.write(&input.string()?, keys, out)?,
            Self::Bucket(bucket) => bucket.write(&input.string_or_number()?, out)?,
            Self::AgeCap(age_cap) => age_cap.write(input, out)?,
            Self::Zip3(zip3) => zip3.write(&input.text()?, out)?,
            Self::TypeMask => type_mask::write(input.kind, out)?,
            Self::Regex(regex) => regex.write(input, keys, out)?,
            Self::Pseudonym(_) if input.kind.is_container() => return None,
            Self::Pseudonym(pseudonym) => pseudonym.write(&input.text()?, keys, out)?,
            Self::Scan(scan) => scan.write(input, keys, out)?,
            Self::Custom(custom) => custom.write(&input.text()?, keys, out)?,
        }
        Some(())
    }
}
