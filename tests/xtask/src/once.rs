//! Work that several suites need and one of them does: it is done once a run, and whoever asks meanwhile waits for it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::Result;

/// By the name of the work, whether it is done. Who holds the inner lock is doing it.
static WORK: LazyLock<Mutex<BTreeMap<String, Arc<Mutex<bool>>>>> = LazyLock::new(Mutex::default);

/// Does `work` unless what goes by this name was done in this run. What failed is tried again by whoever asks next.
pub(crate) fn once(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let this = {
        let mut all = WORK.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(name.to_owned()).or_default())
    };
    let mut done = this.lock().unwrap_or_else(PoisonError::into_inner);
    if !*done {
        work()?;
        *done = true;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_done_once_and_tried_again_after_a_failure() {
        let mut calls = 0;
        let mut ask = |fails: bool| {
            once("a test", || {
                calls += 1;
                if fails { Err("not yet".into()) } else { Ok(()) }
            })
        };
        assert!(ask(true).is_err());
        assert!(ask(false).is_ok());
        assert!(ask(true).is_ok());
        assert_eq!(calls, 2);
    }
}
