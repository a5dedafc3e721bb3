//! Where members lead from a state by their names: mostly nowhere in particular, which one glance at a name tells.

use super::names::{Print, WHOLE};
use super::numbers::StateId;

/// A few names, told from most others by their lengths, first and last bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mentions(u64);

/// The names that a state mentions, and where they lead.
#[derive(Clone, Debug)]
pub(super) struct Exits {
    mentions: Mentions,
    /// One for each bit of `mentions`, in their order.
    exits: Vec<Exit>,
    /// Which of them it is for each bit.
    at: [u8; 64],
}

impl Default for Exits {
    fn default() -> Self {
        Self::NONE
    }
}

#[derive(Clone, Copy, Debug)]
enum Exit {
    /// The only name with this bit, and short enough to be known by its print.
    Name(Print, StateId),
    /// Several names, or a long one.
    Names,
}

/// Where a member leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// Where those lead that are not mentioned.
    Other,
    To(StateId),
    /// The table of all names knows it.
    Ask,
}

impl Exits {
    pub(super) const NONE: Self = Self { mentions: Mentions(0), exits: Vec::new(), at: [0; 64] };

    /// The exits of a state by names, each given once.
    pub(super) fn new<'n>(names: impl Iterator<Item = (&'n [u8], StateId)>) -> Self {
        let mut by_bit: Vec<(u32, Exit)> = names
            .map(|(name, to)| {
                let exit = if name.len() <= WHOLE { Exit::Name(Print::of(name), to) } else { Exit::Names };
                (Mentions::bit(name), exit)
            })
            .collect();
        by_bit.sort_by_key(|(bit, _)| *bit);
        let (mut mentions, mut exits) = (0, Vec::new());
        for same in by_bit.chunk_by(|a, b| a.0 == b.0) {
            if let [(bit, exit), others @ ..] = same {
                mentions |= 1 << bit;
                exits.push(if others.is_empty() { *exit } else { Exit::Names });
            }
        }
        Self::of(mentions, exits)
    }

    /// One for each bit, in their order.
    fn of(mentions: u64, exits: Vec<Exit>) -> Self {
        let (mut at, mut left) = ([0; 64], mentions);
        for rank in 0..mentions.count_ones() as u8 {
            if let Some(at) = at.get_mut(left.trailing_zeros() as usize) {
                *at = rank;
            }
            left &= left.wrapping_sub(1);
        }
        Self { mentions: Mentions(mentions), exits, at }
    }

    /// These and others: where both know something, the table of all names is asked.
    pub(super) fn or(&self, others: &Self) -> Self {
        if others.exits.is_empty() {
            return self.clone();
        }
        let mentions = self.mentions.0 | others.mentions.0;
        let (mut own, mut other) = (self.exits.iter(), others.exits.iter());
        let mut exits = Vec::with_capacity(mentions.count_ones() as usize);
        for bit in (0..64).filter(|bit| mentions >> bit & 1 != 0) {
            let has = |of: &Self| of.mentions.0 >> bit & 1 != 0;
            let own = if has(self) { own.next() } else { None };
            let other = if has(others) { other.next() } else { None };
            exits.push(own.xor(other).copied().unwrap_or(Exit::Names));
        }
        Self::of(mentions, exits)
    }

    pub(super) fn mentions(&self) -> Mentions {
        self.mentions
    }

    /// Where a member of this name leads.
    #[inline]
    pub(super) fn by(&self, name: &[u8]) -> Way {
        let Mentions(bits) = self.mentions;
        let bit = Mentions::bit(name);
        if bits >> bit & 1 == 0 {
            return Way::Other;
        }
        let at = self.at.get(bit as usize).copied().unwrap_or_default();
        match self.exits.get(at as usize) {
            Some(Exit::Name(print, to)) if *print == Print::of(name) => Way::To(*to),
            Some(Exit::Names) => Way::Ask,
            _ => Way::Other,
        }
    }
}

impl Mentions {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(u64::MAX);

    /// Whether a name may be one of them, as it stands in an object with its quotes and the colon behind them; `false`
    /// is certain.
    #[inline]
    pub(super) fn perhaps(self, member: &[u8]) -> bool {
        match (member, member) {
            ([_, first, ..], [.., last, _, _]) => self.0 >> Self::mix(*first, *last, member.len()) & 1 != 0,
            _ => true,
        }
    }

    /// Of no name, the first byte is the quote behind it, and the last one that in front.
    #[inline]
    fn bit(name: &[u8]) -> u32 {
        let at = |byte: Option<&u8>| byte.copied().unwrap_or(b'"');
        Self::mix(at(name.first()), at(name.last()), name.len() + 3)
    }

    #[inline]
    fn mix(first: u8, last: u8, length: usize) -> u32 {
        (u32::from(first) + 3 * u32::from(last) + 5 * length as u32) % 64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exits(names: &[(&'static str, StateId)]) -> Exits {
        Exits::new(names.iter().map(|(name, to)| (name.as_bytes(), *to)))
    }

    #[test]
    fn a_name_is_told_from_one_that_shares_its_bit() {
        assert_eq!(Mentions::bit(b"name"), Mentions::bit(b"qamd"));
        let of = exits(&[("name", 3)]);
        assert!(matches!(of.by(b"name"), Way::To(3)));
        assert!(matches!(of.by(b"qamd"), Way::Other));
        assert!(matches!(exits(&[("", 1)]).by(b""), Way::To(1)));
    }

    #[test]
    fn the_table_is_asked_where_a_print_does_not_tell() {
        let of = exits(&[("ab", 1), ("da", 2), ("more than sixteen bytes", 3)]);
        for name in ["ab", "da", "more than sixteen bytes"] {
            assert!(matches!(of.by(name.as_bytes()), Way::Ask), "{name}");
        }
        let both = exits(&[("name", 3)]).or(&exits(&[("name", 5), ("url", 6)]));
        assert!(matches!(both.by(b"name"), Way::Ask));
        assert!(matches!(both.by(b"url"), Way::To(6)));
    }
}
