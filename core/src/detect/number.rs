//! Numbers: runs of digits, with separators between groups, and everything that they may be.

use std::ops::Range;

use super::Detector;
use super::checksum::luhn;
use super::edge::{MAX_BETWEEN, may_begin, may_end, runs_from};
use super::sink::{Evidence, Sink};
use super::words::Word;
use super::{contact, ident, national};

/// The most digits and groups that any number here has.
const MAX_DIGITS: usize = 19;
/// The fewest digits that stand alone as a number: those of a telephone in a small town.
pub(super) const SHORTEST: usize = 6;
const MAX_GROUPS: usize = 8;

/// Everything that begins with the digits of a word.
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let goes_on = separator(text, word.end).is_some() || text.get(word.end + 1) == Some(&b'(');
    if word.len() > MAX_DIGITS || (word.len() < SHORTEST && !goes_on) || !may_begin(text, word.start) {
        return word.end;
    }
    if is_time(text, word.start) || !has_enough_digits(text, word.start) {
        return word.end;
    }
    contact::national(text, word.start, sink);
    ident::nif_with_hyphens(text, word, sink);
    let mut number = Number::default();
    let mut at = word.start;
    while let Some(end) = number.read(text, at) {
        if number.count >= 8 && may_end(text, end) {
            number.check(word.start..end, sink);
        }
        let Some((separator, next)) = separator(text, end).filter(|_| number.may_go_on()) else { break };
        number.separate(separator);
        at = next;
    }
    word.end
}

/// Whether a date and time of RFC 3339 begin here, as lines of logs do: nothing is to be found in the date.
fn is_time(text: &[u8], at: usize) -> bool {
    let Some([_, _, _, _, b'-', month @ .., b'T', hour]) = text.get(at..at + 12) else { return false };
    let day = [0, 1, 3, 4].iter().all(|place| month.get(*place).is_some_and(u8::is_ascii_digit));
    day && month.get(2) == Some(&b'-') && hour.is_ascii_digit()
}

/// Whether enough digits follow, whatever stands between them that may stand in a number.
fn has_enough_digits(text: &[u8], at: usize) -> bool {
    let (mut digits, mut between) = (0, 0);
    for byte in text.get(at..).unwrap_or_default() {
        match byte {
            b'0'..=b'9' if digits + 1 == SHORTEST => return true,
            b'0'..=b'9' => (digits, between) = (digits + 1, 0),
            b' ' | b'-' | b'.' | b'/' | b'(' | b')' | 0xC2 | 0xA0 if between < MAX_BETWEEN => between += 1,
            _ => return false,
        }
    }
    false
}

/// Whether a byte may stand between groups of digits: a separator, or the first byte of a no-break space.
pub(super) fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | 0xC2)
}

/// One separator with a digit behind it. A no-break space counts as a space.
fn separator(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match text.get(at..)? {
        [separator @ (b' ' | b'-' | b'.' | b'/'), b'0'..=b'9', ..] => Some((*separator, at + 1)),
        [0xC2, 0xA0, b'0'..=b'9', ..] => Some((b' ', at + 2)),
        _ => None,
    }
}

/// Digits and how they are grouped.
#[derive(Default)]
struct Number {
    digits: [u8; MAX_DIGITS],
    count: usize,
    sizes: [u8; MAX_GROUPS],
    separators: [u8; MAX_GROUPS],
    groups: usize,
}

impl Number {
    /// Reads one group; `None` once there are more digits or groups than any number has.
    fn read(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let run = runs_from(text.get(at..)?, MAX_DIGITS + 1, |byte| byte.is_ascii_digit());
        let to = self.digits.get_mut(self.count..self.count + run.len())?;
        to.copy_from_slice(run);
        *self.sizes.get_mut(self.groups)? = u8::try_from(run.len()).ok()?;
        self.count += run.len();
        self.groups += 1;
        Some(at + run.len())
    }

    /// Whether any number begins with groups of these sizes.
    fn may_go_on(&self) -> bool {
        match self.sizes() {
            [1, second, ..] => *second == 2,
            [2, second, ..] => *second == 3,
            [3, second, ..] => matches!(second, 2 | 3),
            [4, second, ..] => matches!(second, 2 | 4..=6),
            [6, second, ..] => *second == 4,
            [first] => matches!(first, 1..=4 | 6 | 8 | 13),
            _ => false,
        }
    }

