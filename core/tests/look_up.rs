//! Records in a table of SQLite, found by what is stored in it, while their keys are rotated under them; and the known
//! answers of pseudonyms and shifted dates, through a policy.

use std::collections::BTreeMap;

use fieldveil::{
    Context, EncryptOptions, ErrorCode, Key, Keyring, KeyringEdit, MaskOptions, Policy, Provider, Purpose,
    ReencryptOptions, Result, State, UsageReport, Value, Veil,
};
use rusqlite::Connection;

const POLICY: &str = r#"
version: 1
context: { tenant: "$.tenant", row: "$.id" }
classes:
  card:
    store: { encrypt: { set: pii, index: { set: terms, into: number_index, normalize: [digits], scope: [tenant] } } }
    show: { pan: { bin: 0 } }
  mail: { store: { deterministic: { set: same, scope: [tenant] } }, show: email }
rules:
  - { path: "$.card.number", class: card }
  - { path: "$.mail", class: mail }
"#;

/// The look-ups read members of the stored document, as an application would.
const SCHEMA: &str = "
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        document TEXT NOT NULL,
        number_index TEXT AS (document ->> '$.card.number_index'),
        mail TEXT AS (document ->> '$.mail'));
    CREATE INDEX by_number ON orders (number_index);
    CREATE INDEX by_mail ON orders (mail);";

const SETS: [(&str, Purpose); 3] =
    [("pii", Purpose::Data), ("terms", Purpose::Index), ("same", Purpose::Deterministic)];

/// Rows written before the rotation, and as many after it.
const ROWS: usize = 60;
/// The cards and mails repeat, so that a look-up finds several rows.
const PEOPLE: usize = 10;

struct Shop {
    _folder: tempfile::TempDir,
    ring: Keyring,
    veil: Veil,
    table: Connection,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = Provider::from(Key::new(&[7; 32]).unwrap());
        let ring = Keyring::create(folder.path().join("ring.json"), &[provider]).unwrap();
        edit(&ring, |edit| {
            SETS.iter().try_for_each(|(name, purpose)| edit.add_set(name, *purpose, None).map(drop))
        });
        let veil = Veil::new(Policy::parse(POLICY).unwrap()).with_keyring(ring.clone()).unwrap();
        let table = Connection::open_in_memory().unwrap();
        table.execute_batch(SCHEMA).unwrap();
        Self { _folder: folder, ring, veil, table }
    }

    /// Writes rows of ten people each of two tenants.
    fn fill(&self, ids: std::ops::Range<usize>) {
        for id in ids {
            let (person, tenant) =
                (id % PEOPLE, if (id / PEOPLE).is_multiple_of(2) { "acme" } else { "other" });
            let plain = format!(
                r#"{{"id":"{id}","tenant":"{tenant}","card":{{"number":"4111-1111-{person:04}"}},"mail":"p{person}@x.org"}}"#
            );
            let stored = self.veil.encrypt(plain.as_bytes(), &EncryptOptions::default()).unwrap();
            let stored = String::from_utf8(stored).unwrap();
            self.table.execute("INSERT INTO orders (id, document) VALUES (?1, ?2)", (id, stored)).unwrap();
        }
    }

    /// The rows of a person of `acme`, by each of the two look-ups, as a search over one column gives them.
    fn rows_of(&self, person: usize) -> [Vec<usize>; 2] {
        let number = self.terms("card", &format!("4111 1111 {person:04}"));
        let mail = self.terms("mail", &format!("p{person}@x.org"));
        [self.rows("number_index", &number), self.rows("mail", &mail)]
    }

    fn terms(&self, class: &str, text: &str) -> Vec<String> {
        let context = Context::new().with("tenant", "acme").unwrap();
        self.veil.search_terms(class, &Value::Text(text.to_owned()), &context, None).unwrap()
    }

    fn rows(&self, column: &str, terms: &[String]) -> Vec<usize> {
        let query =
            format!("SELECT id FROM orders WHERE {column} IN (SELECT value FROM json_each(?1)) ORDER BY id");
        let mut query = self.table.prepare(&query).unwrap();
        let terms = serde_json::to_string(terms).unwrap();
        query.query_map([terms], |row| row.get(0)).unwrap().map(std::result::Result::unwrap).collect()
    }

    /// Every person is found in exactly these rows, by both look-ups.
    fn finds_all(&self, rows: usize, when: &str) {
        for person in 0..PEOPLE {
            let expected: Vec<_> =
                (0..rows).filter(|id| id % PEOPLE == person && (id / PEOPLE).is_multiple_of(2)).collect();
            assert_eq!(self.rows_of(person), [expected.clone(), expected], "{when}");
        }
        assert_eq!(self.rows_of(PEOPLE), [[0; 0], [0; 0]], "{when}: nobody's");
    }

    /// Encrypts some rows anew, and gives the tokens and terms that each version has in them then.
    fn renew(&self, ids: std::ops::Range<usize>) -> BTreeMap<u32, u64> {
        let mut counts = BTreeMap::new();
        for id in ids {
            let stored: String = self
                .table
                .query_row("SELECT document FROM orders WHERE id = ?1", [id], |row| row.get(0))
                .unwrap();
            let renewed = self.veil.reencrypt_with_report(stored.as_bytes(), &ReencryptOptions::default());
            let renewed = renewed.unwrap();
            renewed.after.iter().for_each(|(version, count)| *counts.entry(*version).or_default() += count);
            let document = String::from_utf8(renewed.stored).unwrap();
            self.table.execute("UPDATE orders SET document = ?2 WHERE id = ?1", (id, document)).unwrap();
        }
        counts
    }

    fn usage(&self, counts: &BTreeMap<u32, u64>) -> UsageReport {
        let mut usage = self.ring.usage();
        SETS.iter().for_each(|(name, _)| usage.cover(name).unwrap());
        counts.iter().for_each(|(id, count)| usage.count(*id, *count));
        usage.report().unwrap()
    }
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

