//! The place that a ciphertext is bound to: the normalized path from the record's root, as bytes.

/// `u32 n ‖ seg …`. An empty one is no binding at all (`u32 0`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    bytes: Vec<u8>,
}

impl Binding {
    /// No binding, or the beginning of one.
    pub(crate) fn new() -> Self {
        Self::with_room(4)
    }

    /// No binding, and memory for one of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        let mut room = Vec::with_capacity(bytes);
        room.extend_from_slice(&[0; 4]);
        Self { bytes: room }
    }

    /// A value outside a document: for a column `["table", "column"]`.
    #[cfg(test)]
    pub(crate) fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut binding = Self::new();
        names.into_iter().for_each(|name| binding.member(name.as_bytes()));
        binding
    }

    /// A binding that was encoded before.
    pub(crate) fn encoded(bytes: &[u8]) -> Self {
        let mut encoded = Vec::with_capacity(bytes.len() + 32);
        encoded.extend_from_slice(bytes);
        Self { bytes: encoded }
    }

    /// An encoded path where every array element is any element.
    pub(crate) fn any_element(bytes: &[u8]) -> Self {
        let mut binding = Self { bytes: Vec::with_capacity(bytes.len()) };
        binding.bytes.extend_from_slice(&[0; 4]);
        let mut rest = bytes.get(4..).unwrap_or_default();
        while let Some((tag, tail)) = rest.split_first() {
            rest = match tag {
                0x00 => {
                    let Some((length, tail)) = tail.split_first_chunk::<4>() else { break };
                    let Some((name, tail)) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)
                    else {
                        break;
                    };
                    binding.member(name);
                    tail
                }
                0x02 => {
                    binding.any();
                    tail.get(8..).unwrap_or_default()
                }
                _ => {
                    binding.step(*tag);
                    tail
                }
            };
        }
        binding
    }

    /// The encoded path without its last step: the container of a place.
    pub(crate) fn parent(bytes: &[u8]) -> Vec<u8> {
        let mut last = bytes.len();
        let mut at = 4;
        while let Some((tag, tail)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            last = at;
            at += match tag {
                0x00 => 5 + tail.first_chunk::<4>().map_or(0, |length| u32::from_be_bytes(*length) as usize),
                0x02 => 9,
                _ => 1,
            };
        }
        bytes.get(..last).unwrap_or_default().to_vec()
    }

    /// Steps into a member of that name: decoded, as WTF-8.
    pub(crate) fn member(&mut self, name: &[u8]) {
        // A name beyond 4 GiB fits in no document; if one comes from elsewhere, the whole is refused when used.
        let [a, b, c, d] = u32::try_from(name.len()).unwrap_or(u32::MAX).to_be_bytes();
        self.count();
        self.bytes.extend_from_slice(&[0x00, a, b, c, d]);
        self.bytes.extend_from_slice(name);
    }

    /// Steps into the array element of that index in the stored document.
    pub(crate) fn index(&mut self, index: u64) {
        let [a, b, c, d, e, f, g, h] = index.to_be_bytes();
        self.count();
        self.bytes.extend_from_slice(&[0x02, a, b, c, d, e, f, g, h]);
    }

    /// Steps into any array element.
    pub(crate) fn any(&mut self) {
        self.step(0x01);
    }

    /// Steps into a decoded string.
    pub(crate) fn decoded(&mut self) {
        self.step(0x03);
    }

    /// Begins again at `base`, in the memory that is there.
    pub(crate) fn restart(&mut self, base: &Self) {
        self.bytes.clear();
        self.bytes.extend_from_slice(&base.bytes);
    }

    /// The encoded binding itself.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The encoded binding.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn step(&mut self, tag: u8) {
        self.count();
        self.bytes.push(tag);
    }

    /// One more step follows.
    fn count(&mut self) {
        if let Some(count) = self.bytes.first_chunk_mut::<4>() {
            *count = u32::from_be_bytes(*count).saturating_add(1).to_be_bytes();
        }
    }
}

impl Default for Binding {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_each_step() {
        let mut binding = Binding::named(["ab"]);
        binding.index(258);
        binding.any();
        binding.decoded();
        let expected = b"\0\0\0\x04\0\0\0\0\x02ab\x02\0\0\0\0\0\0\x01\x02\x01\x03";
        assert_eq!(binding.as_bytes(), expected);
        let any = Binding::any_element(expected);
        assert_eq!(any.as_bytes(), b"\0\0\0\x04\0\0\0\0\x02ab\x01\x01\x03");
        let mut other = Binding::encoded(binding.as_bytes());
        assert_eq!(binding, other);
        other.restart(&Binding::new());
        assert_eq!(other.into_bytes(), [0; 4]);
    }
}
