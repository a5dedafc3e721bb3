//! Where findings go: what is wanted is kept, what is weak needs a word beside it.

use std::ops::Range;

use super::Detector;
use super::catalogue::Rank;
use super::context::Near;
use super::hit::{Found, Hit};

/// How a detector takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Not at all.
    Off,
    /// Strong findings, and weak ones beside a word that names them.
    Usual,
    /// Every finding: the policy names this detector.
    Named,
}

/// How much a finding says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Enough.
    Strong,
    /// As much as many an order number: a word must stand nearby, or the policy must name the detector.
    Weak,
}

/// The modes of all detectors, by their place in the catalogue.
pub(crate) type Modes = [Mode; Detector::ALL.len()];

/// Collects the findings of one text.
pub(super) struct Sink<'a> {
    text: &'a [u8],
    modes: &'a Modes,
    near: Near,
    hits: &'a mut Vec<Hit>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(text: &'a [u8], modes: &'a Modes, hits: &'a mut Vec<Hit>) -> Self {
        Self { text, modes, near: Near::default(), hits }
    }

    /// Whether anyone wants to know of this detector's findings.
    pub(super) fn wants(&self, detector: Detector) -> bool {
        self.mode(detector) != Mode::Off
    }

    /// Takes a finding.
    pub(super) fn found(&mut self, detector: Detector, range: Range<usize>, evidence: Evidence) {
        match (self.mode(detector), evidence) {
            (Mode::Off, _) => {}
            (Mode::Named, _) | (Mode::Usual, Evidence::Strong) => self.push(detector, range, detector.rank()),
            // Check digits and a word that says what they are: more than check digits alone.
            (Mode::Usual, Evidence::Weak) if self.is_named_beside(detector, &range) => {
                self.push(detector, range, detector.rank() + 1);
            }
            (Mode::Usual, Evidence::Weak) => {}
        }
    }

    /// Takes a finding that is certain.
    pub(super) fn strong(&mut self, detector: Detector, range: Range<usize>) {
        self.found(detector, range, Evidence::Strong);
    }

    /// Takes a finding that is one only beside a word that says so, even where the policy names the detector.
    pub(super) fn beside_a_word(&mut self, detector: Detector, range: Range<usize>) {
        if self.wants(detector) && self.is_named_beside(detector, &range) {
            self.push(detector, range, detector.rank());
        }
    }

    fn push(&mut self, detector: Detector, range: Range<usize>, rank: Rank) {
        self.hits.push(Hit { found: Found::Builtin(detector), range, rank });
    }

    fn is_named_beside(&mut self, detector: Detector, range: &Range<usize>) -> bool {
        self.near.is_named(self.text, range, detector)
    }

    fn mode(&self, detector: Detector) -> Mode {
        self.modes.get(detector as usize).copied().unwrap_or(Mode::Off)
    }
}