#[test]
fn a_table_is_searched_before_during_and_after_a_rotation() {
    let shop = Shop::new();
    shop.fill(0..ROWS);
    shop.finds_all(ROWS, "before");
    let first = [shop.terms("card", "4111-1111-0003"), shop.terms("mail", "p3@x.org")];
    assert_eq!(first.each_ref().map(Vec::len), [1, 1]);

    edit(&shop.ring, |edit| SETS.iter().try_for_each(|(set, _)| edit.rotate(set).map(drop)));
    shop.finds_all(ROWS, "while the new versions are pending");
    // A reader that has not yet seen the promotion already looks for what its writers are about to write.
    let pending = [shop.terms("card", "4111-1111-0003"), shop.terms("mail", "p3@x.org")];
    assert_eq!(pending.each_ref().map(Vec::len), [2, 2]);
    assert_eq!([&pending[0][0], &pending[1][0]], [&first[0][0], &first[1][0]], "the primary version's first");

    edit(&shop.ring, |edit| SETS.iter().try_for_each(|(set, _)| edit.promote_now(set).map(drop)));
    shop.fill(ROWS..2 * ROWS);
    shop.finds_all(2 * ROWS, "old and new rows together");
    let promoted = [shop.terms("card", "4111-1111-0003"), shop.terms("mail", "p3@x.org")];
    assert_eq!([&promoted[0][0], &promoted[1][0]], [&pending[0][1], &pending[1][1]]);

    let half = shop.renew(0..ROWS / 2);
    shop.finds_all(2 * ROWS, "half-way through");
    let rest = shop.renew(ROWS / 2..2 * ROWS);
    shop.finds_all(2 * ROWS, "when all is under the new versions");
    assert_eq!(shop.rows("number_index", &first[0]), [0_usize; 0], "the old term is in no row");
    assert_eq!(shop.rows("mail", &first[1]), [0_usize; 0]);

    let reports = [shop.usage(&half), shop.usage(&rest)];
    for set in shop.ring.sets() {
        let old = set.versions.iter().find(|version| version.state == State::Retired).unwrap();
        edit(&shop.ring, |edit| edit.destroy(&set.name, old.id, &reports));
    }
    shop.finds_all(2 * ROWS, "when the old versions are destroyed");
    assert_eq!(shop.terms("card", "4111-1111-0003").len(), 1, "a destroyed version has no terms");
}

