//! What an observer is to hear: kept until JavaScript fetches it, after each call of its own or when it is woken.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fieldveil::{Event, Observer};
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;

/// The events that nobody has fetched yet.
#[napi]
#[derive(Clone, Default)]
pub struct NativeEvents(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    events: Vec<String>,
    /// JavaScript was woken and has not come yet: once is enough.
    woken: bool,
}

#[napi]
impl NativeEvents {
    /// No events yet.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes every event, as JSON; `woken` says that it comes because it was woken.
    #[napi]
    pub fn take(&self, woken: bool) -> Vec<String> {
        let mut waiting = self.lock();
        waiting.woken &= !woken;
        std::mem::take(&mut waiting.events)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An observer that keeps what it hears, and wakes JavaScript to fetch it. It may be told on any thread.
    ///
    /// # Errors
    /// Those of making a function that any thread may call.
    pub(crate) fn observer(&self, wake: &Function<'_, (), ()>) -> napi::Result<impl Observer + use<>> {
        let wake = wake.build_threadsafe_function().weak::<true>().callee_handled::<false>().build()?;
        let kept = self.clone();
        Ok(move |event: &Event| {
            let mut waiting = kept.lock();
            waiting.events.push(serde_json::to_string(event).unwrap_or_default());
            if !waiting.woken {
                waiting.woken = true;
                wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
            }
        })
    }
}
