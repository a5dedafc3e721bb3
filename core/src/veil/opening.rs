//! Opening the tokens of one record, one by one.

use super::keys::CallKeys;
use super::moved;
use super::sealing::bound;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, text};
use crate::limits::Limits;
use crate::policy::{Compiled, Moved, Rule, Store};
use crate::seal::record::Opener;
use crate::seal::{Type, deterministic, value};
use crate::secret::SecretBytes;
use crate::token::{Kind, Token, malformed};

/// Opens values and fields under one context.
pub(super) struct Opening<'c> {
    keys: &'c CallKeys<'c>,
    context: &'c Context,
    encoded: Vec<u8>,
    limits: Limits,
    moved: &'c [Moved],
    /// The record, to see whether something stands where a place stood before.
    doc: &'c [u8],
    /// The set whose places are fields of the record; none in value layout.
    record_set: Option<&'c str>,
    record: Option<Opener>,
    /// The key id of its header.
    record_id: u32,
    /// Why the header did not open.
    refused: Option<Error>,
    raw: Vec<u8>,
}

/// What a token held.
pub(super) struct Plain {
    /// The bytes of one JSON value.
    pub(super) json: SecretBytes,
    /// A value token stood where a field belongs, and the rule says `migrating`.
    pub(super) migrated: bool,
    /// It was sealed at a place that has moved since.
    pub(super) moved: bool,
    /// The key id of a token that bears one; a field's is its header's.
    pub(super) id: Option<u32>,
}

impl<'c> Opening<'c> {
    pub(super) fn new(
        policy: &'c Compiled,
        keys: &'c CallKeys<'c>,
        context: &'c Context,
        record_set: Option<&'c str>,
        doc: &'c [u8],
    ) -> Self {
        let encoded = context.encode();
        Self {
            keys,
            context,
            encoded,
            limits: policy.limits,
            moved: &policy.moved,
            doc,
            record_set,
            record: None,
            record_id: 0,
            refused: None,
            raw: Vec::new(),
        }
    }

    /// Checks a header and makes its fields readable; returns its key id. `source` is the JSON of the member's value.
    ///
    /// # Errors
    /// `tampered` for what is no header, then the codes of the damage.
    pub(super) fn header(&mut self, source: &[u8]) -> Result<u32> {
        let text = string(source).ok_or_else(not_a_header)?;
        if !crate::token::looks_like(&text) {
            return Err(not_a_header());
        }
        let token = Token::decode(&text, &mut self.raw)?;
        if token.suite().kind() != Kind::Header {
            return Err(not_a_header());
        }
        let set = self.record_set.ok_or_else(not_a_header)?;
        let key = self.keys.opening(set, token.id())?;
        let id = token.id();
        self.record = Some(Opener::new(key, &token, &self.encoded)?);
        self.record_id = id;
        Ok(id)
    }

    /// The same where a bad header is no error: its fields stay closed.
    pub(super) fn header_if_authentic(&mut self, source: &[u8]) {
        if let Err(error) = self.header(source) {
            self.refused = Some(error);
        }
    }

    /// Whether every field that the header counts was opened; true without a header.
    pub(super) fn complete(&self) -> bool {
        self.record.as_ref().is_none_or(Opener::complete)
    }

    /// Opens the token that stands at a place. `source` is the JSON string; `binding` its normalized path.
    ///
    /// # Errors
    /// The codes of the damage, in their order.
    pub(super) fn open(&mut self, rule: &Rule, source: &[u8], binding: &[u8]) -> Result<Plain> {
        let text = string(source).ok_or_else(malformed)?;
        let mut raw = std::mem::take(&mut self.raw);
        let opened = Token::decode(&text, &mut raw).and_then(|token| self.open_token(rule, &token, binding));
        self.raw = raw;
        opened
    }

