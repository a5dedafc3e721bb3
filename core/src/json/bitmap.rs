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
    pub(super) fn in_string(self) -> bool {
        self.in_string != 0
    }
}

/// Blocks of a window; its tokens stay in the nearest cache.
pub(super) const BLOCKS: usize = 64;

/// What a block holds, a bit for each byte.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bits {
    /// Structural characters, opening quotes, and the first byte of any other run outside strings.
    pub(super) tokens: u64,
    /// Backslashes that escape what follows them.
    pub(super) escapes: u64,
}

/// What was seen in a run of blocks beside that.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// A byte of 0x80 or above.
    pub(super) high: bool,
    /// A bit for each block with an escape.
    pub(super) escapes: u64,
    /// A control character where none may stand.
    pub(super) control: bool,
}

impl Seen {
    /// This, and what was seen in the block behind so many.
    pub(super) fn or(self, other: Self, blocks: usize) -> Self {
        Self {
            high: self.high || other.high,
            escapes: self.escapes | other.escapes << (blocks % BLOCKS),
            control: self.control || other.control,
        }
    }
}

/// Classifies whole blocks, as many as there is room for.
pub(super) fn classify(level: Level, bytes: &[u8], carry: &mut Carry, out: &mut [Bits]) -> Seen {
    if shuffles(level) {
        dispatch!(level, simd => run(simd, bytes, carry, out, Shuffled::new(simd)))
    } else {
        dispatch!(level, simd => run(simd, bytes, carry, out, Compared(simd)))
    }
}

/// Whether a byte can be looked up in a table of sixteen by one instruction. SSE2 alone is the one that cannot.
fn shuffles(level: Level) -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return level.as_sse4_2().is_some();
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    return !level.is_fallback();
}

/// Finds the six structural characters, and white space. A control character may be taken for either: it is a fault
/// outside strings, and inside them nothing is looked for.
trait Classes<S: Simd>: Copy {
    fn structure(self, v: u8x64<S>) -> u64;
    fn white(self, v: u8x64<S>) -> u64;
}

/// By a table of the lower halves of the bytes: in each half there is one candidate at most.
#[derive(Clone, Copy)]
struct Shuffled<S: Simd> {
    simd: S,
    structure: u8x64<S>,
    white: u8x64<S>,
}

impl<S: Simd> Shuffled<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        const STRUCTURE: &[u8; BLOCK] = &table(*b"\0\0\0\0\0\0\0\0\0\0:{,}\0\0");
        const WHITE: &[u8; BLOCK] = &table(*b" \0\0\0\0\0\0\0\0\t\n\0\0\r\0\0");
        Self { simd, structure: u8x64::from_slice(simd, STRUCTURE), white: u8x64::from_slice(simd, WHITE) }
    }
}

/// Four times the same sixteen bytes.
const fn table(of: [u8; 16]) -> [u8; BLOCK] {
    let mut out = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        #[allow(clippy::indexing_slicing, reason = "in bounds, or it does not compile")]
        {
            out[at] = of[at % 16];
        }
        at += 1;
    }
    out
}

impl<S: Simd> Classes<S> for Shuffled<S> {
    #[inline(always)]
    fn structure(self, v: u8x64<S>) -> u64 {
        let lower = v & u8x64::splat(self.simd, 0x0F);
        // `[` and `]` are `{` and `}` with one bit less, and nothing else becomes one of the six by that bit.
        let folded = v | u8x64::splat(self.simd, 0x20);
        self.structure.swizzle_dyn_within_blocks(lower).simd_eq(folded).to_bitmask()
    }

    #[inline(always)]
    fn white(self, v: u8x64<S>) -> u64 {
        let lower = v & u8x64::splat(self.simd, 0x0F);
        self.white.swizzle_dyn_within_blocks(lower).simd_eq(v).to_bitmask()
    }
}

/// One by one.
#[derive(Clone, Copy)]
struct Compared<S: Simd>(S);

