//! `date`: the year, month or quarter alone, or the date shifted by days that a key decides.

use std::fmt::Write as _;

use crate::Result;
use crate::document::{Call, Node, invalid};
use crate::seal::date_shift;

use super::calendar::Written;
use super::keys::Keys;
use super::pen::Pen;

/// A date, or a date with a time, as RFC 3339 and ISO 8601 write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Date {
    /// Says no more than this.
    To(Precision),
    /// Moves the date; its form and the time of day stay.
    Shift(Shift),
}

/// How much of a date to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Year,
    Quarter,
    Month,
}

/// A shift by the same number of days for all dates of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    /// The pseudonym key set that decides the days.
    pub(crate) set: String,
    /// The path of the clear scalar that names the subject.
    pub(crate) subject: String,
    /// The most days, either way.
    pub(crate) days: u32,
    /// The context pairs that the days depend on.
    pub(crate) scope: Vec<String>,
}

impl Default for Date {
    fn default() -> Self {
        Self::To(Precision::Year)
    }
}

impl Date {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["to", "shift"], Some("to"))?;
        let to = options.read("to", |node| {
            node.as_choice(&[
                ("year", Precision::Year),
                ("quarter", Precision::Quarter),
                ("month", Precision::Month),
            ])
        })?;
        let shift = options.read("shift", Shift::parse)?;
        match (to, shift) {
            (None, None) => Ok(Self::default()),
            (Some(to), None) => Ok(Self::To(to)),
            (None, Some(shift)) => Ok(Self::Shift(shift)),
            (Some(_), Some(_)) => Err(invalid("`date` takes `to` or `shift`, not both", options.position())),
        }
    }

    pub(super) fn write(&self, text: &str, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        match self {
            Self::To(precision) => precision.write(text, &mut pen)?,
            Self::Shift(shift) => {
                let written = Written::parse(text)?;
                written.shifted(shift.days(keys)?, &mut pen)?;
            }
        }
        pen.close();
        Some(())
    }
}

impl Shift {
    fn parse(node: &Node) -> Result<Self> {
        let options = node.members(&["set", "subject", "days", "scope"], "shift")?;
        let days = options.require("days")?;
        let scope = options.strings("scope")?.unwrap_or_default();
        Ok(Self {
            set: options.require("set")?.as_str()?.to_owned(),
            subject: options.require("subject")?.as_str()?.to_owned(),
            // A hundred years hide any date; more would only leave the calendar.
            days: u32::try_from(days.as_u64_within(1, 36_500)?).map_err(|_| days.expected("fewer days"))?,
            scope: scope.into_iter().map(str::to_owned).collect(),
        })
    }

    /// How many days the dates of the record's subject move.
    fn days(&self, keys: &dyn Keys) -> Option<i64> {
        let key = keys.pseudonym_key(&self.set)?;
        let scope = keys.scope(&self.scope)?;
        let subject = keys.watched(&self.subject)?;
        date_shift::days(key, &scope, subject.as_bytes(), self.days).ok()
    }
}

impl Precision {
    fn write(self, text: &str, pen: &mut Pen<'_>) -> Option<()> {
        let (year, month) = Written::year_and_month(text)?;
        match (self, month) {
            (Self::Year, _) => write!(pen, "{year:04}"),
            (Self::Month, Some(month)) => write!(pen, "{year:04}-{month:02}"),
            (Self::Quarter, Some(month)) => write!(pen, "{year:04}-Q{}", (month - 1) / 3 + 1),
            (Self::Month | Self::Quarter, None) => return None,
        }
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::NoKeys;

    fn shown(date: &Date, keys: &dyn Keys, text: &str) -> Option<String> {
        let mut out = Vec::new();
        date.write(text, keys, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    fn to(precision: Precision, text: &str) -> Option<String> {
        shown(&Date::To(precision), &NoKeys, text)
    }

    fn shifted(days: i64, text: &str) -> Option<String> {
        let mut out = Vec::new();
        let mut pen = Pen::open(&mut out);
        Written::parse(text)?.shifted(days, &mut pen)?;
        pen.close();
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn to_year_month_quarter() {
        for text in [
            "1984-05-17",
            "19840517",
            "1984-W20-4",
            "1984W204",
            "1984-138",
            "1984138",
            "1984-05-17T10:00:00Z",
        ] {
            assert_eq!(to(Precision::Year, text).unwrap(), "1984", "{text}");
            assert_eq!(to(Precision::Month, text).unwrap(), "1984-05", "{text}");
            assert_eq!(to(Precision::Quarter, text).unwrap(), "1984-Q2", "{text}");
        }
        assert_eq!(to(Precision::Month, "1984-05").unwrap(), "1984-05");
        assert_eq!(to(Precision::Year, "1984").unwrap(), "1984");
        assert_eq!(to(Precision::Month, "1984"), None);
    }

    #[test]
    fn a_shift_keeps_the_form_and_the_time_of_day() {
        let cases = [
            ("1984-02-28", "1984-03-01"),
            ("19840228", "19840301"),
            ("1984-02-28T23:59:60.5+05:30", "1984-03-01T23:59:60.5+05:30"),
            ("1984-02-28 07:00:00z", "1984-03-01 07:00:00z"),
            ("19840228T070000Z", "19840301T070000Z"),
            ("1984-W09-2", "1984-W09-4"),
            ("1984W092", "1984W094"),
            ("1984-059", "1984-061"),
            ("1984059", "1984061"),
        ];
        for (text, expected) in cases {
            assert_eq!(shifted(2, text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(shifted(-1, "2000-01-01").unwrap(), "1999-12-31");
    }

    #[test]
    fn what_is_no_date_does_not_fit() {
        let strange = [
            "",
            "1984-02-30",
            "1984-13-01",
            "17.05.1984",
            "05/17/1984",
            "1984-05-17T25:00",
            "1984-5-17",
            "1984-W54-1",
            "1984-367",
            "1984-05-17T10:00[Europe/Berlin]",
            "1984-05-17 Maria",
            "1984-05-17T",
            "+001984-05-17",
            "١٩٨٤-٠٥-١٧",
            "1984-05-17T10:00:00Z and more of a text that is longer than any date could ever be",
        ];
        for text in strange {
            assert_eq!(to(Precision::Year, text), None, "{text:?}");
            assert_eq!(shifted(1, text), None, "{text:?}");
        }
        assert_eq!(shifted(1, "9999-12-31"), None, "there is no year 10000 in this form");
        assert_eq!(shifted(1, "1984-05"), None, "no day to shift");
    }

    #[test]
    fn without_a_key_nothing_is_shown() {
        let shift = Shift { set: "people".into(), subject: "$.id".into(), days: 100, scope: Vec::new() };
        assert_eq!(shown(&Date::Shift(shift), &NoKeys, "1984-05-17"), None);
    }
}
