//! Finding a value again without opening anything: index terms, deterministic tokens, pseudonyms.

use std::borrow::Cow;

use super::Veil;
use super::facts::Facts;
use super::functions::Functions;
use super::keys::CallKeys;
use super::placed;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Kind, text};
use crate::keyring::{Purpose, Value, Version};
use crate::mask::{Normalizer, Operator};
use crate::policy::{Class, Deterministic, Index, Store};
use crate::seal::{Binding, Material, Type, deterministic, index};
use crate::token;

impl Veil {
    /// The terms that a stored value can be found by: one for each primary, retired and pending version, the
    /// primary version's first.
    ///
    /// Of a class that stores with an index these are index terms; of one that stores deterministically, whole
    /// tokens, which are bound to their place: `path` names it where the class stands at several.
    /// An empty list where nothing is left of the value after the normalizers: such values have no index.
    ///
    /// ```
    /// # use fieldveil::{Key, Keyring, Purpose};
    /// use fieldveil::{Context, EncryptOptions, Policy, Value, Veil};
    /// # let folder = tempfile::tempdir()?;
    /// # let ring = Keyring::create(folder.path().join("ring.json"), &[Key::new(&[7; 32])?.into()])?;
    /// # let mut edit = ring.edit()?;
    /// # edit.add_set("pii", Purpose::Data, None)?;
    /// # edit.add_set("find", Purpose::Index, None)?;
    /// # edit.save()?;
    ///
    /// let policy = Policy::parse(
    ///     "version: 1
    /// classes:
    ///   contact: { store: { encrypt: { set: pii, index: { set: find, into: email_index, normalize: [lower] } } } }
    /// rules: [ { path: $.email, class: contact } ]",
    /// )?;
    /// let veil = Veil::new(policy).with_keyring(ring)?;
    /// let stored = veil.encrypt(br#"{"email":"Ada@example.org"}"#, &EncryptOptions::default())?;
    ///
    /// let sought = Value::Text("ada@example.org".to_owned());
    /// let terms = veil.search_terms("contact", &sought, &Context::new(), None)?;
    /// assert!(String::from_utf8_lossy(&stored).contains(&terms[0])); // WHERE email_index IN (terms)
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_policy` if there is no such class or it stores nothing that can be searched; `invalid_path`;
    /// `invalid_context` if the scope lists a pair that `context` lacks; `unsupported_value` for bytes and
    /// containers; the errors of the keys.
    pub fn search_terms(
        &self,
        class: &str,
        value: &Value,
        context: &Context,
        path: Option<&str>,
    ) -> Result<Vec<String>> {
        let rings = self.rings.snapshot()?;
        let found = self.class(class)?;
        match &*found.store {
            Store::Encrypt(encrypt) => {
                let index = encrypt.index.as_ref().ok_or_else(|| unsearchable(class))?;
                let terms = rings.live(&index.set, Purpose::Index)?.into_iter().map(|version| {
                    let (kind, source) = source(value)?;
                    term(version.material()?, index, context, kind, &source)
                });
                terms.filter_map(Result::transpose).collect()
            }
            Store::Deterministic(how) => {
                let binding = placed::binding(self.policy.compiled(), found, path)?;
                let live = rings.live(&how.set, Purpose::Deterministic)?;
                live.into_iter().map(|version| equal(version, how, context, &binding, value)).collect()
            }
            _ => Err(unsearchable(class)),
        }
    }

    /// The index term that `encrypt` writes for a value now; none where nothing is left of it.
    ///
    /// # Errors
    /// As [`search_terms`](Self::search_terms).
    pub fn blind_index(&self, class: &str, value: &Value, context: &Context) -> Result<Option<String>> {
        let rings = self.rings.snapshot()?;
        let Store::Encrypt(encrypt) = &*self.class(class)?.store else { return Err(unsearchable(class)) };
        let index = encrypt.index.as_ref().ok_or_else(|| unsearchable(class))?;
        let (kind, source) = source(value)?;
        term(rings.primary(&index.set, Purpose::Index)?.material()?, index, context, kind, &source)
    }

    /// Whether a stored value is the one that was searched for: both are the same text after the class's normalizers.
    ///
    /// An index of few bits finds other values too; whoever has opened what it found asks this of each.
    ///
    /// # Errors
    /// `invalid_policy` if there is no such class or it has no index; `unsupported_value` for bytes and containers.
    pub fn is_same(&self, class: &str, searched: &Value, found: &Value) -> Result<bool> {
        let Store::Encrypt(encrypt) = &*self.class(class)?.store else { return Err(unsearchable(class)) };
        let index = encrypt.index.as_ref().ok_or_else(|| unsearchable(class))?;
        let text = |value: &Value| -> Result<String> {
            let (kind, source) = source(value)?;
            let text = characters(kind, &source)?;
            Ok(Normalizer::apply(&index.normalize, &text).into_owned())
        };
        Ok(text(searched)? == text(found)?)
    }

    /// The pseudonym that a class shows for a value, with its prefix.
    ///
    /// # Errors
    /// `invalid_policy` if there is no such class or it shows no pseudonym; `unsupported_value` for bytes and
    /// containers; `key_not_usable` or `invalid_context` where the keys or the pairs of its scope are missing.
    pub fn pseudonym(&self, class: &str, value: &Value, context: &Context) -> Result<String> {
        let found = self.class(class)?;
        let Operator::Pseudonym(pseudonym) = &found.show else {
            let message = format!("the class `{class}` shows no pseudonym; name one whose `show` does");
            return Err(Error::new(ErrorCode::InvalidPolicy, message));
        };
        let rings = self.rings.snapshot()?;
        let keys = CallKeys::new(&rings, false);
        keys.rings.primary(&pseudonym.set, Purpose::Pseudonym)?;
        context.encode_scope(&pseudonym.scope)?;
        let functions = Functions::default();
        let policy = self.policy.compiled();
        let facts =
            Facts { policy, keys: &keys, context: Some(context), watched: &[], functions: &functions };
        let (kind, source) = source(value)?;
        let text = characters(kind, &source)?;
        let stand_in = pseudonym.of(&text, &facts);
        let name =
            stand_in.ok_or_else(|| Error::new(ErrorCode::Internal, "no pseudonym; please report this"))?;
        Ok(format!("{}{name}", pseudonym.prefix))
    }

    fn class(&self, name: &str) -> Result<&Class> {
        self.policy.compiled().class(name).ok_or_else(|| {
            let message = format!("the policy has no class `{name}`; name one that it has");
            Error::new(ErrorCode::InvalidPolicy, message)
        })
    }
}

/// The index term of a value under one version; none where nothing is left of it after the normalizers.
///
/// # Errors
/// `unsupported_value` for a container or a lone surrogate; `invalid_context` where the scope lists a pair that
/// is missing.
pub(super) fn term(
    key: &Material,
    how: &Index,
    context: &Context,
    kind: Kind,
    source: &[u8],
) -> Result<Option<String>> {
    let text = characters(kind, source)?;
    let text = Normalizer::apply(&how.normalize, &text);
    if text.is_empty() {
        return Ok(None);
    }
    let scope = context.encode_scope(&how.scope)?;
    let bits = u16::try_from(how.bits).unwrap_or(u16::MAX);
    index::compute(key, &how.into, &scope, text.as_bytes(), bits).map(Some)
}

/// The text of a value for a keyed look-up: the characters of a string, the source of any other scalar.
fn characters(kind: Kind, source: &[u8]) -> Result<Cow<'_, str>> {
    let refused = |what: &str| {
        let message = format!("{what} has no text to look up by; index its scalars instead");
        Error::new(ErrorCode::UnsupportedValue, message)
    };
    match kind {
        Kind::Object | Kind::Array => Err(refused("an object or array")),
        Kind::String => {
            let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            inside.and_then(text::decode_utf8).ok_or_else(|| refused("a string with a lone surrogate"))
        }
        _ => std::str::from_utf8(source).map(Cow::Borrowed).map_err(|_| refused("a value that is not text")),
    }
}

/// A value as a document would write it.
fn source(value: &Value) -> Result<(Kind, Vec<u8>)> {
    let refused = || Error::new(ErrorCode::UnsupportedValue, "only text and JSON scalars can be looked up");
    match value {
        Value::Text(characters) => {
            let mut source = Vec::with_capacity(characters.len() + 2);
            text::escape_into(characters, &mut source);
            Ok((Kind::String, source))
        }
        Value::Json(json) => {
            crate::json::check(json.as_bytes(), &crate::Limits::default())?;
            let source = json.trim_matches([' ', '\t', '\n', '\r']).as_bytes();
            let kind = source.first().and_then(|first| Kind::of(*first)).ok_or_else(refused)?;
            Ok((kind, source.to_vec()))
        }
        _ => Err(refused()),
    }
}

fn equal(
    version: &Version,
    how: &Deterministic,
    context: &Context,
    binding: &Binding,
    value: &Value,
) -> Result<String> {
    let (kind, source) = source(value)?;
    let scope = context.encode_scope(&how.scope)?;
    let payload = characters(kind, &source)?;
    let as_type = if kind == Kind::String { Type::Text } else { Type::Json };
    let mut raw = Vec::new();
    deterministic::seal(
        version.material()?,
        as_type,
        payload.as_bytes(),
        &scope,
        binding.as_bytes(),
        &mut raw,
    )?;
    let mut out = Vec::with_capacity(2 * raw.len());
    token::encode_into(&raw, &mut out);
    String::from_utf8(out)
        .map_err(|_| Error::new(ErrorCode::Internal, "a token is not text; please report this"))
}

fn unsearchable(class: &str) -> Error {
    let message = format!(
        "the class `{class}` stores nothing that can be searched; give its `encrypt` an `index`, or store it `deterministic`"
    );
    Error::new(ErrorCode::InvalidPolicy, message)
}