#[test]
fn a_look_up_uses_the_index_of_the_table() {
    let shop = Shop::new();
    let plan = |column: &str| -> String {
        let query = format!("EXPLAIN QUERY PLAN SELECT id FROM orders WHERE {column} IN ('a', 'b')");
        shop.table.query_row(&query, [], |row| row.get("detail")).unwrap()
    };
    assert!(plan("number_index").contains("INDEX by_number"), "{}", plan("number_index"));
    assert!(plan("mail").contains("INDEX by_mail"), "{}", plan("mail"));
}

#[test]
fn what_cannot_be_searched_says_so() {
    let shop = Shop::new();
    let search = |class: &str, value: Value, context: &Context| {
        shop.veil.search_terms(class, &value, context, None).map_err(|error| error.code())
    };
    let acme = Context::new().with("tenant", "acme").unwrap();
    let text = || Value::Text("1".to_owned());
    assert_eq!(search("nobody", text(), &acme), Err(ErrorCode::InvalidPolicy));
    assert_eq!(search("card", text(), &Context::new()), Err(ErrorCode::InvalidContext));
    assert_eq!(search("card", Value::Json("[1]".to_owned()), &acme), Err(ErrorCode::UnsupportedValue));
    assert_eq!(search("card", Value::Bytes(vec![1]), &acme), Err(ErrorCode::UnsupportedValue));
    assert_eq!(
        search("card", Value::Text("no digits".to_owned()), &acme),
        Ok(vec![]),
        "nothing is left of it"
    );
}

/// A ring whose pseudonym set has the key 00 01 … 1f of the format's known answers, made by the second implementation.
const ANSWERS: &str = r#"
{ "fieldveil_keyring": 1, "id": "kr_answers", "epoch": 1, "min_pending": 3600,
  "wraps": [ { "provider": "key", "wrapped": "fv1.AQEAAAAA8Hm4h5K2NGdZYMvo_erc1XQjZScYfL-Ov8WVMpmn9WU39SYQyTxJggsCrIHrsyY06LtlqDECHrSY9Q9hTyqzbd0zvZNtmzPo70Pl4J6ylCP11MBl99M_lAZqXmMB4foODHMVVigdUx6h" } ],
  "sets": [ { "name": "people", "purpose": "pseudonym", "suite": "hmac-sha-256",
              "versions": [ { "id": 16909060, "state": "primary", "created": "2026-11-21T09:00:00Z",
                              "promoted": "2026-11-21T09:00:00Z", "wrapped": "fv1.AQEBAgMExIKl9z2YkC_4pJn-sY2Gi6A5D7jcghis-EOfnY6njGEWxASCpj_UwXWi1aKQAqByt-b2XB62bEBF4MEej2jME7NLeyF2YzHKZZPKFrcW1r0OQHhahOf_2uYvONR5kIsvjv55cX4a1_iv" } ] } ],
  "mac": "FShij6r3LFEd7fHy875kZkFL4-UXnfKTNaYbg0OhFTU" }"#;

