//! S3 and S4: sealing and opening the fields of one record, beside what the parts of that cost by themselves.

use fieldveil::{DecryptOptions, EncryptOptions, MaskOptions, Policy, Veil};
use fieldveil_benches::backend::{Aead, NAME, Prk};
use fieldveil_benches::rivals::ignored_any;
use fieldveil_benches::{Contest, Goal, data, ring, run};

const ENCRYPT: &str = "Fieldveil `encrypt`";
const LIMIT: &str = "`IgnoredAny`, 24 bytes of `getrandom`, 2 HKDF-Expand, a key set up, 5 seals: the parts, without any output";

const POLICY: &str = "
version: 1
rules:
  - { path: $.customer.email, store: { encrypt: pii }, show: email }
  - { path: $..card.number, store: { encrypt: pii }, show: pan }
  - { path: $.customer.name, store: { encrypt: pii }, show: keep_ends }
  - { path: '$.notes[*].text', store: { encrypt: pii }, show: shape }
views:
  desk: { open: true }
";

fn main() {
    let veil = Veil::new(Policy::parse(POLICY).expect("the policy is valid"))
        .with_keyring(ring::of_sets(["pii"]))
        .expect("there is one ring");
    let stored =
        veil.encrypt(data::RECORD.as_bytes(), &EncryptOptions::default()).expect("the record is valid");
    run(vec![sealing(&veil), opening(&veil, stored)]);
}

fn sealing(veil: &Veil) -> Contest {
    let (veil, options, prk) = (veil.clone(), EncryptOptions::default(), Prk::new(&[9; 32]));
    let fields: Vec<Vec<u8>> = data::record_fields();
    Contest::new(format!("encrypt record, {} bytes, {} fields, {NAME}", data::RECORD.len(), fields.len()))
        .candidate(LIMIT, move || parts(&prk, &fields))
        .candidate(ENCRYPT, move || veil.encrypt(data::RECORD.as_bytes(), &options))
        .goal(Goal::Costs { what: ENCRYPT, of: LIMIT, times: 1.3 })
}

/// What the format asks for, once each, and nothing around it.
fn parts(prk: &Prk, fields: &[Vec<u8>]) -> usize {
    let valid = ignored_any(data::RECORD.as_bytes());
    let mut salt = [0; 24];
    getrandom::fill(&mut salt).expect("there are random bytes");
    let (mut key, mut commitment) = ([0; 32], [0; 32]);
    prk.expand(&[&[1; 20][..], &salt, &[0; 8]].concat(), &mut key);
    prk.expand(&[&[2; 20][..], &salt, &[0; 4]].concat(), &mut commitment);
    let cipher = Aead::new(&key);
    let mut text = [0; 64];
    let mut sum = usize::from(commitment[0]);
    for field in fields {
        let text = &mut text[..field.len()];
        text.copy_from_slice(field);
        sum += usize::from(cipher.seal(&[3; 12], &[4; 64], text)[0]);
    }
    std::hint::black_box(valid);
    sum
}

fn opening(veil: &Veil, stored: Vec<u8>) -> Contest {
    let (sealing, opening, showing) = (veil.clone(), veil.clone(), veil.clone());
    let (encrypt, decrypt) = (EncryptOptions::default(), DecryptOptions::default());
    let mask = MaskOptions { view: Some("desk".to_owned()), ..MaskOptions::default() };
    let shown = stored.clone();
    Contest::new(format!("decrypt record, {NAME}"))
        .candidate(ENCRYPT, move || sealing.encrypt(data::RECORD.as_bytes(), &encrypt))
        .candidate("Fieldveil `decrypt`", move || opening.decrypt(&stored, &decrypt))
        .candidate("Fieldveil `mask` with opening", move || showing.mask(&shown, &mask))
        .goal(Goal::Costs { what: "Fieldveil `decrypt`", of: ENCRYPT, times: 1.2 })
        .goal(Goal::Costs { what: "Fieldveil `mask` with opening", of: ENCRYPT, times: 1.2 })
}
