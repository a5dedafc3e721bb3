//! A ring from the environment, in processes of their own: an environment belongs to a whole process.

use std::path::Path;
use std::process::Command;

use fieldveil::{Key, Keyring, Passphrase, Provider};

const CHILD: &str = "FIELDVEIL_TEST_ENV_CHILD";
const NAMES: [&str; 5] = [
    "FIELDVEIL_KEYRING",
    "FIELDVEIL_KEK_FILE",
    "FIELDVEIL_KEK",
    "FIELDVEIL_PASSPHRASE_FILE",
    "FIELDVEIL_PASSPHRASE",
];

#[test]
fn child() {
    if std::env::var_os(CHILD).is_some() {
        println!(
            "\noutcome {}",
            Keyring::from_env().map_or_else(|error| error.code().as_str(), |_| "opened")
        );
    }
}

fn outcome(variables: &[(&str, &Path)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(CHILD, "1");
    for name in NAMES {
        command.env_remove(name);
    }
    command.envs(variables.iter().map(|(name, value)| (name, value.as_os_str())));
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    output.lines().find_map(|line| line.strip_prefix("outcome ")).unwrap().to_owned()
}

fn kek(text: &str) -> (&str, &Path) {
    ("FIELDVEIL_KEK", Path::new(text))
}

fn passphrase(text: &str) -> (&str, &Path) {
    ("FIELDVEIL_PASSPHRASE", Path::new(text))
}

#[test]
fn the_first_key_that_is_set_counts() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let (good, bad) = ("11".repeat(32), "22".repeat(32));
    let path = folder.path().join("ring.json");
    let opener: Provider = Passphrase::new("right").unwrap().cost(19_456, 1, 1).unwrap().into();
    let ring = Keyring::create(&path, &[Key::new(good.as_bytes()).unwrap().into(), opener]).unwrap();
    let document = ring.document();

    let (keyring, text) =
        (("FIELDVEIL_KEYRING", path.as_path()), ("FIELDVEIL_KEYRING", Path::new(&document)));
    let (good_file, bad_file) = (file("good", &format!("{good}\n")), file("bad", &bad));
    let right_file = file("right", "right\n");
    let kek_file = |path| ("FIELDVEIL_KEK_FILE", path);
    let passphrase_file = ("FIELDVEIL_PASSPHRASE_FILE", right_file.as_path());

    for ring in [keyring, text] {
        assert_eq!(outcome(&[ring, kek_file(good_file.as_path())]), "opened");
        assert_eq!(outcome(&[ring, kek(&good)]), "opened");
        assert_eq!(outcome(&[ring, passphrase_file]), "opened");
        assert_eq!(outcome(&[ring, passphrase("right")]), "opened");
        assert_eq!(outcome(&[ring, passphrase("right\n")]), "wrong_passphrase", "only files lose a newline");
        assert_eq!(outcome(&[ring, kek_file(good_file.as_path()), kek(&bad), passphrase("wrong")]), "opened");
        assert_eq!(outcome(&[ring, kek_file(bad_file.as_path()), kek(&good)]), "wrong_passphrase");
        assert_eq!(outcome(&[ring, kek(&bad), passphrase_file]), "wrong_passphrase");
        assert_eq!(outcome(&[ring, passphrase_file, passphrase("wrong")]), "opened");
        assert_eq!(outcome(&[ring]), "wrong_passphrase");
        assert_eq!(outcome(&[ring, kek("")]), "wrong_passphrase");
    }
    assert_eq!(outcome(&[kek(&good)]), "io");
    assert_eq!(outcome(&[("FIELDVEIL_KEYRING", Path::new("{")), kek(&good)]), "invalid_keyring");
    assert_eq!(outcome(&[("FIELDVEIL_KEYRING", folder.path()), kek(&good)]), "io");
}
