//! Streams under a ring: files of any size.

use std::io::{Read, Write};

use super::purpose::Purpose;
use super::ring::Keyring;
use crate::context::Context;
use crate::seal::stream::{Decryptor, Encryptor, Incoming};
use crate::{Error, ErrorCode, Result};

impl Keyring {
    /// Encrypts everything that `reader` gives; returns how many bytes that were. Constant memory.
    ///
    /// ```
    /// # use fieldveil::{Key, Keyring, Purpose};
    /// use fieldveil::Context;
    /// # let folder = tempfile::tempdir()?;
    /// # let ring = Keyring::create(folder.path().join("ring.json"), &[Key::new(&[7; 32])?.into()])?;
    /// # let mut edit = ring.edit()?;
    /// # edit.add_set("backup", Purpose::Data, None)?;
    /// # edit.save()?;
    ///
    /// let monday = Context::new().with("day", "monday")?;
    /// let (mut sealed, mut opened) = (Vec::new(), Vec::new());
    /// ring.encrypt_stream("backup", &b"a large file"[..], &mut sealed, &monday)?;
    /// ring.decrypt_stream(&sealed[..], &mut opened, &monday)?;
    /// assert_eq!(opened, b"a large file");
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_key_set`, `key_not_usable` for a set of another purpose or suite than `aes-256-gcm`, `io`.
    pub fn encrypt_stream(
        &self,
        set: &str,
        mut reader: impl Read,
        writer: impl Write,
        context: &Context,
    ) -> Result<u64> {
        let mut stream = self.encryptor(set, writer, context)?;
        let bytes = stream.read_from(&mut reader)?;
        stream.finish().map(|_| bytes)
    }

    /// Decrypts a whole stream; returns how many bytes of plaintext that were. Constant memory.
    ///
    /// # Errors
    /// `invalid_token` and `unsupported_version` for what is no stream; `unknown_key`, `key_not_usable`; `wrong_key`
    /// under another context; `tampered` if anything was altered or cut off; `io`. What was written until then is
    /// authentic, and may be less than the whole: throw it away.
    pub fn decrypt_stream(
        &self,
        reader: impl Read,
        mut writer: impl Write,
        context: &Context,
    ) -> Result<u64> {
        let bytes = self.decryptor(reader, context)?.write_to(&mut writer)?;
        writer.flush()?;
        Ok(bytes)
    }

    /// Encrypts what is written to the answer and writes it on to `writer`; call [`Encryptor::finish`] at the end.
    ///
    /// # Errors
    /// As [`encrypt_stream`](Self::encrypt_stream).
    pub fn encryptor<W: Write>(&self, set: &str, writer: W, context: &Context) -> Result<Encryptor<W>> {
        let snapshot = self.snapshot();
        let version = snapshot.primary(set, Purpose::Data)?;
        Encryptor::new(writer, version.material()?, &context.encode())
    }

    /// Decrypts what is read from `reader` as it is asked for.
    ///
    /// # Errors
    /// As [`decrypt_stream`](Self::decrypt_stream).
    pub fn decryptor<R: Read>(&self, reader: R, context: &Context) -> Result<Decryptor<R>> {
        let stream = Incoming::read(reader)?;
        let id = stream.prefix().id;
        let snapshot = self.with_snapshot(|snapshot| snapshot.by_id(id).map(|_| snapshot.clone()))?;
        let version = snapshot.by_id(id)?;
        if version.purpose() != Purpose::Data {
            let purpose = version.purpose();
            let message =
                format!("key {id} is of a `{purpose}` set, which encrypts no streams: check the ring");
            return Err(Error::new(ErrorCode::KeyNotUsable, message));
        }
        stream.open(version.material()?, &context.encode())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Context, ErrorCode, Key, Keyring, Purpose};

    #[test]
    fn a_stream_comes_back_under_its_context_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ring.json");
        let ring = Keyring::create(path, &[Key::new(&[7; 32]).unwrap().into()]).unwrap();
        let mut edit = ring.edit().unwrap();
        edit.add_set("files", Purpose::Data, None).unwrap();
        edit.add_set("search", Purpose::Index, None).unwrap();
        edit.save().unwrap();

        let context = Context::new().with("file", "a").unwrap();
        let plain = vec![42; 100_000];
        let (mut sealed, mut opened) = (Vec::new(), Vec::new());
        assert_eq!(ring.encrypt_stream("files", plain.as_slice(), &mut sealed, &context).unwrap(), 100_000);
        assert_eq!(ring.decrypt_stream(sealed.as_slice(), &mut opened, &context).unwrap(), 100_000);
        assert_eq!(opened, plain);

        let none = Context::new();
        let code = |sealed: &[u8], context| {
            ring.decrypt_stream(sealed, std::io::sink(), context).unwrap_err().code()
        };
        assert_eq!(code(&sealed, &none), ErrorCode::WrongKey);
        assert_eq!(code(&sealed[..50_000], &context), ErrorCode::Tampered);
        assert_eq!(code(&sealed[..50], &context), ErrorCode::InvalidToken);
        let wrong =
            |set| ring.encrypt_stream(set, plain.as_slice(), std::io::sink(), &context).unwrap_err().code();
        assert_eq!(wrong("search"), ErrorCode::KeyNotUsable);
        assert_eq!(wrong("none"), ErrorCode::UnknownKeySet);
    }
}
