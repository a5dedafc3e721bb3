//! What hides inside text: detectors of personal data and secrets, each a pattern with real validation.

pub(crate) mod bank;
pub(crate) mod checksum;
pub(crate) mod country_codes;
