//! Secrets that say by their first characters what they are.

use super::Detector;
use super::checksum::crc32;
use super::edge::{is_word, runs_from};
use super::pass::Word;
use super::sink::{Evidence, Sink};

/// The longest token that is looked for.
const MAX: usize = 4096;

/// What follows a prefix.
struct Form {
    detector: Detector,
    /// The whole prefix, with the mark behind its first word.
    prefix: &'static [u8],
    /// The fewest and the most characters behind it.
    least: usize,
    most: usize,
    /// Marks that may stand in it beside letters and digits.
    marks: &'static [u8],
    /// Whether the last six characters are a CRC of those before them.
    crc: bool,
}

const fn form(
    detector: Detector,
    prefix: &'static [u8],
    least: usize,
    most: usize,
    marks: &'static [u8],
) -> Form {
    Form { detector, prefix, least, most, marks, crc: false }
}

const fn with_crc(detector: Detector, prefix: &'static [u8]) -> Form {
    Form { detector, prefix, least: 36, most: 36, marks: b"", crc: true }
}

/// The forms, from the issuers' documentation and the rules of gitleaks and of GitHub's secret scanning.
const FORMS: [Form; 48] = [
    with_crc(Detector::GithubToken, b"ghp_"),
    with_crc(Detector::GithubToken, b"gho_"),
    with_crc(Detector::GithubToken, b"ghu_"),
    with_crc(Detector::GithubToken, b"ghs_"),
    with_crc(Detector::GithubToken, b"ghr_"),
    form(Detector::GithubToken, b"github_pat_", 82, 82, b"_"),
    form(Detector::GitlabToken, b"glpat-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"gldt-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glrt-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glptt-", 40, 64, b"_-."),
    form(Detector::GitlabToken, b"glft-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glsoat-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glcbt-", 20, 80, b"_-."),
    form(Detector::GitlabToken, b"glagent-", 50, 64, b"_-."),
    form(Detector::GitlabToken, b"gloas-", 64, 80, b"_-."),
    form(Detector::GitlabToken, b"glimt-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glffct-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glrtr-", 20, 64, b"_-."),
    form(Detector::GitlabToken, b"glwt-", 20, 64, b"_-."),
    form(Detector::AwsKey, b"bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t", 0, MAX, b"+/=%"),
    form(Detector::SlackToken, b"xoxb-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxp-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxa-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxr-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxs-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxe-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xoxc-", 20, 256, b"-"),
    form(Detector::SlackToken, b"xapp-", 20, 256, b"-"),
    form(Detector::StripeKey, b"sk_live_", 16, 247, b""),
    form(Detector::StripeKey, b"sk_test_", 16, 247, b""),
    form(Detector::StripeKey, b"rk_live_", 16, 247, b""),
    form(Detector::StripeKey, b"rk_test_", 16, 247, b""),
    form(Detector::StripeKey, b"whsec_", 32, 247, b"+/="),
    form(Detector::GoogleKey, b"GOCSPX-", 28, 28, b"_-"),
    form(Detector::GoogleKey, b"ya29.", 30, MAX, b"_-."),
    form(Detector::AnthropicKey, b"sk-ant-api03-", 80, 120, b"_-"),
    form(Detector::AnthropicKey, b"sk-ant-admin01-", 80, 120, b"_-"),
    form(Detector::AnthropicKey, b"sk-ant-", 32, 160, b"_-"),
    form(Detector::OpenaiKey, b"sk-proj-", 40, 256, b"_-"),
    form(Detector::OpenaiKey, b"sk-svcacct-", 40, 256, b"_-"),
    form(Detector::OpenaiKey, b"sk-admin-", 40, 256, b"_-"),
    form(Detector::OpenaiKey, b"sk-", 48, 48, b""),
    with_crc(Detector::NpmToken, b"npm_"),
    form(Detector::PypiToken, b"pypi-AgEIcHlwaS5vcmc", 50, MAX, b"_-"),
    form(Detector::PypiToken, b"pypi-AgENdGVzdC5weXBpLm9yZw", 50, MAX, b"_-"),
    form(Detector::SendgridKey, b"SG.", 66, 66, b"_-."),
    form(Detector::HuggingfaceToken, b"hf_", 34, 40, b""),
    form(Detector::HuggingfaceToken, b"api_org_", 34, 40, b""),
];

/// A token whose prefix ends in the mark behind a short word; returns where to go on.
pub(super) fn prefixed(text: &[u8], word: Word, mark: u8, sink: &mut Sink<'_>) -> usize {
    let first = word.bytes(text);
    if !is_first_word(first) {
        return word.end;
    }
    let from = text.get(word.start..).unwrap_or_default();
    for form in &FORMS {
        let Some(behind) =
            form.prefix.strip_prefix(first).and_then(|rest| rest.first()).filter(|m| **m == mark)
        else {
            continue;
        };
        let Some(token) = from.strip_prefix(form.prefix) else { continue };
        let run = runs_from(token, form.most + 1, |byte| is_word(byte) || form.marks.contains(&byte));
        let run = trimmed(run);
        if run.len() < form.least || run.len() > form.most || *behind != mark {
            continue;
        }
        let evidence = if !form.crc || has_crc(run) { Evidence::Strong } else { Evidence::Weak };
        let end = word.start + form.prefix.len() + run.len();
        sink.found(form.detector, word.start..end, evidence);
        return end;
    }
    word.end
}

/// Whether a form begins with this word; nearly every word of a text is turned away here.
fn is_first_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"ghp"
            | b"gho"
            | b"ghu"
            | b"ghs"
            | b"ghr"
            | b"github"
            | b"glpat"
            | b"gldt"
            | b"glrt"
            | b"glptt"
            | b"glft"
            | b"glsoat"
            | b"glcbt"
            | b"glagent"
            | b"gloas"
            | b"glimt"
            | b"glffct"
            | b"glrtr"
            | b"glwt"
            | b"bedrock"
            | b"xoxb"
            | b"xoxp"
            | b"xoxa"
            | b"xoxr"
            | b"xoxs"
            | b"xoxe"
            | b"xoxc"
            | b"xapp"
            | b"sk"
            | b"rk"
            | b"whsec"
            | b"GOCSPX"
            | b"ya29"
            | b"npm"
            | b"pypi"
            | b"SG"
            | b"hf"
            | b"api"
    )
}

