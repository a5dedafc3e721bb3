//! The policy: which fields are sensitive, what is stored for them, and what each audience is shown.

pub(crate) mod document;
