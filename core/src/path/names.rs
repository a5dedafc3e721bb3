//! Member names of a policy, numbered, so that a name of a document is looked up once for all rules.

/// The number of a name that some rule mentions.
pub(super) type NameId = u32;

/// All names that the paths of a policy mention.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<Box<[u8]>>,
    /// Open addressing, a power of two, at most half full.
    slots: Vec<Slot>,
    /// A bit for each length that occurs, the last for all from 63 on.
    lengths: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    print: Print,
    /// The number plus one, or 0 in an empty slot.
    number: u32,
}

/// The longest name that its print says all of.
pub(super) const WHOLE: usize = 16;

/// Length, first and last bytes of a name: all of a name of up to [16 bytes](WHOLE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Print {
    first: u64,
    last: u64,
    length: u32,
}

impl Names {
    /// The number of a name, a new one if need be.
    pub(super) fn intern(&mut self, name: &str) -> NameId {
        if let Some(id) = self.find(name.as_bytes()) {
            return id;
        }
        let id = self.names.len() as NameId;
        self.names.push(name.as_bytes().into());
        self.lengths |= 1 << name.len().min(63);
        if self.names.len() * 2 > self.slots.len() {
            self.slots = vec![Slot::default(); (self.names.len() * 4).next_power_of_two().max(16)];
            (0..=id).for_each(|id| self.place(id));
        } else {
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: NameId) {
        let Some(name) = self.names.get(id as usize) else { return };
        let print = Print::of(name);
        let mask = self.slots.len() - 1;
        let mut at = print.hash() & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.number == 0 {
                *slot = Slot { print, number: id + 1 };
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a decoded name, if any rule mentions it.
    #[inline]
    pub(super) fn find(&self, name: &[u8]) -> Option<NameId> {
        if self.lengths >> name.len().min(63) & 1 == 0 {
            return None;
        }
        let print = Print::of(name);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = print.hash() & mask;
        loop {
            let slot = self.slots.get(at).filter(|slot| slot.number != 0)?;
            if slot.print == print && (name.len() <= WHOLE || self.is(slot.number - 1, name)) {
                return Some(slot.number - 1);
            }
            at = (at + 1) & mask;
        }
    }

    /// A name by its number.
    pub(super) fn get(&self, id: NameId) -> Option<&[u8]> {
        self.names.get(id as usize).map(|name| &**name)
    }

    fn is(&self, id: NameId, name: &[u8]) -> bool {
        self.names.get(id as usize).is_some_and(|known| **known == *name)
    }
}

impl Print {
    #[inline]
    pub(super) fn of(name: &[u8]) -> Self {
        let eight = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
        let four = |chunk: &[u8; 4]| u64::from(u32::from_le_bytes(*chunk));
        let (first, last) = if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
            (eight(first), eight(last))
        } else if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
            (four(first) | four(last) << 32, 0)
        } else {
            let byte = |at: usize| name.get(at).map_or(0, |byte| u64::from(*byte));
            (byte(0) | byte(name.len() / 2) << 8 | byte(name.len().saturating_sub(1)) << 16, 0)
        };
        Self { first, last, length: name.len() as u32 }
    }

    /// The table holds names of the policy alone, so nobody who writes documents can choose collisions.
    #[inline]
    fn hash(self) -> usize {
        let mixed = self.first ^ self.last.rotate_left(29) ^ u64::from(self.length) << 48;
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
    }
}
