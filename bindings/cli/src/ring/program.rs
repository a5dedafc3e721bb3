//! `--kek-command`: a program of the user's wraps and unwraps the ring key.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use fieldveil::{KeyProvider, ProviderError};
use zeroize::Zeroizing;

/// Written as everybody writes it, read with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A program and the name under which rings know it.
///
/// # Security
/// The program comes from the command line alone, never from a ring file, and no shell reads it.
pub(crate) struct Program {
    name: String,
    words: Vec<String>,
}

impl Program {
    /// The program that `line` names, its arguments separated by white space.
    pub(crate) fn new(name: &str, line: &str) -> Self {
        Self { name: name.to_owned(), words: line.split_whitespace().map(str::to_owned).collect() }
    }

    /// Runs it with `verb` as its last argument: a line of base64 in, a line of base64 out.
    fn ask(
        &self,
        verb: &str,
        bytes: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, ProviderError> {
        let failed = |what: &str| ProviderError::Failed(format!("the program {what} on `{verb}`"));
        let (program, arguments) = self.words.split_first().ok_or_else(|| failed("has no name"))?;
        let mut child = Command::new(program)
            .args(arguments)
            .arg(verb)
            .env("FIELDVEIL_RING_ID", context.get("fv-ring").map_or("", String::as_str))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&format!("could not be started ({})", error.kind())))?;
        let line = Zeroizing::new(format!("{}\n", BASE64.encode(bytes)));
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read its input says by its exit whether it could do without.
            let _ = stdin.write_all(line.as_bytes());
        }
        let output =
            child.wait_with_output().map_err(|error| failed(&format!("broke off ({})", error.kind())))?;
        let answer = Zeroizing::new(output.stdout);
        if !output.status.success() {
            return Err(failed(&format!("ended with {}", output.status)));
        }
        BASE64.decode(answer.trim_ascii()).map_err(|_| failed("did not answer with a line of base64"))
    }
}

impl KeyProvider for Program {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.ask("wrap", key, context)
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.ask("unwrap", wrapped, context)
    }
}
