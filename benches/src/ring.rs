//! Rings to measure with.

use fieldveil::{Key, Keyring, Provider, Purpose};

/// What opens the rings.
pub fn provider() -> Provider {
    Key::new(&[7; 32]).expect("a key has 32 bytes").into()
}

/// A ring of data sets, parsed as a service that was handed its document would.
pub fn of_sets<'a>(sets: impl IntoIterator<Item = &'a str>) -> Keyring {
    let path = std::env::temp_dir().join(format!("fieldveil-bench-{}.json", std::process::id()));
    let ring = Keyring::create(&path, &[provider()]).expect("the ring can be made");
    let mut edit = ring.edit().expect("the ring can be changed");
    for set in sets {
        edit.add_set(set, Purpose::Data, None).expect("the set is new");
    }
    edit.save().expect("the ring can be saved");
    for file in [path.clone(), path.with_extension("json.lock")] {
        let _ = std::fs::remove_file(file);
    }
    Keyring::parse(ring.document().as_bytes(), &[provider()]).expect("the ring opens")
}
