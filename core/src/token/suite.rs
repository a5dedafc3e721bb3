//! The suites of format 1: what a token is, and under which algorithm.

use super::{HEADER, PREFIX, SALT, unsupported};
use crate::error::{Error, Result};

/// The second byte of every token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Suite {
    ValueAes = 0x01,
    ValueChaCha = 0x02,
    HeaderAes = 0x11,
    HeaderChaCha = 0x12,
    FieldAes = 0x21,
    FieldChaCha = 0x22,
    Deterministic = 0x41,
    Stream = 0x61,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// One value with a salt and a commitment of its own.
    Value,
    /// The salt and the commitment of a record.
    Header,
    /// One field of a record.
    Field,
    /// A value that is the same ciphertext each time.
    Deterministic,
    /// A file of any size.
    Stream,
}

/// The algorithm of a key set; a key is of one family and of no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    Aes256Gcm,
    ChaCha20Poly1305,
    Aes256Siv,
    HmacSha256,
}

impl Suite {
    /// Every suite.
    pub(crate) const ALL: [Self; 8] = [
        Self::ValueAes,
        Self::ValueChaCha,
        Self::HeaderAes,
        Self::HeaderChaCha,
        Self::FieldAes,
        Self::FieldChaCha,
        Self::Deterministic,
        Self::Stream,
    ];

    /// What a token of this suite is.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::ValueAes | Self::ValueChaCha => Kind::Value,
            Self::HeaderAes | Self::HeaderChaCha => Kind::Header,
            Self::FieldAes | Self::FieldChaCha => Kind::Field,
            Self::Deterministic => Kind::Deterministic,
            Self::Stream => Kind::Stream,
        }
    }

    /// The family that a key of this suite is of.
    pub(crate) fn family(self) -> Family {
        match self {
            Self::ValueAes | Self::HeaderAes | Self::FieldAes | Self::Stream => Family::Aes256Gcm,
            Self::ValueChaCha | Self::HeaderChaCha | Self::FieldChaCha => Family::ChaCha20Poly1305,
            Self::Deterministic => Family::Aes256Siv,
        }
    }

    /// The suite of that kind under a family; nothing if the family has none.
    pub(crate) fn of(kind: Kind, family: Family) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.kind() == kind && suite.family() == family)
    }

    /// Whether a token of this suite can have that many bytes.
    pub(crate) fn possible(self, bytes: usize) -> bool {
        const TAG: usize = crate::crypto::TAG;
        match self.kind() {
            Kind::Header => bytes == HEADER,
            Kind::Value => bytes > PREFIX + SALT + super::COMMITMENT + TAG,
            Kind::Field | Kind::Deterministic => bytes > PREFIX + TAG,
            Kind::Stream => bytes >= PREFIX + SALT + super::COMMITMENT + TAG,
        }
    }

    /// The suite as documents write it: two hexadecimal digits.
    pub(crate) fn as_hex(self) -> String {
        format!("{:02x}", self as u8)
    }
}

impl TryFrom<u8> for Suite {
    type Error = Error;

    fn try_from(byte: u8) -> Result<Self> {
        Self::ALL.into_iter().find(|suite| *suite as u8 == byte).ok_or_else(|| unsupported("suite"))
    }
}

impl Family {
    /// The name that the keyring file writes.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "aes-256-gcm",
            Self::ChaCha20Poly1305 => "chacha20-poly1305",
            Self::Aes256Siv => "aes-256-siv",
            Self::HmacSha256 => "hmac-sha-256",
        }
    }

    /// The family of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [Self::Aes256Gcm, Self::ChaCha20Poly1305, Self::Aes256Siv, Self::HmacSha256];
        all.into_iter().find(|family| family.as_str() == name)
    }
}
