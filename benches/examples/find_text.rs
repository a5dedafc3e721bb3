//! What the Rust rivals find in the texts of standard input (a JSON string a line), and how fast: for
//! `text/compare.py`, which scores them.
//!
//! One JSON object a line, `{"redact-core": [[kind, start, end], …], …}` in bytes; then one with the least seconds of
//! each over all texts, the candidates taking turns.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Instant;

use fieldveil::{Policy, Veil};
use fieldveil_benches::rivals;

const ROUNDS: usize = 7;

fn main() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).expect("standard input is UTF-8");
    let texts: Vec<String> =
        input.lines().map(|line| serde_json::from_str(line).expect("each line is a JSON string")).collect();
    let redact = rivals::redact_core::Engine::new();
    for text in &texts {
        let found = BTreeMap::from([
            ("redact-core", redact.find(text)),
            ("datafog-core", rivals::datafog_core::find(text)),
        ]);
        println!("{}", serde_json::to_string(&found).expect("names and numbers"));
    }
    let veil = Veil::new(Policy::parse("version: 1").expect("the policy is valid"));
    let candidates: [(&str, &dyn Fn(&str) -> usize); 3] = [
        ("fieldveil", &|text| veil.mask_text(text).len()),
        ("redact-core", &|text| redact.find(text).len()),
        ("datafog-core", &|text| rivals::datafog_core::find(text).len()),
    ];
    let mut least: BTreeMap<&str, f64> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (name, work) in &candidates {
            let start = Instant::now();
            std::hint::black_box(texts.iter().map(|text| work(text)).sum::<usize>());
            let took = start.elapsed().as_secs_f64();
            least.entry(name).and_modify(|least| *least = least.min(took)).or_insert(took);
        }
    }
    println!("{}", serde_json::to_string(&least).expect("names and numbers"));
}