impl<S: Simd> Classes<S> for Compared<S> {
    #[inline(always)]
    fn structure(self, v: u8x64<S>) -> u64 {
        let folded = v | u8x64::splat(self.0, 0x20);
        let is = |of: u8x64<S>, byte: u8| of.simd_eq(u8x64::splat(self.0, byte));
        (is(folded, b'{') | is(folded, b'}') | is(v, b':') | is(v, b',')).to_bitmask()
    }

    #[inline(always)]
    fn white(self, v: u8x64<S>) -> u64 {
        let is = |byte: u8| v.simd_eq(u8x64::splat(self.0, byte));
        (is(b'\n') | is(b'\r') | is(b'\t') | is(b' ')).to_bitmask()
    }
}

#[inline(always)]
fn run<S: Simd>(
    simd: S,
    bytes: &[u8],
    carry: &mut Carry,
    out: &mut [Bits],
    classes: impl Classes<S>,
) -> Seen {
    let mut state = *carry;
    let (mut any, mut escapes, mut control) = (u8x64::splat(simd, 0), 0_u64, 0_u64);
    for ((block, bits), number) in bytes.chunks_exact(BLOCK).zip(out).zip(0..) {
        let v = u8x64::from_slice(simd, block);
        // All words before the first branch, none of them made of two others: else the compiler carries vectors of
        // single bits across the branch, byte by byte.
        let (structure, white) = (classes.structure(v), classes.white(v));
        let below_space = v.simd_lt(u8x64::splat(simd, b' ')).to_bitmask();
        let quote = v.simd_eq(u8x64::splat(simd, b'"')).to_bitmask();
        let backslash = v.simd_eq(u8x64::splat(simd, b'\\')).to_bitmask();
        any |= v;

        let (escaped, escaping) = state.escapes(backslash);
        bits.escapes = escaping;
        escapes |= u64::from(escaping != 0) << (number % BLOCKS);
        let quote = quote & !escaped;
        let inside = prefix_xor(quote) ^ state.in_string;
        state.in_string = ((inside as i64) >> 63) as u64;
        control |= below_space & (inside | !white);

        let scalar = !(inside | quote | structure | white);
        let begins = scalar & !(scalar << 1 | state.scalar);
        state.scalar = scalar >> 63;
        bits.tokens = structure & !inside | quote & inside | begins;
    }
    *carry = state;
    let high = any.simd_ge(u8x64::splat(simd, 0x80)).to_bitmask();
    Seen { high: high != 0, escapes, control: control != 0 }
}

/// Writes the offsets of the tokens, the first of them at `base`; returns how many there are.
///
/// Never at the level of AVX-512: there the compiler would turn these stores into shuffles.
pub(super) fn flatten(level: Level, blocks: &[Bits], base: u32, out: &mut [u32]) -> usize {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = level.as_avx2() {
        return avx2.vectorize(
            #[inline(always)]
            || positions(blocks, base, out),
        );
    }
    let _ = level;
    positions(blocks, base, out)
}

#[inline(always)]
fn positions(blocks: &[Bits], base: u32, out: &mut [u32]) -> usize {
    let mut written = 0;
    for (Bits { tokens, .. }, block) in blocks.iter().zip(0_u32..) {
        let mut bits = *tokens;
        let offset = base.wrapping_add(block * BLOCK as u32);
        let count = bits.count_ones() as usize;
        let Some(room) = out.get_mut(written..) else { break };
        // Eight at a time: what is too many is overwritten by the next block.
        let mut next = || {
            let at = bits.trailing_zeros();
            bits &= bits.wrapping_sub(1);
            at
        };
        let (eights, _) = room.as_chunks_mut::<8>();
        for [a, b, c, d, e, f, g, h] in eights.iter_mut().take(count.div_ceil(8)) {
            *a = offset.wrapping_add(next());
            *b = offset | next();
            *c = offset ^ next();
            *d = offset.wrapping_add(next());
            *e = offset | next();
            *f = offset ^ next();
            *g = offset.wrapping_add(next());
            *h = offset | next();
        }
        written += count;
    }
    written
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
