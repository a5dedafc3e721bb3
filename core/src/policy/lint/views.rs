//! What views show.

use crate::mask::Operator;
use crate::policy::model::{Compiled, View};

use super::Findings;

pub(super) fn check(policy: &Compiled, findings: &mut Findings) {
    let redacts = policy.views.iter().any(|view| view.name == View::DEFAULT && view.unmatched_redact);
    for view in &policy.views {
        reveals(policy, view, findings);
        if redacts && !view.unmatched_redact {
            let message = format!(
                "`default` redacts every leaf that no rule names and the view `{}` shows them; \
                 say `unmatched: redact` in it, or `extends: default`",
                view.name
            );
            findings.warning("unmatched-shown", view.position, message);
        }
    }
}

fn reveals(policy: &Compiled, view: &View, findings: &mut Findings) {
    let revealed: Vec<String> = policy
        .classes
        .iter()
        .zip(&view.by_class)
        .filter(|(_, operator)| matches!(operator, Operator::Reveal))
        .map(|(class, _)| format!("`{}`", class.name))
        .collect();
    if !revealed.is_empty() {
        let message = format!("the view `{}` shows the plaintext of {}", view.name, revealed.join(", "));
        findings.warning("reveals", view.position, message);
    }
}
