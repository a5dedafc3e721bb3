//! Moments as the file writes them: RFC 3339 in UTC to the second.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// 9999-12-30T22:00:00Z, the last second that every time zone can still write.
const LATEST: i64 = 253_402_207_200;

/// Seconds since the beginning of 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Moment(i64);

impl Moment {
    /// The moment that many seconds after the beginning of 1970, or the nearest that the file can write.
    pub(super) fn from_unix(seconds: i64) -> Self {
        Self(seconds.clamp(0, LATEST))
    }

    /// The moment that `2026-11-21T09:00:00Z` names; nothing if it is written in any other way.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let moment = Self(text.parse::<jiff::Timestamp>().ok()?.as_second());
        (moment.to_string() == text && (0..=LATEST).contains(&moment.0)).then_some(moment)
    }

    /// Whole seconds from an earlier moment to this one; 0 if it is not earlier.
    pub(super) fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timestamp = jiff::Timestamp::from_second(self.0).map_err(|_| fmt::Error)?;
        write!(f, "{timestamp}")
    }
}

/// Where a keyring takes its dates from: the system's clock, or one that a test or an application injects.
///
/// ```
/// let clock = fieldveil::Clock::new(|| 1_795_000_000); // seconds since the beginning of 1970, UTC
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// A clock that asks `now` for the seconds since the beginning of 1970, UTC.
    pub fn new(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(super) fn now(&self) -> Moment {
        Moment::from_unix((self.0)())
    }
}

impl Default for Clock {
    /// The system's clock.
    fn default() -> Self {
        Self::new(|| {
            let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(elapsed.as_secs()).unwrap_or(LATEST)
        })
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_a_moment() {
        let text = "2026-11-21T09:00:00Z";
        assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        for other in [
            "2026-11-21T09:00:00.5Z",
            "2026-11-21 09:00:00Z",
            "2026-11-21T09:00:00+00:00",
            "2026-11-21T10:00:00+01:00",
            "2026-11-21",
            "2026-11-31T09:00:00Z",
            "2026-11-21t09:00:00z",
            "-000001-11-21T09:00:00Z",
            "1969-12-31T23:59:59Z",
            "",
        ] {
            assert!(Moment::parse(other).is_none(), "{other}");
        }
        assert_eq!(Moment::from_unix(i64::MAX).to_string(), "9999-12-30T22:00:00Z");
        assert_eq!(Moment::from_unix(i64::MIN).to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn time_never_runs_backwards() {
        assert_eq!(Moment::from_unix(5).since(Moment::from_unix(9)), 0);
        assert_eq!(Moment::from_unix(9).since(Moment::from_unix(5)), 4);
    }
}
