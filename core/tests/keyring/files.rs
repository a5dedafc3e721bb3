//! The file of a ring: read again, and behind a link.

use super::*;

#[test]
fn reloads_and_never_goes_back() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let old = ring.document();
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    let new = ring.document();
    let reader = scene.open(&[key(1)]).unwrap();

    std::fs::write(&scene.path, &old).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::KeyringRolledBack);
    assert_eq!(reader.status().epoch, 2);
    let at_least = KeyringOptions { min_epoch: 2, ..scene.options.clone() };
    assert_eq!(code(Keyring::open_with(&scene.path, &[key(1)], &at_least)), ErrorCode::KeyringRolledBack);
    assert_eq!(code(Keyring::parse_with(old.as_bytes(), &[key(1)], &at_least)), ErrorCode::KeyringRolledBack);
    assert_eq!(
        code(ring.edit().and_then(|mut edit| edit.rotate("pii").and_then(|_| edit.save()))),
        ErrorCode::KeyringChanged
    );

    std::fs::write(&scene.path, "{").unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::InvalidKeyring);
    std::fs::remove_file(&scene.path).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::Io);
    let other = self::scene().create(&[key(1)]);
    std::fs::write(&scene.path, other.document()).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::InvalidKeyring);
    std::fs::write(&scene.path, &new).unwrap();
    assert!(!reader.reload().unwrap());
    assert_eq!(reader.status().last_error, None);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    assert_eq!(std::fs::metadata(&scene.path).unwrap().permissions().mode() & 0o777, 0o600);
    let link = scene.path.with_extension("link");
    symlink(&scene.path, &link).unwrap();
    let by_link = Keyring::open(&link, &[key(1)]).unwrap();
    edit(&by_link, |edit| edit.add_set("pii", Purpose::Data, None));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(ring.reload().unwrap());
    assert_eq!(ring.sets(), by_link.sets());
    // Read-only for everybody is no obstacle to reading.
    std::fs::set_permissions(&scene.path, PermissionsExt::from_mode(0o444)).unwrap();
    assert!(scene.open(&[key(1)]).is_ok());
}

/// The file is changed before its folder is synced: what stands in it is served, and the error says what is at risk.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_synced_does_not_undo_the_change() {
    use std::os::unix::fs::PermissionsExt;
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let folder = scene.path.parent().unwrap();
    let permit = |mode| std::fs::set_permissions(folder, PermissionsExt::from_mode(mode)).unwrap();
    // Files in it can be named and renamed, and the folder itself cannot be opened.
    permit(0o300);
    if std::fs::File::open(folder).is_ok() {
        return without_the_rights_of_root("files::a_folder_that_cannot_be_synced_does_not_undo_the_change");
    }
    let mut change = ring.edit().unwrap();
    change.add_set("pii", Purpose::Data, None).unwrap();
    let saved = change.save();
    let made = Keyring::create(scene.path.with_extension("new"), &[key(1)]);
    let opened = scene.open(&[key(1)]);
    let new = Keyring::open(scene.path.with_extension("new"), &[key(1)]);
    permit(0o700);

    for error in [saved.unwrap_err(), made.unwrap_err()] {
        assert_eq!(error.code(), ErrorCode::Io);
        assert!(error.to_string().contains("is changed and may not survive a power cut"), "{error}");
    }
    assert_eq!(ring.document(), opened.unwrap().document());
    assert_eq!((ring.sets().len(), ring.status().epoch), (1, 2));
    assert!(new.is_ok());
    // The next change begins at what stands there, and lasts.
    edit(&ring, |edit| edit.rotate("pii"));
}

/// Runs one of these tests again as a process that permissions hold for.
#[cfg(target_os = "linux")]
fn without_the_rights_of_root(test: &str) {
    const AGAIN: &str = "FIELDVEIL_TEST_WITHOUT_ROOT";
    assert!(std::env::var_os(AGAIN).is_none(), "this file system knows no permissions");
    let run = std::process::Command::new("setpriv")
        .arg("--bounding-set=-dac_override,-dac_read_search")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env(AGAIN, "1")
        .output();
    let run = run.expect("root needs `setpriv`, of util-linux, for this test");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}
