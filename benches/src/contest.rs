//! Candidates at the same work, and what is expected of them.

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;

/// Candidates that are timed side by side; the first is the measure of the others.
pub struct Contest {
    pub(crate) title: String,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) goals: Vec<Goal>,
}

/// One way to do the work.
pub(crate) struct Candidate {
    pub(crate) name: String,
    /// How much work that is: bytes, fields or rules, where candidates do different amounts.
    pub(crate) units: f64,
    pub(crate) work: Box<dyn FnMut()>,
}

/// What must hold of the medians.
pub enum Goal {
    /// At least so many times as fast as the other.
    Faster { what: &'static str, than: &'static str, times: f64 },
    /// At most so many times the time of the other.
    Costs { what: &'static str, of: &'static str, times: f64 },
    /// At most so many times the time of the other for each unit of work.
    Grows { what: &'static str, from: &'static str, times: f64 },
    /// At most so long.
    Within { what: &'static str, limit: Duration },
}

impl Contest {
    /// A contest without candidates.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), candidates: Vec::new(), goals: Vec::new() }
    }

    /// Adds a candidate; what it returns is kept from being optimized away.
    pub fn candidate<T>(self, name: &str, work: impl FnMut() -> T + 'static) -> Self {
        self.sized(name, 1.0, work)
    }

    /// Adds a candidate that does so many units of work.
    pub fn sized<T>(mut self, name: &str, units: f64, mut work: impl FnMut() -> T + 'static) -> Self {
        let work = Box::new(move || drop(black_box(work())));
        self.candidates.push(Candidate { name: name.to_owned(), units, work });
        self
    }

    /// Adds an expectation.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    /// Times one candidate after the other.
    pub(crate) fn bench(self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(&self.title);
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        for mut candidate in self.candidates {
            group.bench_function(&candidate.name, |bencher| bencher.iter(&mut candidate.work));
        }
        group.finish();
    }
}