    fn separate(&mut self, separator: u8) {
        if let Some(place) = self.groups.checked_sub(1).and_then(|index| self.separators.get_mut(index)) {
            *place = separator;
        }
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.count).unwrap_or_default()
    }

    fn sizes(&self) -> &[u8] {
        self.sizes.get(..self.groups).unwrap_or_default()
    }

    fn separators(&self) -> &[u8] {
        self.separators.get(..self.groups.saturating_sub(1)).unwrap_or_default()
    }

    fn is_plain(&self) -> bool {
        self.groups == 1
    }

    /// Whether the groups have these sizes, with the same space, hyphen or full stop between them.
    fn is_grouped(&self, sizes: &[u8]) -> bool {
        self.sizes() == sizes && b" -.".iter().any(|separator| self.is_by(*separator))
    }

    fn is_by(&self, separator: u8) -> bool {
        self.separators().iter().all(|there| *there == separator)
    }

    /// Plain, or in these groups.
    fn is(&self, sizes: &[u8]) -> bool {
        self.is_plain() || self.is_grouped(sizes)
    }

    /// Every detector that takes so many digits.
    fn check(&self, range: Range<usize>, sink: &mut Sink<'_>) {
        use Detector::{
            AuMedicare, AuTfn, BrCnpj, BrCpf, CaSin, DeTaxId, InAadhaar, NlBsn, PlPesel, UkNhs, UsAba,
            UsItin, UsNpi, UsSsn, ZaId,
        };
        let digits = self.digits();
        let mut weak = |detector, fits: bool, holds: fn(&[u8]) -> bool| {
            if fits && sink.wants(detector) && holds(digits) {
                sink.found(detector, range.clone(), Evidence::Weak);
            }
        };
        match self.count {
            8 => weak(AuTfn, self.is(&[2, 3, 3]), national::au_tfn),
            9 => {
                let social = self.is(&[3, 2, 4]) && !(self.is_grouped(&[3, 2, 4]) && self.is_by(b'-'));
                weak(UsSsn, social, national::us_ssn);
                weak(UsItin, social, national::us_itin);
                weak(UsAba, self.is(&[4, 4, 1]), national::us_aba);
                weak(NlBsn, self.is(&[3, 3, 3]) || self.is(&[4, 2, 3]), national::nl_bsn);
                weak(AuTfn, self.is(&[3, 3, 3]), national::au_tfn);
                weak(CaSin, self.is(&[3, 3, 3]), national::ca_sin);
            }
            10 => {
                weak(UsNpi, self.is_plain(), national::us_npi);
                weak(UkNhs, self.is(&[3, 3, 4]), national::uk_nhs);
                weak(AuMedicare, self.is(&[4, 5, 1]), national::au_medicare);
            }
            11 => {
                weak(DeTaxId, self.is(&[2, 3, 3, 3]), national::de_tax_id);
                weak(PlPesel, self.is_plain(), national::pl_pesel);
                weak(BrCpf, self.is_plain(), national::br_cpf);
                weak(AuMedicare, self.is(&[4, 5, 1, 1]), national::au_medicare);
            }
            12 => weak(InAadhaar, self.is(&[4, 4, 4]), national::in_aadhaar),
            13 => weak(ZaId, self.is(&[6, 4, 3]) || self.is_grouped(&[6, 4, 2, 1]), national::za_id),
            14 => weak(BrCnpj, self.is_plain(), national::br_cnpj),
            _ => {}
        }
        self.check_strong(range, sink);
    }

    /// Those whose form or check digits say enough.
    fn check_strong(&self, range: Range<usize>, sink: &mut Sink<'_>) {
        use Detector::{BrCnpj, BrCpf, FrNir, UsItin, UsSsn};
        let digits = self.digits();
        let mut strong = |detector, holds: fn(&[u8]) -> bool| {
            if sink.wants(detector) && holds(digits) {
                sink.strong(detector, range.clone());
            }
        };
        match (self.sizes(), self.separators()) {
            ([3, 2, 4], b"--") => {
                strong(UsSsn, national::us_ssn);
                strong(UsItin, national::us_itin);
            }
            ([3, 3, 3, 2], b"..-") => strong(BrCpf, national::br_cpf),
            ([2, 3, 3, 4, 2], b"../-") => strong(BrCnpj, national::br_cnpj),
            ([15] | [13, 2], _) => strong(FrNir, national::fr_nir),
            ([1, 2, 2, 2, 3, 3, 2] | [1, 2, 2, 5, 3, 2], _) if self.is_by(b' ') || self.is_by(b'-') => {
                strong(FrNir, national::fr_nir);
            }
            _ => {}
        }
        if self.count >= 12 {
            self.check_card(range, sink);
        }
    }

    fn check_card(&self, range: Range<usize>, sink: &mut Sink<'_>) {
        let (digits, shaped) = (self.digits(), self.is_card_shape());
        if !(shaped || self.is_grouped(&[8, 8])) || !luhn(digits.iter().copied()) {
            return;
        }
        if shaped && national::is_card_range(digits) {
            sink.strong(Detector::Card, range);
        } else if national::is_card_industry(digits) {
            sink.beside_a_word(Detector::Card, range);
        }
    }

    /// In one piece, in fours, or as the shorter numbers are embossed.
    fn is_card_shape(&self) -> bool {
        let in_fours = || match self.sizes().split_last() {
            Some((last, fours)) => *last <= 7 && fours.iter().all(|size| *size == 4),
            None => false,
        };
        let by_one = self.is_by(b' ') || self.is_by(b'-') || self.is_by(b'.');
        by_one && (self.is_plain() || matches!(self.sizes(), [4, 6, 4 | 5]) || in_fours())
    }
}
