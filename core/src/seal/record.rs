//! Records (suites 11/21 and 12/22): one salt, one derived key and one commitment for all fields of a record.
//!
//! A record key is used once: the [`Sealer`] counts the fields itself and writes the header last, and there is
//! no way to add a field under a header that exists.

use zeroize::{Zeroize, Zeroizing};

use super::{Material, Salt, Type, label, length, material, plain, tampered, value, wrong_key};
use crate::crypto::{Aead, NONCE, TAG, equal};
use crate::error::{Error, ErrorCode, Result};
use crate::limits::MAX_FIELDS;
use crate::secret::SecretBytes;
use crate::token::{self, COMMITMENT, HEADER, Kind, Prefix, SALT, Suite, Token};

/// Seals the fields of one record, in document order.
pub(crate) struct Sealer<'k> {
    key: &'k Material,
    salt: Salt,
    count: u32,
    record: Record,
    /// The bytes of the token being made: plaintext for an instant, then ciphertext in its place.
    token: Vec<u8>,
    /// Whether the plaintext is still there.
    exposed: bool,
}

impl<'k> Sealer<'k> {
    /// Begins a record.
    ///
    /// # Errors
    /// `key_not_usable` if the key is of a family without records.
    ///
    /// # Security
    /// `salt` comes from [`super::salt`] and is used once.
    pub(crate) fn new(key: &'k Material, context: &[u8], salt: Salt) -> Result<Self> {
        let record = Record::new(key, key.sealing(Kind::Header)?, &salt, context)?;
        Ok(Self { key, salt, count: 0, record, token: Vec::new(), exposed: false })
    }

    /// Seals the next field; appends the text of its token to `out`.
    ///
    /// # Errors
    /// `limit_exceeded` over 64 MiB or 2^20 fields.
    pub(crate) fn field(
        &mut self,
        kind: Type,
        payload: &[u8],
        pad: usize,
        binding: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        if self.count == MAX_FIELDS {
            let message =
                "the record has more than 1,048,576 encrypted fields; encrypt a container as a whole";
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        let size = plain::size(payload, pad)?;
        let prefix = Prefix { suite: self.record.field_suite, id: self.count }.to_bytes();

        self.token.clear();
        if self.token.capacity() < prefix.len() + size + TAG {
            // A fresh one: memory that moved would leave plaintext behind.
            self.token = Vec::with_capacity(2 * (prefix.len() + size + TAG));
        }
        self.token.extend_from_slice(&prefix);
        self.exposed = true;
        plain::write(kind, payload, pad, size, &mut self.token);
        let text = self.token.get_mut(prefix.len()..).unwrap_or_default();
        self.record.bind(prefix, binding)?;
        let nonce = self.record.nonce(self.count);
        let tag = self.record.cipher.seal(&nonce, &self.record.associated, text)?;
        self.exposed = false;
        self.token.extend_from_slice(&tag);
        token::encode_into(&self.token, out);
        self.count += 1;
        Ok(())
    }

    /// The id of the key that seals.
    pub(crate) fn key(&self) -> u32 {
        self.key.id()
    }

    /// Ends the record; returns the bytes of its header.
    ///
    /// # Errors
    /// `internal` if no field was sealed: such a record has no header.
    pub(crate) fn finish(self) -> Result<[u8; HEADER]> {
        if self.count == 0 {
            return Err(Error::new(
                ErrorCode::Internal,
                "a record without fields has no header; please report this",
            ));
        }
        let prefix = self.record.prefix.to_bytes();
        let count = self.count.to_be_bytes();
        let commitment = commitment(self.key, self.record.prefix, &self.salt, count)?;
        let mut header = [0; HEADER];
        let mut rest = header.as_mut_slice();
        for part in [prefix.as_slice(), &self.salt, &count, &commitment] {
            let (here, behind) = rest.split_at_mut_checked(part.len()).ok_or_else(tampered)?;
            here.copy_from_slice(part);
            rest = behind;
        }
        Ok(header)
    }
}

impl Drop for Sealer<'_> {
    /// Erases what a cipher refused, or what a panic left behind.
    fn drop(&mut self) {
        if self.exposed {
            self.token.zeroize();
        }
    }
}

/// Opens the fields of one record, in any order, each at most once.
pub(crate) struct Opener {
    count: u32,
    record: Record,
    seen: Vec<u64>,
    opened: u32,
    text: SecretBytes,
}

impl Opener {
    /// Checks the header of a record.
    ///
    /// # Errors
    /// `tampered` or `invalid_token` if `header` is no record header, `key_not_usable` if the key is of another family,
    /// `wrong_key` if the commitment does not match.
    pub(crate) fn new(key: &Material, header: &Token<'_>, context: &[u8]) -> Result<Self> {
        let prefix = header.prefix();
        key.opening(prefix, Kind::Header)?;
        let (salt, rest) = header.body().split_first_chunk::<SALT>().ok_or_else(tampered)?;
        let (count, committed) = rest.split_first_chunk::<4>().ok_or_else(tampered)?;
        if !equal(&commitment(key, prefix, salt, *count)?, committed) {
            return Err(wrong_key());
        }
        let record = Record::new(key, prefix, salt, context)?;
        let count = u32::from_be_bytes(*count);
        let seen = vec![0; count.div_ceil(64) as usize];
        Ok(Self { count, record, seen, opened: 0, text: SecretBytes::new() })
    }

