//! What holds of a record as a whole.

use crate::policy::model::{Compiled, Layout};

use super::Findings;

pub(super) fn check(policy: &Compiled, findings: &mut Findings) {
    let rules = policy.rules.all();
    for rule in rules.iter().filter(|rule| rule.migrating) {
        let message = format!(
            "while the rule `{}` is `migrating`, `decrypt` lets plaintext pass at its places; switch it off when none \
             remains",
            rule.path
        );
        findings.warning("migrating", rule.position, message);
    }
    let Some(first) = rules.iter().find(|rule| rule.store.seals()) else { return };
    if policy.layout == Layout::Record && !rules.iter().any(|rule| rule.required && policy.is_field(rule)) {
        let message = "no encrypted field is `required`, so a record from which header and tokens were removed together \
                       opens as if it never had any; make the rule of a field that is always there required";
        findings.note("no-required-rule", first.position, message.to_owned());
    }
    if policy.context.is_empty() {
        let message = "the policy binds tokens to no `context`, so they can be moved to another record, tenant or table \
                       unseen, unless each call gives a context; name what identifies a record";
        findings.note("no-context", first.position, message.to_owned());
    }
}
