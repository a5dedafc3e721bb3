//! The prefixes of tokens, and what stands behind each.

use super::MAX;
use crate::detect::Detector;

/// What follows a prefix.
pub(super) struct Form {
    pub(super) detector: Detector,
    /// The whole prefix, with the mark behind its first word.
    pub(super) prefix: &'static [u8],
    /// The fewest and the most characters behind it.
    pub(super) least: usize,
    pub(super) most: usize,
    /// Marks that may stand in it beside letters and digits.
    pub(super) marks: &'static [u8],
    /// Whether the last six characters are a CRC of those before them.
    pub(super) crc: bool,
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
pub(super) const FORMS: [Form; 48] = [
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

/// Whether a form begins with this word; nearly every word of a text is turned away here.
pub(super) fn is_first_word(word: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::edge::is_word;

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
