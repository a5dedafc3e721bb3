//! Dates as they are written (ISO 8601 and its profile RFC 3339), read and written again in the same form.

use std::fmt::Write as _;

use jiff::Span;
use jiff::civil::{self, ISOWeekDate, Weekday};
use jiff::fmt::temporal::DateTimeParser;

use super::pen::Pen;

/// The longest time of day with its offset that is read; what is longer is no time.
const MAX_TIME: usize = 48;

/// A date and the text behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    date: civil::Date,
    form: Form,
    /// The time of day as it stands, with the character before it.
    time: &'a str,
}

/// The forms of ISO 8601 for a day, extended (with hyphens) and basic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Calendar { hyphens: bool },
    Week { hyphens: bool },
    Ordinal { hyphens: bool },
}

impl<'a> Written<'a> {
    /// Reads a whole text; `None` if it is not one date, with or without a time of day.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
        let (day, time) = text.split_at_checked(end)?;
        let (form, date) = parse_day(day)?;
        is_time(time).then_some(Self { date, form, time })
    }

    /// The year, and the month where the text is as precise as that.
    pub(super) fn year_and_month(text: &'a str) -> Option<(i16, Option<i8>)> {
        match text.split_once('-') {
            None if text.len() == 4 => Some((number(text)?, None)),
            Some((year, month)) if year.len() == 4 && month.len() == 2 => {
                let first = civil::Date::new(number(year)?, number(month)?, 1).ok()?;
                Some((first.year(), Some(first.month())))
            }
            _ => Self::parse(text).map(|written| (written.date.year(), Some(written.date.month()))),
        }
    }

    /// Writes the day so many days later, in the same form, with the same time.
    pub(super) fn shifted(&self, days: i64, pen: &mut Pen<'_>) -> Option<()> {
        let date = self.date.checked_add(Span::new().try_days(days).ok()?).ok()?;
        let week = date.iso_week_date();
        let year = if matches!(self.form, Form::Week { .. }) { week.year() } else { date.year() };
        if !(0..=9999).contains(&year) {
            return None;
        }
        match self.form {
            Form::Calendar { hyphens: true } => {
                write!(pen, "{year:04}-{:02}-{:02}", date.month(), date.day())
            }
            Form::Calendar { hyphens: false } => write!(pen, "{year:04}{:02}{:02}", date.month(), date.day()),
            Form::Week { hyphens } => {
                let hyphen = if hyphens { "-" } else { "" };
                let weekday = week.weekday().to_monday_one_offset();
                write!(pen, "{year:04}{hyphen}W{:02}{hyphen}{weekday}", week.week())
            }
            Form::Ordinal { hyphens: true } => write!(pen, "{year:04}-{:03}", date.day_of_year()),
            Form::Ordinal { hyphens: false } => write!(pen, "{year:04}{:03}", date.day_of_year()),
        }
        .ok()?;
        pen.text(self.time);
        Some(())
    }
}

fn parse_day(text: &str) -> Option<(Form, civil::Date)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = number(year)?;
    let (hyphens, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if let Some(week) = rest.strip_prefix('W') {
        let (week, day) = split(week, 2, hyphens)?;
        let day = Weekday::from_monday_one_offset(number(day)?).ok()?;
        let date = ISOWeekDate::new(year, number(week)?, day).ok()?.date();
        return Some((Form::Week { hyphens }, date));
    }
    if rest.len() == 3 {
        let date = civil::date(year, 1, 1).with().day_of_year(number(rest)?).build().ok()?;
        return Some((Form::Ordinal { hyphens }, date));
    }
    let (month, day) = split(rest, 2, hyphens)?;
    if day.len() != 2 {
        return None;
    }
    Some((Form::Calendar { hyphens }, civil::Date::new(year, number(month)?, number(day)?).ok()?))
}

/// Two fields with a hyphen between them, or without.
fn split(text: &str, at: usize, hyphen: bool) -> Option<(&str, &str)> {
    let (first, second) = text.split_at_checked(at)?;
    Some((first, if hyphen { second.strip_prefix('-')? } else { second }))
}

/// ASCII digits and nothing else.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Whether the rest of a text is a time of day, with an offset or without, or nothing.
fn is_time(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    // A time zone in brackets (RFC 9557) could carry any text; ISO 8601 has none.
    if text.len() > MAX_TIME || text.len() == 1 || text.contains('[') {
        return false;
    }
    let mut whole = [0; DAY.len() + MAX_TIME];
    let length = DAY.len() + text.len();
    let Some(whole) = whole.get_mut(..length) else { return false };
    for (to, from) in whole.iter_mut().zip(DAY.bytes().chain(text.bytes())) {
        *to = from;
    }
    DateTimeParser::new().parse_pieces(whole).is_ok()
}

/// Any day: the parser takes a time only behind one.
const DAY: &str = "2000-01-01";