    /// Whether every field that the header counts was opened.
    pub(crate) fn complete(&self) -> bool {
        self.opened == self.count
    }

    /// Opens one field; returns its type and its payload, which is erased by the next call or the drop.
    ///
    /// # Errors
    /// `invalid_token` for a header or a stream; `tampered` for any other kind but a field, if its suite is not its
    /// header's plus 0x10, if its ordinal is beyond the count or was opened already, or if the cipher does not open
    /// it at that place.
    pub(crate) fn open(&mut self, field: &Token<'_>, binding: &[u8]) -> Result<(Type, &[u8])> {
        if field.suite().kind() != Kind::Field {
            return Err(material::misplaced(field.suite().kind()));
        }
        let ordinal = field.id();
        let word = usize::try_from(ordinal / 64).map_err(|_| tampered())?;
        let seen = self.seen.get_mut(word).ok_or_else(tampered)?;
        let bit = 1 << (ordinal % 64);
        if field.suite() != self.record.field_suite || ordinal >= self.count || *seen & bit != 0 {
            return Err(tampered());
        }
        let (text, tag) = field.body().split_last_chunk().ok_or_else(tampered)?;
        self.record.bind(field.prefix().to_bytes(), binding)?;
        let nonce = self.record.nonce(ordinal);
        self.text.clear();
        self.text.extend(text);
        // EXPOSE: the ciphertext becomes plaintext in place.
        let opened = self.record.cipher.open(&nonce, &self.record.associated, self.text.expose_mut(), tag);
        opened.map_err(|_| tampered())?;
        *seen |= bit;
        self.opened += 1;
        // EXPOSE: this is what the caller opened the token for.
        let text = self.text.expose();
        let (kind, payload) = plain::read(text)?;
        Ok((kind, text.get(payload).unwrap_or_default()))
    }
}

/// What sealing and opening share: the record's key, and how a place in it is bound.
struct Record {
    prefix: Prefix,
    field_suite: Suite,
    base: [u8; NONCE],
    /// In a box: a record is moved, and a key that moves leaves copies behind.
    cipher: Box<Aead>,
    /// `LP("fv1/field") ‖ P`, then whatever the last field was.
    associated: Vec<u8>,
}

impl Record {
    fn new(key: &Material, prefix: Prefix, salt: &Salt, context: &[u8]) -> Result<Self> {
        let mut derived = Zeroizing::new([0; 32]);
        let info = [label::RECORD, &prefix.to_bytes(), salt, &length(context)?, context];
        key.expand(&info, derived.as_mut_slice())?;
        let mut associated = Vec::with_capacity(128); // what most places need
        associated.extend_from_slice(label::FIELD);
        associated.extend_from_slice(&prefix.to_bytes());
        Ok(Self {
            prefix,
            field_suite: Suite::of(Kind::Field, key.family()).ok_or_else(material::unusable)?,
            base: *value::nonce(salt),
            cipher: Box::new(Aead::new(material::cipher(key.family())?, &derived)?),
            associated,
        })
    }

    /// Makes the associated data of the field `F` = `field` at `binding`.
    fn bind(&mut self, field: [u8; token::PREFIX], binding: &[u8]) -> Result<()> {
        self.associated.truncate(label::FIELD.len() + token::PREFIX);
        self.associated.extend_from_slice(&field);
        self.associated.extend_from_slice(&length(binding)?);
        self.associated.extend_from_slice(binding);
        Ok(())
    }

    /// The nonce of the field of that ordinal.
    fn nonce(&self, ordinal: u32) -> [u8; NONCE] {
        let mut nonce = self.base;
        nonce.iter_mut().skip(NONCE - 4).zip(ordinal.to_be_bytes()).for_each(|(byte, of)| *byte ^= of);
        nonce
    }
}

fn commitment(key: &Material, prefix: Prefix, salt: &Salt, count: [u8; 4]) -> Result<[u8; COMMITMENT]> {
    let mut commitment = [0; COMMITMENT];
    key.expand(&[label::COMMIT, &prefix.to_bytes(), salt, &count], &mut commitment)?;
    Ok(commitment)
}

#[cfg(test)]
impl Sealer<'_> {
    /// Goes on at a later ordinal, as the known answers do.
    pub(super) fn skip_to(&mut self, ordinal: u32) {
        self.count = ordinal;
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
impl Opener {
    pub(super) fn count(&self) -> u32 {
        self.count
    }
}
