//! What a ring remembers of its reloads: when the next is due, how the last went, and who hears of it.

use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::Error;

/// An unknown key id makes a ring look at its file this often, and no more often.
const UNKNOWN_PAUSE: Duration = Duration::from_secs(1);

/// When a ring was last read again, and what came of it.
#[derive(Default)]
pub(super) struct Fleet {
    times: Mutex<Times>,
    /// Held while the file is read or written, so that an older state never replaces a newer one.
    working: Mutex<()>,
    listeners: Mutex<Vec<Weak<Listener>>>,
}

#[derive(Default)]
struct Times {
    every: Option<Duration>,
    due: Option<Instant>,
    unknown: Option<Instant>,
    error: Option<Error>,
}

/// Hears of every reload that changed something or failed.
pub(crate) type Listener = dyn Fn(&Reloaded) + Send + Sync;

/// How a reload went.
#[derive(Clone, Debug)]
pub(crate) struct Reloaded {
    /// The ring's id.
    pub(crate) ring: String,
    /// The epoch that is served now.
    pub(crate) epoch: u64,
    /// Why the old state stays, if it does.
    pub(crate) error: Option<Error>,
}

impl Fleet {
    /// Held while the file is read or written.
    pub(super) fn working(&self) -> MutexGuard<'_, ()> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on a reload is due every `interval`; zero ends that.
    pub(super) fn every(&self, interval: Duration) {
        let mut times = self.times();
        times.every = (!interval.is_zero()).then_some(interval);
        times.due = times.every.and_then(|every| Instant::now().checked_add(every));
    }

    /// Whether a reload is due. One caller hears yes; the others go on with the state that there is.
    pub(super) fn is_due(&self) -> bool {
        let Ok(mut times) = self.times.try_lock() else { return false };
        let (Some(every), Some(due)) = (times.every, times.due) else { return false };
        let now = Instant::now();
        if now < due {
            return false;
        }
        times.due = now.checked_add(every);
        true
    }

    /// Whether an unknown key id is a reason to look at the file: not if it was one within a second.
    pub(super) fn may_look_for_unknown(&self) -> bool {
        let mut times = self.times();
        if times.unknown.is_some_and(|last| last.elapsed() < UNKNOWN_PAUSE) {
            return false;
        }
        times.unknown = Some(Instant::now());
        true
    }

    /// Notes how a reload went.
    pub(super) fn went(&self, error: Option<&Error>) {
        self.times().error = error.cloned();
    }

    /// Why the last reload failed, if it did.
    pub(super) fn last_error(&self) -> Option<Error> {
        self.times().error.clone()
    }

    /// Tells `listener` of reloads for as long as it lives, of each once however often this is asked for.
    pub(super) fn listen(&self, listener: Weak<Listener>) {
        let mut listeners = self.listeners();
        // A ring may outlive thousands of those that have listened to it.
        listeners.retain(|other| other.strong_count() > 0 && !other.ptr_eq(&listener));
        listeners.push(listener);
    }

    /// Tells the listeners that still live.
    pub(super) fn tell(&self, news: &Reloaded) {
        let listeners = self.listeners().clone();
        listeners.iter().filter_map(Weak::upgrade).for_each(|listener| listener(news));
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<Weak<Listener>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
