//! What was found, and which of two findings counts where they overlap.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Detector;
use super::catalogue::Rank;

/// What found something: a built-in detector, or one of the policy by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Found {
    /// A built-in detector.
    Builtin(Detector),
    /// A detector of the policy, by its index.
    Custom(usize),
}

impl Found {
    /// What a finding of it is worth.
    pub(super) fn rank(self) -> Rank {
        match self {
            Self::Builtin(detector) => detector.rank(),
            // Whoever writes a detector knows the text better than we do.
            Self::Custom(_) => Rank::MAX,
        }
    }
}

/// One finding: bytes of the text, on character boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// What found it.
    pub(crate) found: Found,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What it is worth beside another.
    pub(super) rank: Rank,
}

/// Keeps, of findings that overlap, the strongest, then the longest, then the first; sorts by place.
pub(super) fn resolve(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| hit.range.start);
    let overlap = hits.windows(2).any(|pair| matches!(pair, [a, b] if a.range.end > b.range.start));
    if !overlap {
        return;
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse((hit.rank, hit.range.len())), hit.range.start, hit.found));
    let mut kept: BTreeMap<usize, Hit> = BTreeMap::new();
    for hit in hits.drain(..) {
        let before = kept.range(..hit.range.end).next_back();
        if before.is_none_or(|(_, there)| there.range.end <= hit.range.start) {
            kept.insert(hit.range.start, hit);
        }
    }
    hits.extend(kept.into_values());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_then_the_longest_stays() {
        let hit = |detector, range| Hit { found: Found::Builtin(detector), range, rank: detector.rank() };
        let mut hits = vec![
            hit(Detector::Email, 4..20),
            hit(Detector::UrlCredentials, 0..10),
            hit(Detector::Phone, 30..42),
            hit(Detector::Phone, 32..46),
            hit(Detector::Card, 50..66),
        ];
        resolve(&mut hits);
        let kept: Vec<_> = hits.iter().map(|hit| hit.range.clone()).collect();
        assert_eq!(kept, [0..10, 32..46, 50..66]);
    }
}
