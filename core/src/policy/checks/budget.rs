//! How much checking a policy may cost.

use crate::policy::places::Places;
use crate::{Error, ErrorCode, Result};

/// The most pairs of places that are compared.
const MAX_COMPARISONS: usize = 4_000_000;
/// What two sets of places that are compared may weigh together and still count as one pair.
const WEIGHT_OF_A_PAIR: usize = 64;

/// How many comparisons are left: checking must not cost the square of a policy's length without an end.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn full() -> Self {
        Self(MAX_COMPARISONS)
    }

    pub(super) fn spend(&mut self, comparisons: usize) -> Result<()> {
        self.0 = self.0.checked_sub(comparisons).ok_or_else(|| {
            let message = "the policy has too many filters, indexes or context paths to check against its rules; \
                           split it into several policies";
            Error::new(ErrorCode::LimitExceeded, message)
        })?;
        Ok(())
    }

    /// Pays for a comparison of two sets of places; where they have many names it counts for more than one.
    pub(super) fn compare(&mut self, one: &Places, other: &Places) -> Result<()> {
        self.spend(1 + one.weight().saturating_mul(other.weight()) / WEIGHT_OF_A_PAIR)
    }
}
