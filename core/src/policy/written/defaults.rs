//! What holds where a rule says nothing else.

use crate::policy::model::{DuplicateNames, Layout};
use crate::policy::rule::Container;
use crate::{Limits, Position};

/// `defaults`, as far as the policy writes them, and else the usual ones.
pub(crate) struct Defaults {
    pub(crate) layout: Layout,
    pub(crate) record_set: Option<(String, Position)>,
    pub(crate) header: String,
    pub(crate) container: Container,
    pub(crate) duplicate_names: DuplicateNames,
    pub(crate) limits: Limits,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            layout: Layout::default(),
            record_set: None,
            header: "_fv".to_owned(),
            container: Container::default(),
            duplicate_names: DuplicateNames::default(),
            limits: Limits::default(),
        }
    }
}
