//! A folder of its own for a test, and the real binary run in it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The policy that most tests use: two sets, a class of each kind, views that open and that do not.
pub(crate) const POLICY: &str = r#"
version: 1
classes:
  name:    { kind: name,   store: { encrypt: pii },  show: redact }
  contact: { kind: email,  store: { encrypt: pii },  show: email }
  card:    { kind: card,   store: { encrypt: bank }, show: { pan: { bin: 0, last: 4 } } }
rules:
  - { path: "$.name",        class: name }
  - { path: "$.email",       class: contact }
  - { path: "$.card.number", class: card }
views:
  support: { open: true }
  fraud:   { extends: support, name: reveal, contact: reveal, card: reveal }
"#;

/// A record with a place for each of its rules.
pub(crate) const RECORD: &str = r#"{"id":7,"name":"Ada Lovelace","email":"ada@example.org","card":{"number":"4111 1111 1111 1111"},"sum":1.10}"#;

/// A test's folder.
pub(crate) struct Scene(TempDir);

/// What one run of the binary gave.
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Scene {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with a policy, a record, a key file and a ring with the sets `pii` and `bank`.
    pub(crate) fn new() -> Self {
        let scene = Self::empty();
        scene.write("policy.yaml", POLICY);
        scene.write("record.json", RECORD);
        scene.write("kek", "11".repeat(32));
        scene.ok("key create -k ring.json --kek-file kek");
        scene.ok("key add -k ring.json --kek-file kek --set pii");
        scene.ok("key add -k ring.json --kek-file kek --set bank");
        scene
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// The names of everything in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The binary in this folder, with an environment that says nothing of keys.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fieldveil"));
        command.current_dir(self.0.path()).stdin(Stdio::null());
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FIELDVEIL_"))
        {
            command.env_remove(name);
        }
        command
    }

    /// Runs the words of a line.
    pub(crate) fn run(&self, line: &str) -> Run {
        run(self.command().args(words(line)))
    }

    /// Runs the words of a line with something on standard input.
    pub(crate) fn feed(&self, line: &str, input: &[u8]) -> Run {
        let mut command = self.command();
        command.args(words(line)).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            // A run that fails early does not read on: that is no fault of this test.
            scope.spawn(move || stdin.write_all(input).is_ok());
            Run::from(child.wait_with_output().unwrap())
        })
    }

    /// Runs a line that must succeed; what it wrote to standard output.
    pub(crate) fn ok(&self, line: &str) -> String {
        let run = self.run(line);
        assert_eq!(run.exit, 0, "fieldveil {line}\n{}", run.stderr);
        String::from_utf8(run.stdout).unwrap()
    }

    /// Runs lines one after another and writes down what a person would see.
    pub(crate) fn transcript(&self, lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            let run = self.run(line);
            writeln!(text, "$ fieldveil {line}\n{}{}exit {}\n", lossy(&run.stdout), run.stderr, run.exit)
                .unwrap();
        }
        text
    }
}

/// The words of a line; a no-break space is a space within a word.
fn words(line: &str) -> impl Iterator<Item = String> {
    line.split(' ').map(|word| word.replace('\u{a0}', " "))
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

impl From<std::process::Output> for Run {
    fn from(output: std::process::Output) -> Self {
        let exit = output.status.code().expect("the binary ends by itself");
        Self { exit, stdout: output.stdout, stderr: lossy(&output.stderr) }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder of public test data, if it is here; what is missing is said plainly.
pub(crate) fn test_data(suite: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("FIELDVEIL_TEST_DATA").map_or(beside, PathBuf::from);
    let folder = data.join(suite);
    if folder.exists() {
        return Some(folder);
    }
    #[expect(clippy::print_stderr, reason = "a suite that is skipped says so")]
    {
        eprintln!("SKIPPED: no `{suite}` in {}; set FIELDVEIL_TEST_DATA", data.display());
    }
    None
}