#[test]
fn pseudonyms_and_shifted_dates_are_the_known_answers() {
    let ring = Keyring::parse(ANSWERS.as_bytes(), &[Provider::from(Key::new(&[7; 32]).unwrap())]).unwrap();
    let policy = r#"
version: 1
context: { tenant: "$.tenant" }
classes:
  customer: { store: keep, show: { pseudonym: { set: people, prefix: "p_" } } }
  mail: { store: keep, show: { pseudonym: { set: people, length: 43, scope: [tenant] } } }
  near: { store: keep, show: { date: { shift: { set: people, subject: "$.who", days: 30 } } } }
  far: { store: keep, show: { date: { shift: { set: people, subject: "$.other", days: 365 } } } }
rules:
  - { path: "$.customer", class: customer }
  - { path: "$.mail", class: mail }
  - { path: "$.seen", class: near }
  - { path: "$.born", class: far }
"#;
    let veil = Veil::new(Policy::parse(policy).unwrap()).with_keyring(ring).unwrap();
    let plain = r#"{"tenant":"acme","customer":"cus_81723","mail":"maria@example.org","who":"cus_81723","seen":"2024-02-28T23:00:00Z","other":"cus_81724","born":"2024-03-20"}"#;
    // Two days later over the leap day; 140 days earlier over the turn of the year.
    let shown = r#"{"tenant":"acme","customer":"p_vhVaQ5i3XPfGxuMoRWHO4D","mail":"FhYxFLFeWff2RgBQflM3BhtIJF3lO3EHycBJ3nAOyGA","who":"cus_81723","seen":"2024-03-01T23:00:00Z","other":"cus_81724","born":"2023-11-01"}"#;
    let masked = veil.mask(plain.as_bytes(), &MaskOptions::default()).unwrap();
    assert_eq!(String::from_utf8(masked).unwrap(), shown);

    let acme = Context::new().with("tenant", "acme").unwrap();
    let pseudonym = |class: &str, text: &str, context: &Context| {
        veil.pseudonym(class, &Value::Text(text.to_owned()), context).map_err(|error| error.code())
    };
    assert_eq!(pseudonym("customer", "cus_81723", &acme).unwrap(), "p_vhVaQ5i3XPfGxuMoRWHO4D");
    let mail = "FhYxFLFeWff2RgBQflM3BhtIJF3lO3EHycBJ3nAOyGA";
    assert_eq!(pseudonym("mail", "maria@example.org", &acme).unwrap(), mail);
    assert_eq!(pseudonym("mail", "maria@example.org", &Context::new()), Err(ErrorCode::InvalidContext));
    assert_eq!(pseudonym("near", "2024-01-01", &acme), Err(ErrorCode::InvalidPolicy));
}

/// A term is bound as the stored token is, wherever that stands; where it cannot be, there is none.
#[test]
fn a_deterministic_token_is_found_where_it_stands() {
    let shop = Shop::new();
    let policy = r#"
version: 1
defaults: { layout: value }
classes:
  any: { store: { deterministic: same } }
  bound: { store: { deterministic: same } }
  each: { store: { deterministic: same } }
  both: { store: { deterministic: same } }
  inner: { store: { deterministic: same } }
rules:
  - { path: "$.any[0].x", class: any }
  - { path: "$.bound[1].x", class: bound, bind_index: true }
  - { path: "$.each[*].x", class: each, bind_index: true }
  - { path: "$.both[*].x", class: both }
  - { path: "$.more[*].x", class: both, bind_index: true }
  - { path: "$.text[*]", decode: json, rules: [ { path: $.x, class: inner } ] }
"#;
    let veil = Veil::new(Policy::parse(policy).unwrap()).with_keyring(shop.ring.clone()).unwrap();
    let plain = br#"{"any":[{"x":"v"}],"bound":[0,{"x":"v"}],"each":[0,{"x":"v"}],"both":[{"x":"v"}],"more":[0,{"x":"v"}],"text":["{\"x\":\"v\"}"]}"#;
    let stored = veil.encrypt(plain, &EncryptOptions::default()).unwrap();
    let stored: serde_json::Value = serde_json::from_slice(&stored).unwrap();
    let text: serde_json::Value = serde_json::from_str(stored["text"][0].as_str().unwrap()).unwrap();
    let term = |class: &str, path: Option<&str>| {
        veil.search_terms(class, &Value::Text("v".to_owned()), &Context::new(), path)
            .map(|terms| serde_json::Value::from(terms[0].clone()))
    };
    for (class, path, token) in [
        ("any", None, &stored["any"][0]["x"]),
        ("any", Some("$.any[0].x"), &stored["any"][0]["x"]),
        ("bound", None, &stored["bound"][1]["x"]),
        ("bound", Some("$.bound[1].x"), &stored["bound"][1]["x"]),
        ("each", Some("$.each[1].x"), &stored["each"][1]["x"]),
        ("both", Some("$.both[*].x"), &stored["both"][0]["x"]),
        ("both", Some("$.more[1].x"), &stored["more"][1]["x"]),
        ("inner", None, &text["x"]),
    ] {
        assert_eq!(term(class, path).unwrap(), *token, "{class} {path:?}");
    }
    for (class, path) in
        [("each", None), ("each", Some("$.each[*].x")), ("both", None), ("inner", Some("$.x"))]
    {
        assert_eq!(term(class, path).unwrap_err().code(), ErrorCode::InvalidPath, "{class} {path:?}");
    }
}
