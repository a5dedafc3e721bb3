//! S5: a stream of 1 GiB, beside the cipher alone over the same reader, chunks and writer.

use std::io::{Read, Write, sink};
use std::rc::Rc;

use fieldveil::{Context, Keyring};
use fieldveil_benches::backend::{Aead, NAME, TAG};
use fieldveil_benches::{Contest, Goal, ring, run};

const SIZE: usize = 1 << 30;
const CHUNK: usize = 16 << 10;
const ENCRYPT: &str = "Fieldveil `encrypt_stream`";
const DECRYPT: &str = "Fieldveil `decrypt_stream`";
const SEAL: &str = "the cipher alone, 16 KiB read, sealed, written";
const OPEN: &str = "the cipher alone, 16 KiB read, opened, written";

fn main() {
    let (keyring, plain): (Keyring, Rc<[u8]>) = (ring::of_sets(["pii"]), vec![0x5A; SIZE].into());
    let mut stream = Vec::with_capacity(SIZE + SIZE / 512);
    keyring.encrypt_stream("pii", &plain[..], &mut stream, &Context::new()).expect("it is sealed");
    run(vec![encrypt(&keyring, plain), decrypt(keyring, stream)]);
}

fn encrypt(keyring: &Keyring, plain: Rc<[u8]>) -> Contest {
    let (keyring, other) = (keyring.clone(), Rc::clone(&plain));
    Contest::new(format!("encrypt a stream of 1 GiB, {NAME}"))
        .candidate(SEAL, move || seal(&other))
        .candidate(ENCRYPT, move || keyring.encrypt_stream("pii", &plain[..], &mut sink(), &Context::new()))
        .goal(Goal::Faster { what: ENCRYPT, than: SEAL, times: 0.9 })
}

fn decrypt(keyring: Keyring, stream: Vec<u8>) -> Contest {
    let sealed = sealed();
    Contest::new(format!("decrypt a stream of 1 GiB, {NAME}"))
        .candidate(OPEN, move || open(&sealed))
        .candidate(DECRYPT, move || keyring.decrypt_stream(&stream[..], &mut sink(), &Context::new()))
        .goal(Goal::Faster { what: DECRYPT, than: OPEN, times: 0.9 })
}

fn seal(mut plain: &[u8]) {
    let (cipher, mut chunk) = (Aead::new(&[1; 32]), [0; CHUNK]);
    while plain.read(&mut chunk).expect("memory can be read") > 0 {
        let tag = cipher.seal(&[2; 12], &[], &mut chunk);
        sink().write_all(&chunk).and_then(|()| sink().write_all(&tag)).expect("nothing is full");
    }
}

/// As many chunks as the stream has, all of them the same.
fn sealed() -> Vec<u8> {
    let mut chunk = vec![0x5A; CHUNK];
    let tag = Aead::new(&[1; 32]).seal(&[2; 12], &[], &mut chunk);
    chunk.extend_from_slice(&tag);
    chunk.repeat(SIZE / CHUNK)
}

fn open(mut sealed: &[u8]) {
    let (cipher, mut chunk) = (Aead::new(&[1; 32]), [0; CHUNK + TAG]);
    while sealed.read(&mut chunk).expect("memory can be read") > 0 {
        let (text, tag) = chunk.split_last_chunk_mut().expect("a chunk has a tag");
        cipher.open(&[2; 12], &[], text, tag);
        sink().write_all(text).expect("nothing is full");
    }
}
