//! S1 and S2: masking real documents and one record, beside validation alone and whatever else does the job.

use std::rc::Rc;

use fieldveil::{MaskOptions, Veil};
use fieldveil_benches::rivals::{JsonpathRust, Rsonpath, SerdeJsonPath, ignored_any, sonic};
use fieldveil_benches::{Contest, Goal, data, policy, run};

const OURS: &str = "Fieldveil `mask`";
const LIMIT: &str = "`serde_json` `IgnoredAny` (validates only)";
const OBVIOUS: &str = "`serde_json` + `jsonpath-rust`";

fn main() {
    let mut contests = vec![record(), hundred_rules()];
    contests.extend(data::files().into_iter().map(|file| {
        contest(file.name, Rc::from(file.bytes), file.paths)
            .goal(Goal::Faster { what: OURS, than: LIMIT, times: file.goal })
            .goal(Goal::Faster { what: OURS, than: OBVIOUS, times: 25.0 })
    }));
    run(contests);
}

fn record() -> Contest {
    contest("record", data::RECORD.as_bytes().into(), data::RECORD_PATHS)
        .goal(Goal::Faster { what: OURS, than: LIMIT, times: 1.2 })
        .goal(Goal::Faster { what: OURS, than: OBVIOUS, times: 60.0 })
}

fn contest(name: &str, doc: Rc<[u8]>, paths: &[&str]) -> Contest {
    // Each candidate holds the document by itself; all of them read the same bytes.
    let over = |doc: &Rc<[u8]>| Rc::clone(doc);
    let (a, b, c, d, e, f) = (over(&doc), over(&doc), over(&doc), over(&doc), over(&doc), over(&doc));
    let (veil, options) = (Veil::new(policy::redacting(paths)), MaskOptions::default());
    let (spans, exact, obvious) = (Rsonpath::new(paths), SerdeJsonPath::new(paths), JsonpathRust::new(paths));
    Contest::new(format!(
        "mask {name}, {} bytes, {} paths, {} places",
        doc.len(),
        paths.len(),
        places(&veil, &doc)
    ))
    .candidate(LIMIT, move || ignored_any(&a))
    .candidate(OURS, move || veil.mask(&b, &options))
    .candidate("`rsonpath`, path by path (finds spans only)", move || spans.find(&c))
    .candidate("`sonic-rs` (a tree and back, nothing masked)", move || sonic(&d))
    .candidate("`serde_json` + `serde_json_path`", move || exact.mask(&e))
    .candidate(OBVIOUS, move || obvious.mask(&f))
}

fn places(veil: &Veil, doc: &[u8]) -> u64 {
    let (_, report) = veil.mask_with_report(doc, &MaskOptions::default()).expect("the document is valid");
    report.rules.iter().map(|rule| rule.hits).sum()
}

/// What rules cost that select nothing.
fn hundred_rules() -> Contest {
    let more = policy::paths(96);
    let many: Vec<&str> = data::RECORD_PATHS.iter().copied().chain(more.iter().map(String::as_str)).collect();
    let (few, many) = (Veil::new(policy::redacting(data::RECORD_PATHS)), Veil::new(policy::redacting(&many)));
    Contest::new("mask record by 4 and by 100 rules")
        .candidate("4 rules", move || few.mask(data::RECORD.as_bytes(), &MaskOptions::default()))
        .candidate("100 rules", move || many.mask(data::RECORD.as_bytes(), &MaskOptions::default()))
        .goal(Goal::Costs { what: "100 rules", of: "4 rules", times: 1.25 })
}
