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
