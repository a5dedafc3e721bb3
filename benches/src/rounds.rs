//! Many short rounds in which all candidates take turns: what else the machine does meets all of them alike.

use std::time::{Duration, Instant};

use crate::Contest;

/// How long a candidate runs in one round, at least.
const TURN: Duration = Duration::from_millis(2);
/// How long one contest takes, unless few rounds take longer.
const CONTEST: Duration = Duration::from_secs(6);
const ROUNDS: std::ops::RangeInclusive<usize> = 9..=401;

/// Seconds that each candidate took, round by round.
pub(crate) struct Times(Vec<Vec<f64>>);

/// Lets the candidates of a contest take turns.
pub(crate) fn interleaved(contest: &mut Contest) -> Times {
    let candidates = &mut contest.candidates;
    let turns: Vec<u32> = candidates.iter_mut().map(|candidate| fitting(&mut candidate.work)).collect();
    let mut times = vec![Vec::new(); candidates.len()];
    let started = Instant::now();
    for round in 0..*ROUNDS.end() {
        if round >= *ROUNDS.start() && started.elapsed() > CONTEST {
            break;
        }
        // Each round another one begins: nobody runs behind the same neighbour every time.
        for turn in 0..candidates.len() {
            let who = (round + turn) % candidates.len();
            times[who].push(timed(&mut candidates[who].work, turns[who]) / f64::from(turns[who]));
        }
    }
    Times(times)
}

/// How often a piece of work is repeated to fill a turn; it is warm afterwards.
fn fitting(work: &mut dyn FnMut()) -> u32 {
    let mut repeats = 1;
    loop {
        let took = timed(work, repeats);
        if took >= TURN.as_secs_f64() || repeats >= 1 << 20 {
            return repeats;
        }
        repeats *= 2;
    }
}

fn timed(work: &mut dyn FnMut(), repeats: u32) -> f64 {
    let start = Instant::now();
    (0..repeats).for_each(|_| work());
    start.elapsed().as_secs_f64()
}

impl Times {
    /// The median time of a candidate, in seconds.
    pub(crate) fn median(&self, who: usize) -> f64 {
        middle(self.0[who].clone())
    }

    /// The median over the rounds of one candidate's time divided by another's.
    pub(crate) fn ratio(&self, who: usize, other: usize) -> f64 {
        middle(self.0[who].iter().zip(&self.0[other]).map(|(a, b)| a / b).collect())
    }

    /// How many rounds there were.
    pub(crate) fn rounds(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }
}

fn middle(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}
