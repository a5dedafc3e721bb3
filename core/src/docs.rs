//! What stands behind the interface: tasks, design, policy, every byte of the format, the threat model, the limits.

#[doc = include_str!("../docs/design.md")]
pub mod design {}

#[doc = include_str!("../docs/policy.md")]
pub mod policy {}

#[doc = include_str!("../docs/operators.md")]
pub mod operators {}

#[doc = include_str!("../docs/detectors.md")]
pub mod detectors {}

#[doc = include_str!("../docs/format.md")]
pub mod format {}

#[doc = include_str!("../docs/threat-model.md")]
pub mod threat_model {}

#[doc = include_str!("../docs/limitations.md")]
pub mod limitations {}

#[doc = include_str!("../docs/guide.md")]
pub mod guide {}
