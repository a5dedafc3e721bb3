//! Sealing the places of one record: fields under one header, everything else a token of its own.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::found::{Found, Layer, What};
use super::keys::CallKeys;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Kind, text};
use crate::policy::{Deterministic, Encrypt, Rule, RuleSet, Store};
use crate::seal::record::Sealer;
use crate::seal::{Binding, Salt, Type, deterministic, value};
use crate::secret::SecretBytes;
use crate::token;

/// How many salts one draw is for, at most; a document with more value tokens draws again.
const DRAW: usize = 1024;

/// Seals values and fields under one context.
pub(super) struct Sealing<'c> {
    keys: &'c CallKeys<'c>,
    context: &'c Context,
    encoded: Vec<u8>,
    /// The set whose places are fields of the record; none in value layout.
    record_set: Option<&'c str>,
    record: Option<Sealer<'c>>,
    salts: Salts,
    /// The bytes of the token being made.
    raw: SecretBytes,
}

impl<'c> Sealing<'c> {
    /// For the places of a document.
    pub(super) fn new(
        keys: &'c CallKeys<'c>,
        context: &'c Context,
        record_set: Option<&'c str>,
        layer: &Layer<'_>,
        rules: &RuleSet,
    ) -> Self {
        let salts = usize::from(record_set.is_some()) + value_tokens(layer, rules, record_set);
        Self {
            keys,
            context,
            encoded: context.encode(),
            record_set,
            record: None,
            salts: Salts { left: salts, drawn: Zeroizing::new(Vec::new()) },
            raw: SecretBytes::new(),
        }
    }

    /// Whether places of this set are fields of the record.
    pub(super) fn is_field(&self, set: &str) -> bool {
        self.record_set == Some(set)
    }

    /// Appends the JSON string of the token of a value, or of the next field.
    ///
    /// # Errors
    /// Those of the keys, and `limit_exceeded`.
    pub(super) fn encrypt(
        &mut self,
        rule: &Rule,
        how: &Encrypt,
        source: &[u8],
        binding: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        out.push(b'"');
        if self.is_field(&how.set) {
            if self.record.is_none() {
                let key = self.keys.sealing(&how.set)?;
                self.record = Some(Sealer::new(key, &self.encoded, self.salts.next()?)?);
            }
            if let Some(record) = &mut self.record {
                self.keys.count(record.key());
                let indexed = rule.bind_index != Some(false);
                let binding = bound(binding, indexed);
                record.field(Type::Json, source, how.pad, &binding, out)?;
            }
        } else {
            let key = self.keys.sealing(&how.set)?;
            self.keys.count(key.id());
            let salt = self.salts.next()?;
            let binding = bound(binding, rule.bind_index == Some(true));
            // EXPOSE: plaintext for an instant, then ciphertext in its place.
            let raw = self.raw.cleared();
            value::seal(key, Type::Json, source, how.pad, &self.encoded, &binding, &salt, raw)?;
            token::encode_into(raw, out);
        }
        out.push(b'"');
        Ok(())
    }

    /// Appends the JSON string of a deterministic token.
    ///
    /// # Errors
    /// Those of the keys; `unsupported_value` for a container or a string with a lone surrogate;
    /// `invalid_context` where the scope lists a pair that is missing.
    pub(super) fn equal(
        &mut self,
        rule: &Rule,
        how: &Deterministic,
        kind: Kind,
        source: &[u8],
        binding: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let key = self.keys.sealing_equal(&how.set)?;
        self.keys.count(key.id());
        let scope = self.context.encode_scope(&how.scope)?;
        let binding = bound(binding, rule.bind_index == Some(true));
        // EXPOSE: plaintext for an instant, then ciphertext in its place.
        let raw = self.raw.cleared();
        match kind {
            Kind::String => {
                let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
                let decoded = inside.and_then(text::decode_utf8).ok_or_else(|| {
                    let message =
                        "a string with a lone surrogate cannot be sealed deterministically; use `encrypt`";
                    Error::new(ErrorCode::UnsupportedValue, message)
                })?;
                deterministic::seal(key, Type::Text, decoded.as_bytes(), &scope, &binding, raw)?;
            }
            Kind::Object | Kind::Array => {
                let message = "an object or array cannot be sealed deterministically; use `encrypt`";
                return Err(Error::new(ErrorCode::UnsupportedValue, message));
            }
            _ => deterministic::seal(key, Type::Json, source, &scope, &binding, raw)?,
        }
        out.push(b'"');
        token::encode_into(raw, out);
        out.push(b'"');
        Ok(())
    }

    /// The header, if any field was sealed.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub(super) fn finish(self) -> Result<Option<[u8; token::HEADER]>> {
        self.record.map(Sealer::finish).transpose()
    }
}

/// How many places become tokens with a salt of their own.
fn value_tokens(layer: &Layer<'_>, rules: &RuleSet, record_set: Option<&str>) -> usize {
    let of = |found: &Found| {
        let What::Rule(index) = found.what else { return 0 };
        let Some(rule) = rules.rules.get(index) else { return 0 };
        match (&rule.decode, &found.inner, &*rule.store) {
            (Some(rules), Some(inner), _) => value_tokens(inner, rules, record_set),
            (None, _, Store::Encrypt(how)) => usize::from(record_set != Some(how.set.as_str())),
            _ => 0,
        }
    };
    layer.found.iter().map(of).sum()
}

/// The binding of a token: with array indexes, or for any element.
pub(super) fn bound(binding: &[u8], indexed: bool) -> Cow<'_, [u8]> {
    if indexed { Cow::Borrowed(binding) } else { Cow::Owned(Binding::any_element(binding).into_bytes()) }
}

/// Salts by the batch: one draw from the operating system a record.
struct Salts {
    left: usize,
    drawn: Zeroizing<Vec<u8>>,
}

impl Salts {
    fn next(&mut self) -> Result<Salt> {
        if self.drawn.is_empty() {
            let count = self.left.clamp(1, DRAW);
            self.left = self.left.saturating_sub(count);
            self.drawn.resize(count * size_of::<Salt>(), 0);
            crate::random::fill(&mut self.drawn)?;
        }
        let mut salt = Salt::default();
        let rest = self.drawn.len().saturating_sub(salt.len());
        let exhausted = || Error::new(ErrorCode::Internal, "no salt was drawn; please report this");
        salt.copy_from_slice(self.drawn.get(rest..).ok_or_else(exhausted)?);
        self.drawn.truncate(rest);
        Ok(salt)
    }
}
