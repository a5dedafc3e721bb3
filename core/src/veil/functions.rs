//! Functions of the application that the operator `custom` calls.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

type Function = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The functions of one Veil by name.
#[derive(Clone, Default)]
pub(super) struct Functions(BTreeMap<String, Function>);

impl Functions {
    pub(super) fn register(&mut self, name: String, function: Function) {
        self.0.insert(name, function);
    }

    /// What a function makes of a text; nothing if there is none of that name, or it gives nothing, or it panics.
    pub(super) fn call(&self, name: &str, text: &str) -> Option<String> {
        let function = self.0.get(name)?;
        // A function that panics must not take the record's other fields, nor the caller, with it.
        catch_unwind(AssertUnwindSafe(|| function(text))).ok().flatten()
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
