//! Member names of a policy, numbered, so that a name of a document is looked up once for all rules.

/// The number of a name that some rule mentions.
pub(super) type NameId = u32;

/// All names that the paths of a policy mention.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<Box<[u8]>>,
    /// Open addressing, a power of two, at most half full: 0 is empty, else the number plus one.
    slots: Vec<u32>,
}

impl Names {
    /// The number of a name, a new one if need be.
    pub(super) fn intern(&mut self, name: &str) -> NameId {
        if let Some(id) = self.find(name.as_bytes()) {
            return id;
        }
        let id = self.names.len() as NameId;
        self.names.push(name.as_bytes().into());
        if self.names.len() * 2 > self.slots.len() {
            self.slots = vec![0; (self.names.len() * 4).next_power_of_two().max(16)];
            (0..=id).for_each(|id| self.place(id));
        } else {
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: NameId) {
        let Some(name) = self.names.get(id as usize) else { return };
        let mask = self.slots.len() - 1;
        let mut at = hash(name) as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == 0 {
                *slot = id + 1;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a decoded name, if any rule mentions it.
    #[inline]
    pub(super) fn find(&self, name: &[u8]) -> Option<NameId> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(name) as usize & mask;
        loop {
            match self.slots.get(at) {
                None | Some(0) => return None,
                Some(&slot) => {
                    if self.names.get(slot as usize - 1).is_some_and(|known| **known == *name) {
                        return Some(slot - 1);
                    }
                    at = (at + 1) & mask;
                }
            }
        }
    }
}

/// Of length, first and last eight bytes: the table holds names of the policy alone, so nobody chooses collisions.
#[inline]
fn hash(name: &[u8]) -> u64 {
    let word = |chunk: Option<&[u8; 8]>| chunk.map_or(0, |c| u64::from_le_bytes(*c));
    let (first, last) = match name.len() {
        8.. => (word(name.first_chunk()), word(name.last_chunk())),
        _ => (name.iter().fold(0, |n, b| n << 8 | u64::from(*b)), 0),
    };
    let mixed =
        (first ^ last.rotate_left(29) ^ (name.len() as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed >> 32 ^ mixed
}
