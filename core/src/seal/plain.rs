//! The plaintext inside a token: `type ‖ payload`, or padded `type ‖ u32 length ‖ payload ‖ zeros`.

use std::ops::Range;

use super::tampered;
use crate::error::{Error, ErrorCode, Result};
use crate::limits::MAX_VALUE;

/// What a payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Type {
    /// The bytes of one JSON value, exactly as they stood in the document.
    Json = 1,
    /// UTF-8 text.
    Text = 2,
    /// Bytes.
    Bytes = 3,
    /// A subject key and its id.
    SubjectKey = 4,
}

/// The bit of the type byte that says that a length and zeros follow.
const PADDED: u8 = 0x80;

/// How many bytes `payload` becomes; `pad` is 0 or the number that the length is brought to a multiple of.
///
/// # Errors
/// `limit_exceeded` for a payload over 64 MiB.
pub(super) fn size(payload: &[u8], pad: usize) -> Result<usize> {
    if payload.len() > MAX_VALUE {
        let message = "the value is larger than 64 MiB; encrypt it as a stream";
        return Err(Error::new(ErrorCode::LimitExceeded, message));
    }
    Ok(if pad == 0 { 1 + payload.len() } else { (5 + payload.len()).next_multiple_of(pad) })
}

/// Appends the plaintext of `size` bytes to `out`, which has room for it.
pub(super) fn write(kind: Type, payload: &[u8], pad: usize, size: usize, out: &mut Vec<u8>) {
    let end = out.len() + size;
    if pad == 0 {
        out.push(kind as u8);
    } else {
        out.push(kind as u8 | PADDED);
        let length = u32::try_from(payload.len()).unwrap_or(u32::MAX); // at most 64 MiB, by `size`
        out.extend_from_slice(&length.to_be_bytes());
    }
    out.extend_from_slice(payload);
    out.resize(end, 0);
}

/// Finds type and payload in authentic plaintext.
///
/// # Errors
/// `tampered` for a type that this version does not know, a length beyond the end, or padding that is not zeros.
pub(super) fn read(text: &[u8]) -> Result<(Type, Range<usize>)> {
    let (&first, rest) = text.split_first().ok_or_else(tampered)?;
    let kind = match first & !PADDED {
        1 => Type::Json,
        2 => Type::Text,
        3 => Type::Bytes,
        4 => Type::SubjectKey,
        _ => return Err(tampered()),
    };
    if first & PADDED == 0 {
        return Ok((kind, 1..text.len()));
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(tampered)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| tampered())?;
    let (_, padding) = rest.split_at_checked(length).ok_or_else(tampered)?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err(tampered());
    }
    Ok((kind, 5..5 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(payload: &[u8], pad: usize) -> Vec<u8> {
        let mut out = Vec::new();
        write(Type::Json, payload, pad, size(payload, pad).unwrap(), &mut out);
        out
    }

    #[test]
    fn pads_to_the_least_multiple() {
        for pad in [16, 32, 64, 128] {
            for length in 0..300 {
                let text = written(&vec![b'x'; length], pad);
                assert_eq!(text.len() % pad, 0);
                assert!(text.len() >= length + 5 && text.len() < length + 5 + pad);
                assert_eq!(read(&text).unwrap(), (Type::Json, 5..5 + length));
            }
        }
    }

    #[test]
    fn any_amount_of_zeros_and_nothing_else() {
        for zeros in 0..70 {
            let mut text = vec![0x82, 0, 0, 0, 2, b'h', b'i'];
            text.resize(7 + zeros, 0);
            assert_eq!(read(&text).unwrap(), (Type::Text, 5..7));
            for at in 7..text.len() {
                let mut bad = text.clone();
                bad[at] = 1;
                assert_eq!(read(&bad).unwrap_err().code(), ErrorCode::Tampered);
            }
        }
    }

    #[test]
    fn refuses_reserved_types_and_false_lengths() {
        for first in (0..=255_u8).filter(|byte| !matches!(byte & 0x7f, 1..=4)) {
            assert_eq!(read(&[first, 0, 0, 0, 0]).unwrap_err().code(), ErrorCode::Tampered);
        }
        for text in [&b""[..], &[0x81], &[0x81, 0, 0, 0], &[0x81, 0, 0, 0, 1], &[0x81, 255, 255, 255, 255, 0]]
        {
            assert_eq!(read(text).unwrap_err().code(), ErrorCode::Tampered);
        }
        assert_eq!(read(&[0x81, 0, 0, 0, 0]).unwrap(), (Type::Json, 5..5));
        assert_eq!(read(&[1]).unwrap(), (Type::Json, 1..1));
    }

    #[test]
    fn refuses_what_should_be_a_stream() {
        let payload = vec![0; MAX_VALUE + 1];
        assert_eq!(size(&payload, 0).unwrap_err().code(), ErrorCode::LimitExceeded);
        assert_eq!(size(&payload[1..], 0).unwrap(), MAX_VALUE + 1);
    }
}
