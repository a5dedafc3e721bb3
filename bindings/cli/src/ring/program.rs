//! `--kek-command`: a program of the user's wraps and unwraps the ring key.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

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

/// How long a program may think: a person may have to touch a device first. After that it hangs.
const PATIENCE: Duration = Duration::from_secs(120);
/// More than any line of an answer.
const LONGEST_ANSWER: u64 = 1 << 16;

/// A program and the name under which rings know it.
///
/// # Security
/// The program comes from the command line alone, never from a ring file, and no shell reads it. Keys go through its
/// standard input and output, never through an argument or a variable.
pub(crate) struct Program {
    name: String,
    words: Vec<String>,
    patience: Duration,
}

impl Program {
    /// The program that `line` names, its arguments separated by white space.
    pub(crate) fn new(name: &str, line: &str) -> Self {
        let words = line.split_whitespace().map(str::to_owned).collect();
        Self { name: name.to_owned(), words, patience: PATIENCE }
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
        let line = line(bytes).ok_or_else(|| failed("cannot be asked so much"))?;
        let ended = answer(&mut child, &line, Instant::now() + self.patience)
            .map_err(|error| failed(&format!("broke off ({})", error.kind())))?;
        let Some((status, answer)) = ended else {
            let seconds = self.patience.as_secs();
            return Err(failed(&format!("did not end within {seconds} seconds")));
        };
        if !status.success() {
            return Err(failed(&format!("ended with {status}")));
        }
        BASE64.decode(answer.trim_ascii()).map_err(|_| failed("did not answer with a line of base64"))
    }
}

/// The line that a program reads. Written once, in its place: a text that is put together leaves its parts behind.
fn line(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(vec![b'\n'; base64::encoded_len(bytes.len(), true)? + 1]);
    BASE64.encode_slice(bytes, &mut line).ok()?;
    Some(line)
}

/// What a program answers to a line, and how it ends; nothing if it is not done by then, and it is ended.
fn answer(
    child: &mut Child,
    line: &[u8],
    until: Instant,
) -> io::Result<Option<(ExitStatus, Zeroizing<Vec<u8>>)>> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input says by its exit whether it could do without.
        let _ = stdin.write_all(line);
    }
    let Some(stdout) = child.stdout.take() else { return Err(io::ErrorKind::BrokenPipe.into()) };
    let (done, waiting) = mpsc::channel();
    // On a thread of its own: what the program has started may keep its output open for ever.
    thread::spawn(move || {
        let mut answer = Zeroizing::new(Vec::with_capacity(LONGEST_ANSWER as usize + 1));
        let read = stdout.take(LONGEST_ANSWER + 1).read_to_end(&mut answer);
        let _ = done.send(read.map(|_| answer));
    });
    let answer = match waiting.recv_timeout(until.saturating_duration_since(Instant::now())) {
        Ok(answer) => answer?,
        Err(_) => return end(child).map(|()| None),
    };
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some((status, answer)));
        }
        if Instant::now() >= until {
            return end(child).map(|()| None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn end(child: &mut Child) -> io::Result<()> {
    child.kill()?;
    child.wait().map(drop)
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_line() {
        for (bytes, text) in [(&b""[..], "\n"), (b"x", "eA==\n"), (b"xyz", "eHl6\n")] {
            assert_eq!(line(bytes).unwrap().as_slice(), text.as_bytes());
        }
    }

    fn asked(line: &str) -> String {
        let program = Program { patience: Duration::from_secs(1), ..Program::new("kms", line) };
        program.ask("unwrap", b"x", &BTreeMap::new()).unwrap_err().to_string()
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let script = |content: &str| {
            let path = folder.path().join("hang.sh");
            std::fs::write(&path, content).unwrap();
            format!("sh {}", path.display())
        };
        for content in [
            "exec sleep 60",
            // Its output stays open in another process, or it has said all and does not go.
            "sleep 30 & exit 0",
            "echo eA==; exec >&-; exec sleep 60",
            // It never reads, and never stops talking.
            "while true; do echo eA==eA==eA==eA==; done",
        ] {
            let said = asked(&script(content));
            let expected =
                ["did not end within 1 seconds", "did not answer with a line of base64", "ended with"];
            assert!(expected.iter().any(|words| said.contains(words)), "{content}: {said}");
        }
        assert!(asked(&script("exec sleep 60")).contains("did not end within 1 seconds on `unwrap`"));
    }
}
