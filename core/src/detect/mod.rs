//! What hides inside text: detectors of personal data and secrets, each a pattern with real validation.
//!
//! No model, no network. One [pass] over the text serves all of them, in linear time; a finding that says
//! enough by itself counts, a weak one counts beside a [word](context) that names it, or where it is asked for.

mod address;
mod catalogue;
mod coin;
mod contact;
mod context;
mod corsica;
mod edge;
mod header;
mod hit;
mod ident;
mod mrz;
mod national;
mod number;
mod pass;
mod pem;
mod sink;
mod token;
mod user;
mod words;

pub(crate) mod bank;
pub(crate) mod checksum;
pub(crate) mod country_codes;

pub(crate) use catalogue::Detector;
pub(crate) use hit::{Found, Hit};
pub(crate) use user::{UserDetector, compile};

use sink::{Mode, Modes, Sink};

/// A selection of detectors, ready to look.
#[derive(Clone, Debug)]
pub(crate) struct Detectors {
    modes: Modes,
    users: Vec<UserDetector>,
}

impl Default for Detectors {
    /// All built-in detectors, in their strong forms.
    fn default() -> Self {
        Self { modes: [Mode::Usual; Detector::ALL.len()], users: Vec::new() }
    }
}

impl Detectors {
    /// No detector at all.
    pub(crate) fn none() -> Self {
        Self { modes: [Mode::Off; Detector::ALL.len()], users: Vec::new() }
    }

    /// Adds a built-in detector, in its weak forms too.
    pub(crate) fn add(&mut self, detector: Detector) {
        if let Some(mode) = self.modes.get_mut(detector as usize) {
            *mode = Mode::Named;
        }
    }

    /// Adds a detector of the policy.
    pub(crate) fn add_user(&mut self, detector: UserDetector) {
        self.users.push(detector);
    }

    /// The name of what found something.
    pub(crate) fn name(&self, found: Found) -> &str {
        match found {
            Found::Builtin(detector) => detector.name(),
            Found::Custom(index) => self.users.get(index).map_or("", UserDetector::name),
        }
    }

    /// Everything that a text holds, in its order, without overlaps; `hits` is cleared first.
    pub(crate) fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        hits.clear();
        pass::pass(text.as_bytes(), &mut Sink::new(text.as_bytes(), &self.modes, hits));
        for (index, user) in self.users.iter().enumerate() {
            let found = Found::Custom(index);
            user.find(text, |range| hits.push(Hit { found, range, rank: found.rank() }));
        }
        hit::resolve(hits);
    }
}

#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod linear_tests;
#[cfg(test)]
mod tests;
