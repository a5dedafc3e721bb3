//! How the observer of a Veil hears of its calls, and of the rings that it reads.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};

use super::keys::CallKeys;
use super::tally::Tally;
use super::{Action, Audit, Event, Observer};
use crate::error::ErrorCode;
use crate::keyring::{Listener, Reloaded, Rings};

/// The observer of one Veil, and its ear at the rings.
pub(super) struct Watch {
    observer: Arc<dyn Observer>,
    listener: Arc<Listener>,
}

/// What a call did, for whoever watches.
pub(super) struct Done<'d> {
    pub(super) action: Action,
    pub(super) keys: &'d CallKeys<'d>,
    pub(super) tally: &'d Tally,
    pub(super) audit: Option<&'d Audit>,
    pub(super) view: Option<&'d str>,
    pub(super) outcome: Option<ErrorCode>,
}

impl Watch {
    pub(super) fn new(observer: Arc<dyn Observer>) -> Self {
        let ear = Arc::clone(&observer);
        let listener: Arc<Listener> = Arc::new(move |reloaded: &Reloaded| tell(&*ear, &of_reload(reloaded)));
        Self { observer, listener }
    }

    /// Hears of the reloads of these rings too, for as long as it lives.
    pub(super) fn listen(&self, rings: &Rings) {
        let weak: Weak<Listener> = Arc::downgrade(&self.listener);
        rings.listen(&weak);
    }

    pub(super) fn tell(&self, done: &Done<'_>) {
        let event = Event {
            action: done.action,
            count: done.tally.places(),
            keys: done.keys.used(),
            view: done.view.map(str::to_owned),
            outcome: done.outcome.map(|code| code.as_str().to_owned()),
            actor: done.audit.and_then(|audit| audit.actor.clone()),
            reason: done.audit.and_then(|audit| audit.reason.clone()),
            ring: None,
            epoch: None,
        };
        tell(&*self.observer, &event);
        if done.tally.revealed() > 0 {
            tell(&*self.observer, &Event { action: Action::Revealed, count: done.tally.revealed(), ..event });
        }
    }
}

/// An observer must not take the call with it.
fn tell(observer: &dyn Observer, event: &Event) {
    let _ = catch_unwind(AssertUnwindSafe(|| observer.observe(event)));
    #[cfg(feature = "tracing")]
    trace(event);
}

#[cfg(feature = "tracing")]
fn trace(event: &Event) {
    tracing::info!(
        target: "fieldveil",
        action = event.action.as_str(),
        count = event.count,
        view = event.view.as_deref(),
        outcome = event.outcome.as_deref(),
        actor = event.actor.as_deref(),
        reason = event.reason.as_deref(),
        ring = event.ring.as_deref(),
        epoch = event.epoch,
        "fieldveil"
    );
}

fn of_reload(reloaded: &Reloaded) -> Event {
    Event {
        action: Action::Reloaded,
        count: 1,
        keys: Vec::new(),
        view: None,
        outcome: reloaded.error.as_ref().map(|error| error.code().as_str().to_owned()),
        actor: None,
        reason: None,
        ring: Some(reloaded.ring.clone()),
        epoch: Some(reloaded.epoch),
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