    fn open_token(&mut self, rule: &Rule, token: &Token<'_>, binding: &[u8]) -> Result<Plain> {
        if matches!(token.suite().kind(), Kind::Header | Kind::Stream) {
            return Err(malformed());
        }
        let fault = match self.open_at(rule, token, binding) {
            Err(error) if error.code() == ErrorCode::Tampered => error,
            opened => return opened,
        };
        // Perhaps it was sealed where the place stood before.
        for former in moved::former(self.moved, self.doc, self.limits, binding) {
            if let Ok(plain) = self.open_at(rule, token, former.as_bytes()) {
                return Ok(Plain { moved: true, ..plain });
            }
        }
        Err(fault)
    }

    fn open_at(&mut self, rule: &Rule, token: &Token<'_>, binding: &[u8]) -> Result<Plain> {
        let (kind, id) = (token.suite().kind(), token.id());
        let indexed = rule.bind_index == Some(true);
        match &*rule.store {
            Store::Encrypt(how) => {
                let field = self.record_set == Some(how.set.as_str());
                match kind {
                    Kind::Field if field => {
                        let Some(record) = &mut self.record else {
                            return Err(self.refused.clone().unwrap_or_else(tampered));
                        };
                        let binding = bound(binding, rule.bind_index != Some(false));
                        let (kind, payload) = record.open(token, &binding)?;
                        self.keys.count(self.record_id);
                        Plain::new(kind, payload, &self.limits, None)
                    }
                    Kind::Value if !field || rule.migrating => {
                        let key = self.keys.opening(&how.set, id)?;
                        let opened = value::open(key, token, &self.encoded, &bound(binding, indexed))?;
                        self.keys.count(id);
                        let plain = Plain::new(opened.kind(), opened.payload(), &self.limits, Some(id))?;
                        Ok(Plain { migrated: field, ..plain })
                    }
                    _ => Err(tampered()),
                }
            }
            Store::Deterministic(how) if kind == Kind::Deterministic => {
                let key = self.keys.opening_equal(&how.set, id)?;
                let scope = self.context.encode_scope(&how.scope)?;
                let opened = deterministic::open(key, token, &scope, &bound(binding, indexed))?;
                self.keys.count(id);
                Plain::new(opened.kind(), opened.payload(), &self.limits, Some(id))
            }
            _ => Err(tampered()),
        }
    }
}

impl Plain {
    fn new(kind: Type, payload: &[u8], limits: &Limits, id: Option<u32>) -> Result<Self> {
        Ok(Self { json: json(kind, payload, limits)?, migrated: false, moved: false, id })
    }
}

/// The decoded characters of a JSON string.
fn string(source: &[u8]) -> Option<std::borrow::Cow<'_, [u8]>> {
    Some(text::decode(source.strip_prefix(b"\"")?.strip_suffix(b"\"")?))
}

/// What an authentic payload is in a document: exactly one JSON value, since a key holder must not inject members.
fn json(kind: Type, payload: &[u8], limits: &Limits) -> Result<SecretBytes> {
    match kind {
        Type::Json => {
            json::check(payload, limits).map_err(|_| tampered())?;
            let spaced =
                |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            if spaced(payload.first()) || spaced(payload.last()) {
                return Err(tampered());
            }
            Ok(SecretBytes::from(payload))
        }
        Type::Text => {
            let payload = simdutf8::basic::from_utf8(payload).map_err(|_| tampered())?;
            let mut out = Vec::with_capacity(6 * payload.len() + 2); // no room to grow: it would leave copies
            text::escape_into(payload, &mut out);
            Ok(SecretBytes::from(out))
        }
        Type::Bytes | Type::SubjectKey => Err(tampered()),
    }
}

/// The error for everything that fails after the commitment. Says no more than its code.
pub(super) fn tampered() -> Error {
    Error::new(ErrorCode::Tampered, "the token, its place or its context was altered")
}

fn not_a_header() -> Error {
    Error::new(ErrorCode::Tampered, "the record's header was altered, or does not belong to it")
}
