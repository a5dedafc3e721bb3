//! What the application lends a veil: functions for the operator `custom`, and an observer.

use std::sync::Arc;

use fieldveil::Event;

/// Whatever the application threw; nobody hears of it, since a veil works on.
#[derive(Debug, uniffi::Error)]
pub enum NativeThrown {
    /// It threw.
    Thrown {
        /// What is known of it.
        reason: String,
    },
}

impl std::fmt::Display for NativeThrown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the application threw")
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for NativeThrown {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Thrown { reason: error.reason }
    }
}

/// A function that the operator `custom` calls.
#[uniffi::export(with_foreign)]
pub trait NativeFunction: Send + Sync {
    /// What is shown instead of a text; nothing, or a throw, redacts it.
    fn apply(&self, text: String) -> Result<Option<String>, NativeThrown>;
}

/// Hears of everything that a veil does.
#[uniffi::export(with_foreign)]
pub trait NativeObserver: Send + Sync {
    /// One thing was done, or failed.
    fn observe(&self, event: NativeEvent) -> Result<(), NativeThrown>;
}

/// One thing that was done; never a value.
#[derive(uniffi::Record)]
pub struct NativeEvent {
    /// What was done.
    pub action: String,
    /// How many places were worked on.
    pub count: u64,
    /// Which key versions sealed or opened.
    pub keys: Vec<NativeKeyUse>,
    /// The view that was shown.
    pub view: Option<String>,
    /// The code of the error; none if it was done.
    pub outcome: Option<String>,
    /// Who asked.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The ring that was read again.
    pub ring: Option<String>,
    /// The epoch that it is at.
    pub epoch: Option<u64>,
}

/// How often one key version sealed or opened.
#[derive(uniffi::Record)]
pub struct NativeKeyUse {
    /// The set.
    pub set: String,
    /// The version.
    pub id: u32,
    /// How often.
    pub count: u64,
}

/// The observer of the core around the application's.
pub(crate) fn observer(of: Arc<dyn NativeObserver>) -> impl fieldveil::Observer + 'static {
    move |event: &Event| {
        // An observer must not take the call with it.
        let _ = of.observe(seen(event));
    }
}

/// The function of the core around the application's.
pub(crate) fn function(of: Arc<dyn NativeFunction>) -> impl Fn(&str) -> Option<String> + Send + Sync {
    move |text| of.apply(text.to_owned()).ok().flatten()
}

fn seen(event: &Event) -> NativeEvent {
    let keys = event.keys.iter();
    NativeEvent {
        action: event.action.as_str().to_owned(),
        count: event.count,
        keys: keys.map(|it| NativeKeyUse { set: it.set.clone(), id: it.id, count: it.count }).collect(),
        view: event.view.clone(),
        outcome: event.outcome.clone(),
        actor: event.actor.clone(),
        reason: event.reason.clone(),
        ring: event.ring.clone(),
        epoch: event.epoch,
    }
}
