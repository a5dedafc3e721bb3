//! A drill: ten processes read and write while their ring is rotated behind a link that is swapped, as secret volumes
//! swap it. Processes are killed at random. No read fails, and nobody writes what another cannot read.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fieldveil::{
    ErrorCode, Key, KeyProvider, Keyring, KeyringEdit, KeyringOptions, Provider, ProviderError, Purpose,
    Result, State, UsageReport, Value, ValueOptions,
};

/// Set for the processes that this test starts: the folder of the drill.
const DRILL: &str = "FIELDVEIL_TEST_FLEET";
const MEMBERS: usize = 10;
const ROTATIONS: usize = 3;
/// Every member reads the ring again this often; versions are pending for far longer.
const POLL: Duration = Duration::from_millis(50);
const MIN_PENDING: u64 = 2;

/// A service that notes each call.
struct Service(PathBuf);

impl KeyProvider for Service {
    fn name(&self) -> String {
        "service".to_owned()
    }

    fn wrap(&self, key: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        Ok(key.iter().rev().copied().collect())
    }

    fn unwrap(&self, wrapped: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        note(&self.0, "calls", &std::process::id().to_string());
        Ok(wrapped.iter().rev().copied().collect())
    }
}

fn note(folder: &Path, name: &str, line: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(folder.join(name)).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn lines(folder: &Path, name: &str) -> Vec<String> {
    fs::read_to_string(folder.join(name)).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn service(folder: &Path) -> Provider {
    Provider::Callback(Arc::new(Service(folder.to_owned())))
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

fn options() -> ValueOptions {
    ValueOptions::bound(["drill", "value"])
}

fn id_of(token: &str) -> u32 {
    let prefix = URL_SAFE_NO_PAD.decode(&token[4..12]).unwrap();
    u32::from_be_bytes(prefix[2..6].try_into().unwrap())
}

fn start(function: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", function, "--nocapture", "--test-threads=1"])
        .env(DRILL, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// One process of the fleet: reads whatever anyone has written, and writes, until it is killed.
#[test]
fn member() {
    let Some(folder) = std::env::var_os(DRILL).map(PathBuf::from) else { return };
    let ring = Keyring::open(folder.join("mount/ring.json"), &[service(&folder)]).unwrap();
    ring.reload_every(POLL);
    let store = folder.join("store");
    let mut read = std::collections::BTreeSet::new();
    for number in 0.. {
        // A token is stored whole or not at all, as in a database.
        let name = format!("{}-{number}", std::process::id());
        let token = ring.encrypt_value("pii", &Value::Text(name.clone()), &options()).unwrap();
        fs::write(folder.join("scratch").join(&name), token).unwrap();
        fs::rename(folder.join("scratch").join(&name), store.join(&name)).unwrap();
        for entry in fs::read_dir(&store).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if !read.insert(name.clone()) {
                continue;
            }
            let token = fs::read_to_string(store.join(&name)).unwrap();
            // What `decrypt_value` would mend by a reload of its own is a version that this reader lacks.
            std::thread::sleep(Duration::from_millis(1));
            let _ = ring.encrypt_value("pii", &Value::Text(String::new()), &options()).unwrap();
            let known = ring.sets()[0].versions.iter().any(|version| version.id == id_of(&token));
            if !known {
                note(&folder, "failures", &format!("{name}: written under a version that a reader lacks"));
            }
            match ring.decrypt_value(&token, &options()) {
                Ok(value) if value == Value::Text(name.clone()) => {}
                Ok(_) => note(&folder, "failures", &format!("{name}: another value")),
                Err(error) => note(&folder, "failures", &format!("{name}: {error}")),
            }
        }
        if let Some(error) = ring.status().last_error {
            note(&folder, "failures", &format!("reload: {error}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Encrypts everything anew, slowly enough to be killed half-way.
#[test]
fn migrator() {
    let Some(folder) = std::env::var_os(DRILL).map(PathBuf::from) else { return };
    let ring = Keyring::open(folder.join("mount/ring.json"), &[service(&folder)]).unwrap();
    for entry in fs::read_dir(folder.join("store")).unwrap() {
        let path = entry.unwrap().path();
        let token = fs::read_to_string(&path).unwrap();
        let anew = ring.reencrypt_value(&token, &options()).unwrap();
        if anew != token {
            let scratch = folder.join("scratch/migrating");
            fs::write(&scratch, anew).unwrap();
            fs::rename(scratch, path).unwrap();
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    note(&folder, "migrated", "done");
}

/// The folder of the drill: `mount/ring.json -> ..data/ring.json`, `mount/..data -> a folder of each state`.
struct Drill {
    folder: tempfile::TempDir,
    ring: Keyring,
    published: usize,
}

impl Drill {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["mount", "store", "scratch", "master"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        symlink("..data/ring.json", folder.path().join("mount/ring.json")).unwrap();
        let options = KeyringOptions { min_pending: MIN_PENDING, ..KeyringOptions::default() };
        let master = folder.path().join("master/ring.json");
        let ring = Keyring::create_with(&master, &[service(folder.path())], &options).unwrap();
        edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
        let mut drill = Self { folder, ring, published: 0 };
        drill.publish();
        drill
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Swaps the link, as a secret volume does when its secret changes.
    fn publish(&mut self) {
        let mount = self.path().join("mount");
        let state = format!("..state {}", self.published);
        self.published += 1;
        fs::create_dir(mount.join(&state)).unwrap();
        fs::write(mount.join(&state).join("ring.json"), self.ring.document()).unwrap();
        symlink(&state, mount.join("..data_tmp")).unwrap();
        fs::rename(mount.join("..data_tmp"), mount.join("..data")).unwrap();
    }

    fn stored(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path().join("store")).unwrap();
        entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }
}

#[test]
fn rotated_three_times_under_load() {
    if std::env::var_os(DRILL).is_some() {
        return;
    }
    let mut drill = Drill::new();
    let mut members: Vec<_> = (0..MEMBERS).map(|_| start("member", drill.path())).collect();
    let mut kills = 0;
    let mut run = |drill: &Drill, length: Duration| {
        let end = Instant::now() + length;
        while Instant::now() < end {
            std::thread::sleep(Duration::from_millis(300));
            let victim = &mut members[kills % MEMBERS];
            victim.kill().unwrap();
            victim.wait().unwrap();
            *victim = start("member", drill.path());
            kills += 1;
        }
    };
    run(&drill, Duration::from_secs(1));
    for _ in 0..ROTATIONS {
        edit(&drill.ring, |edit| edit.rotate("pii"));
        drill.publish();
        run(&drill, Duration::from_secs(MIN_PENDING + 1));
        edit(&drill.ring, |edit| edit.promote("pii"));
        drill.publish();
        run(&drill, Duration::from_secs(1));
    }
    for member in &mut members {
        assert!(member.try_wait().unwrap().is_none(), "no member gave up by itself");
        member.kill().unwrap();
        member.wait().unwrap();
    }
    assert_eq!(lines(drill.path(), "failures"), Vec::<String>::new());
    let calls = lines(drill.path(), "calls");
    let processes: std::collections::BTreeSet<_> = calls.iter().collect();
    assert_eq!(calls.len(), processes.len(), "one call of the provider opens a ring");
    assert!(processes.len() >= MEMBERS, "{} processes", processes.len());

    // Every version has written, and then the old ones are encrypted away by a process that is killed five times.
    let versions = drill.ring.sets()[0].versions.clone();
    let backup = drill.stored();
    for version in &versions {
        assert!(backup.iter().any(|token| id_of(token) == version.id), "version {} never wrote", version.id);
    }
    for _ in 0..5 {
        let mut migrator = start("migrator", drill.path());
        std::thread::sleep(Duration::from_millis(150));
        let _ = migrator.kill();
        migrator.wait().unwrap();
    }
    assert!(start("migrator", drill.path()).wait().unwrap().success());
    assert!(!lines(drill.path(), "migrated").is_empty());

    let report = |tokens: &[String]| {
        let mut usage = drill.ring.usage();
        usage.cover("pii").unwrap();
        tokens.iter().for_each(|token| usage.count(id_of(token), 1));
        UsageReport::parse(usage.report().unwrap().document().as_bytes()).unwrap()
    };
    let (before, after) = (report(&backup), report(&drill.stored()));
    let old: Vec<_> =
        versions.iter().filter(|version| version.state != State::Primary).map(|version| version.id).collect();
    assert_eq!(old.len(), ROTATIONS);
    for id in &old {
        let refused =
            drill.ring.edit().unwrap().destroy("pii", *id, std::slice::from_ref(&before)).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::KeyNotUsable);
        edit(&drill.ring, |edit| edit.destroy("pii", *id, std::slice::from_ref(&after)));
    }

    // Today's store opens, the old backup says why it does not.
    assert_eq!(drill.stored().len(), backup.len());
    for token in drill.stored() {
        drill.ring.decrypt_value(&token, &options()).unwrap();
    }
    for token in backup.iter().filter(|token| old.contains(&id_of(token))) {
        let error = drill.ring.decrypt_value(token, &options()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyNotUsable);
    }
    println!("{kills} kills, {} tokens, {} processes", backup.len(), processes.len());
}

/// Without its provider the ring says which one it needs, and nobody is called.
#[test]
fn a_stranger_is_refused_without_a_call() {
    if std::env::var_os(DRILL).is_some() {
        return;
    }
    let drill = Drill::new();
    let mount = drill.path().join("mount/ring.json");
    let error = Keyring::open(mount, &[Key::new(&[1; 32]).unwrap().into()]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::WrongPassphrase);
    assert!(lines(drill.path(), "calls").is_empty());
}