/// Without the full stop of a sentence.
fn trimmed(run: &[u8]) -> &[u8] {
    run.strip_suffix(b".").unwrap_or(run)
}

/// Whether the last six characters are the CRC-32 of the others in base 62.
fn has_crc(token: &[u8]) -> bool {
    let Some((random, check)) = token.len().checked_sub(6).and_then(|at| token.split_at_checked(at)) else {
        return false;
    };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'Z' => byte - b'A' + 10,
        _ => byte.wrapping_sub(b'a').wrapping_add(36),
    };
    let value = check.iter().fold(0u64, |value, byte| value * 62 + u64::from(digit(*byte)));
    value == u64::from(crc32(random))
}

/// A token that is a word of its own, or begins with one; returns where to go on.
pub(super) fn whole(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let bytes = word.bytes(text);
    match bytes {
        [b'A', b'K' | b'S' | b'B', b'I', b'A', rest @ ..]
            if rest.len() == 16 && rest.iter().all(is_base32) =>
        {
            sink.strong(Detector::AwsKey, word.start..word.end);
        }
        [b'A', b'B', b'S', b'K', ..] => return bedrock(text, word, sink),
        [b'A', b'I', b'z', b'a', ..] => return google(text, word, sink),
        [b'e', b'y', b'J', ..] => return jwt(text, word, sink),
        [b'S', b'K', hex @ ..] | [b'A', b'C', hex @ ..]
            if hex.len() == 32 && hex.iter().all(is_lower_hex) =>
        {
            sink.strong(Detector::TwilioKey, word.start..word.end);
        }
        _ => {}
    }
    word.end
}

fn is_base32(byte: &u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}

fn is_lower_hex(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// A long-lived key of Amazon Bedrock: `ABSK` and, in base64, a user's name and 32 bytes or more.
fn bedrock(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let run =
        runs_from(text.get(word.start..).unwrap_or_default(), 280, |b| is_word(b) || b"+/=".contains(&b));
    if !(113..=275).contains(&run.len()) {
        return word.end;
    }
    sink.strong(Detector::AwsKey, word.start..word.start + run.len());
    word.start + run.len()
}

/// `AIza` and 35 characters of base64url.
fn google(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let run = runs_from(text.get(word.start..).unwrap_or_default(), 40, is_base64url);
    if run.len() == 39 {
        sink.strong(Detector::GoogleKey, word.start..word.start + 39);
        return word.start + 39;
    }
    word.end
}

fn is_base64url(byte: u8) -> bool {
    is_word(byte) || byte == b'_' || byte == b'-'
}

/// Three parts of base64url, the first of which is a JSON object that names an algorithm (RFC 7515 section 4.1.1).
fn jwt(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let from = text.get(word.start..).unwrap_or_default();
    let header = runs_from(from, MAX, is_base64url);
    let Some(behind) = from.get(header.len()..).and_then(|rest| rest.strip_prefix(b".")) else {
        return word.end;
    };
    let payload = runs_from(behind, usize::MAX, is_base64url);
    let end = word.start + header.len() + 1 + payload.len();
    let signature = match text.get(end..).and_then(|rest| rest.strip_prefix(b".")) {
        Some(rest) => 1 + runs_from(rest, usize::MAX, is_base64url).len(),
        None => 0,
    };
    if payload.is_empty() || !is_jose_header(header) {
        return end + signature;
    }
    sink.strong(Detector::Jwt, word.start..end + signature);
    end + signature
}

fn is_jose_header(text: &[u8]) -> bool {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = engine.decode(text).ok();
    header.is_some_and(|json| {
        serde_json::from_slice::<serde_json::Value>(&json).is_ok_and(|h| h.get("alg").is_some())
    })
}

/// A client secret of Azure around the `~` at `at`: three characters, a digit, `Q~`, and 31 to 34 more.
pub(super) fn azure_secret(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let holds = |byte: u8| is_word(byte) || b"_.~-".contains(&byte);
    let Some(start) = at.checked_sub(5) else { return next };
    let before = text.get(start..at).unwrap_or_default();
    let ahead = start.checked_sub(1).and_then(|index| text.get(index)).is_some_and(|byte| holds(*byte));
    let run = trimmed(runs_from(text.get(next..).unwrap_or_default(), 35, holds));
    let begins = matches!(before, [a, b, c, digit, b'Q'] if digit.is_ascii_digit() && [a, b, c].iter().all(|x| holds(**x)));
    if begins && !ahead && (31..=34).contains(&run.len()) {
        sink.strong(Detector::AzureKey, start..next + run.len());
        return next + run.len();
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_reached_by_its_first_word() {
        for form in &FORMS {
            let length = form.prefix.iter().take_while(|byte| is_word(**byte)).count();
            assert!(
                is_first_word(form.prefix.get(..length).unwrap()),
                "{}",
                String::from_utf8_lossy(form.prefix)
            );
        }
    }
}
