use std::io::{Cursor, Read, Seek, SeekFrom};

use super::cobblestone::{CHUNK, SEALED};
use super::tests::{code, key, message, reader, sealed};
use super::*;
use crate::error::ErrorCode;
use crate::seal::context;

#[test]
fn seeks_anywhere() {
    for length in [0, 5, CHUNK, 3 * CHUNK + 100, 20 * CHUNK] {
        let text = message(length);
        // In front of the stream stands something else.
        let bytes = [&b"before"[..], &sealed(&text)].concat();
        let mut input = Cursor::new(&bytes[..]);
        input.set_position(6);
        let mut stream = Incoming::read(input).unwrap().open(&key(7, 1), context::NONE).unwrap();
        let mut at = 12345_u64;
        for round in 0..60_u64 {
            at = (at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round)) >> 8;
            let target = (at % (length as u64 + 1)).cast_signed();
            let to = match round % 3 {
                0 => SeekFrom::Start(target.cast_unsigned()),
                1 => SeekFrom::End(target - length as i64),
                _ => SeekFrom::Current(target - stream.stream_position().unwrap().cast_signed()),
            };
            assert_eq!(stream.seek(to).unwrap(), target.cast_unsigned());
            assert_eq!(stream.stream_position().unwrap(), target.cast_unsigned());
            let mut out = vec![0; (round as usize * 997) % (2 * CHUNK)];
            let mut filled = 0;
            while filled < out.len() {
                match stream.read(&mut out[filled..]).unwrap() {
                    0 => break,
                    read => filled += read,
                }
            }
            let rest = &text[target as usize..];
            assert!(out[..filled] == rest[..filled] && filled == rest.len().min(out.len()));
        }
        assert_eq!(stream.seek(SeekFrom::Start(u64::MAX)).unwrap(), length as u64);
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
        for to in [SeekFrom::Current(-(length as i64) - 1), SeekFrom::End(-(length as i64) - 1)] {
            assert_eq!(code(stream.seek(to).unwrap_err()), ErrorCode::UnsupportedValue);
            assert_eq!(stream.stream_position().unwrap(), length as u64);
            assert_eq!(stream.read(&mut [0]).unwrap(), 0);
        }
        stream.rewind().unwrap();
        let mut all = vec![0; text.len().min(100)];
        stream.read_exact(&mut all).unwrap();
        assert_eq!(stream.write_to(&mut all).unwrap(), (text.len() - text.len().min(100)) as u64);
        assert!(all == text);
        assert_eq!(stream.stream_position().unwrap(), length as u64);
    }
}

#[test]
fn a_length_is_believed_only_when_it_is_authentic() {
    let bytes = sealed(&message(3 * CHUNK));
    for cut in [1, 15, 16, 17, SEALED, SEALED + 16] {
        let mut stream = reader(&bytes[..bytes.len() - cut]);
        assert_eq!(code(stream.seek(SeekFrom::End(0)).unwrap_err()), ErrorCode::Tampered, "{cut}");
        assert_eq!(code(stream.read(&mut [0]).unwrap_err()), ErrorCode::Tampered);
    }
}
