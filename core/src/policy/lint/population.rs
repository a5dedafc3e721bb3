//! How many bits an index should have.
//!
//! The rule of the AWS Database Encryption SDK for its beacons: of P distinct values, 2 ≤ P·2⁻ᵇ < √P should share an
//! index value of b bits, so that each stands for several values and a search still finds few.

use crate::policy::model::Compiled;
use crate::policy::store::Store;

use super::Findings;

pub(super) fn check(policy: &Compiled, size: u64, findings: &mut Findings) {
    let mut seen = Vec::new();
    for rule in policy.rules.all() {
        let Store::Encrypt(encrypt) = &*rule.store else { continue };
        let Some(index) = &encrypt.index else { continue };
        if seen.contains(&index) {
            continue;
        }
        seen.push(index);
        let fitting: Vec<u32> = (4..=256).step_by(4).filter(|bits| fits(size, *bits)).collect();
        if fitting.contains(&index.bits) {
            continue;
        }
        let advice = match (fitting.first(), fitting.last()) {
            (Some(least), Some(most)) if least == most => format!("{least} bits would do"),
            (Some(least), Some(most)) => format!("{least} to {most} bits would do"),
            _ => "no number of bits hides equality and finds few among so few values".to_owned(),
        };
        let message = format!(
            "the index `{}` has {} bits for {size} distinct values: {}; {advice}",
            index.into,
            index.bits,
            if shared(size, index.bits) < 2.0 {
                "it tells nearly every value from every other"
            } else {
                "a search finds too many"
            }
        );
        findings.warning("index-bits", rule.position, message);
    }
}

fn fits(size: u64, bits: u32) -> bool {
    let shared = shared(size, bits);
    2.0 <= shared && shared < (size as f64).sqrt()
}

/// How many values share one index value.
fn shared(size: u64, bits: u32) -> f64 {
    size as f64 / f64::from(bits).exp2()
}
