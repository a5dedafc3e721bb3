//! The first stage: 64 bytes at a time, where strings, structure and scalars begin and end.
//!
//! After simdjson (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019), in safe portable SIMD.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Bytes classified at once.
pub(super) const BLOCK: usize = 64;

/// What one block hands over to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carry {
    /// 1 if the first byte of the next block is escaped.
    escaped: u64,
    /// All ones if the next block begins inside a string.
    in_string: u64,
    /// 1 if the last byte belonged to a scalar.
    scalar: u64,
}

impl Carry {
    pub(super) fn escaped(self) -> bool {
        self.escaped != 0
    }

    pub(super) fn in_string(self) -> bool {
        self.in_string != 0
    }
}

/// What was seen in a run of blocks beside the tokens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// How many tokens were written.
    pub(super) tokens: usize,
    /// A byte of 0x80 or above.
    pub(super) high: bool,
    /// A backslash inside a string.
    pub(super) escapes: bool,
    /// A control character where none may stand.
    pub(super) control: bool,
}

/// Writes the offsets of all tokens of `bytes`, whole blocks, the first of which begins at offset `base`.
///
/// A token is a structural character, an opening or closing quote, or the first byte of any other run outside
/// strings. `out` holds at least as many entries as there are bytes.
pub(super) fn tokens(level: Level, bytes: &[u8], base: u32, carry: &mut Carry, out: &mut [u32]) -> Seen {
    dispatch!(level, simd => run(simd, bytes, base, carry, out))
}

#[inline(always)]
fn run<S: Simd>(simd: S, bytes: &[u8], base: u32, carry: &mut Carry, out: &mut [u32]) -> Seen {
    let mut state = *carry;
    let (mut written, mut high, mut escapes, mut control) = (0_usize, 0_u64, 0_u64, 0_u64);
    let mut offset = base;
    for block in bytes.chunks_exact(BLOCK) {
        let v = u8x64::from_slice(simd, block);
        let c = |byte: u8| v.simd_eq(u8x64::splat(simd, byte));
        let folded = v | u8x64::splat(simd, 0x20);
        let f = |byte: u8| folded.simd_eq(u8x64::splat(simd, byte));

        let structure = (f(b'{') | f(b'}') | c(b':') | c(b',')).to_bitmask();
        let quote = c(b'"').to_bitmask();
        let backslash = c(b'\\').to_bitmask();
        let low = v.simd_lt(u8x64::splat(simd, 0x20)).to_bitmask();
        let space = c(b' ').to_bitmask();
        high |= v.simd_ge(u8x64::splat(simd, 0x80)).to_bitmask();
        let blank = if low == 0 { 0 } else { (c(b'\n') | c(b'\r') | c(b'\t')).to_bitmask() };

        let (escaped, escape) = state.escapes(backslash);
        let quote = quote & !escaped;
        let inside = prefix_xor(quote) ^ state.in_string;
        state.in_string = ((inside as i64) >> 63) as u64;
        let outside = !(inside | quote);
        control |= low & (inside | !blank);
        escapes |= escape;

        let scalar = outside & !(structure | low | space);
        let begins = scalar & !(scalar << 1 | state.scalar);
        state.scalar = scalar >> 63;
        let bits = structure & outside | quote | begins;
        written += flatten(bits, offset, out.get_mut(written..).unwrap_or_default());
        offset = offset.wrapping_add(BLOCK as u32);
    }
    *carry = state;
    Seen { tokens: written, high: high != 0, escapes: escapes != 0, control: control != 0 }
}

impl Carry {
    /// The escaped characters, and the backslashes that escape them.
    #[inline(always)]
    fn escapes(&mut self, backslash: u64) -> (u64, u64) {
        const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
        if backslash == 0 {
            return (std::mem::take(&mut self.escaped), 0);
        }
        let potential = backslash & !self.escaped;
        let followed = potential << 1 | ODD;
        let terminal = followed.wrapping_sub(potential) ^ ODD;
        let escaped = terminal ^ (backslash | self.escaped);
        let escape = terminal & backslash;
        self.escaped = escape >> 63;
        (escaped, escape)
    }
}

/// Bit i of the answer is the parity of bits 0 to i: from each opening quote up to its closing one.
#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ bits << 32
}

/// Writes the positions of the bits that are set; eight at a time, what is too many is overwritten later.
#[inline(always)]
fn flatten(mut bits: u64, offset: u32, out: &mut [u32]) -> usize {
    let count = bits.count_ones() as usize;
    for chunk in out.chunks_exact_mut(8).take(count.div_ceil(8)) {
        for slot in chunk {
            *slot = offset.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
    }
    count
}
