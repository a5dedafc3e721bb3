//! Numbers: runs of digits, with separators between groups, and everything that they may be.

use std::ops::Range;

use super::Detector;
use super::edge::{may_begin, may_end, runs_from};
use super::pass::Word;
use super::sink::{Evidence, Sink};
use super::{contact, ident, national};

/// The most digits and groups that any number here has.
const MAX_DIGITS: usize = 19;
/// The fewest digits that stand alone as a number: those of a telephone in a small town.
const MIN_DIGITS: usize = 6;
const MAX_GROUPS: usize = 8;

/// Everything that begins with the digits of a word.
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let goes_on = separator(text, word.end).is_some() || text.get(word.end + 1) == Some(&b'(');
    if word.len() > MAX_DIGITS || (word.len() < MIN_DIGITS && !goes_on) || !may_begin(text, word.start) {
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
        let Some((separator, next)) = separator(text, end) else { break };
        number.separate(separator);
        at = next;
    }
    word.end
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
        use Detector::{BrCnpj, BrCpf, Card, FrNir, UsItin, UsSsn};
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
        if self.count < 12 {
            return;
        }
        if self.is_card_shape() && national::card(digits) {
            sink.strong(Card, range);
        } else if (self.is_card_shape() || self.is_grouped(&[8, 8])) && national::perhaps_card(digits) {
            sink.beside_a_word(Card, range);
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
