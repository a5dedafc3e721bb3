//! What a policy may say, and what is said of one that may not.

mod documents;
mod growth;
mod refusals;
mod resolution;
mod robustness;
mod schema;

use super::Policy;
use crate::Error;

/// A policy with a version before it.
fn policy(text: &str) -> Policy {
    match Policy::parse(&format!("version: 1\n{text}")) {
        Ok(policy) => policy,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn refusal(text: &str) -> Error {
    match Policy::parse(&format!("version: 1\n{text}")) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(error) => error,
    }
}

/// Every member that a policy may have, in use.
pub(crate) const EVERYTHING: &str = r#"version: 1
id: orders
extends: [owasp-logging]
context: { tenant: "$.tenant_id", table: { value: orders } }
subject: "$.subject_id"
defaults:
  layout: record
  record_set: pii
  header: _fv
  container: replace
  duplicate_names: all
  limits: { depth: 64, document: 1048576 }
classes:
  contact: { kind: email, store: { encrypt: pii }, show: email }
  card: { kind: card, store: { encrypt: { set: pii, pad: 16, nulls: keep, index: { set: card_index, into: number_index, normalize: [digits], bits: 64, scope: [tenant] } } }, show: { pan: { bin: 0 } } }
  national: { kind: national_id, store: { encrypt: { set: pii, pad: 16 } }, show: redact }
  login: { kind: name, store: { deterministic: { set: logins, scope: [tenant] } }, show: { keep_ends: { first: 1 } } }
  cvv: { kind: secret, store: remove, show: { redact: "[SECRET]" } }
  subject: { store: keep, show: { pseudonym: { set: people, prefix: "p_" } } }
rules:
  - { id: email, path: "$.customer.email", class: contact, required: true, types: [string, "null"] }
  - { path: "$..card.number", class: card, bind_index: true }
  - { names: [cvv, cvc, "*_pin", "/^api[-_]?key$/"], class: cvv, container: error }
  - { path: "$.people[?@.kind=='person'].ssn", class: national, migrating: true }
  - { path: "$.customer.id", class: subject }
  - { path: "$.login", class: login }
  - { path: "$.events[*].payload", decode: json, rules: [ { path: "$..ssn", class: national } ] }
  - { path: "$.born", store: { encrypt: health }, show: { date: year } }
moved:
  - { from: "$.payment", to: "$.billing" }
views:
  support: { open: true, card: { pan: { bin: 6, last: 4 } } }
  fraud: { extends: support, contact: reveal, card: reveal }
  partner: { unmatched: redact, subject: { pseudonym: { set: partner_people } } }
"#;
