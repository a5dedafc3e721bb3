//! `context`: the pairs that every token is bound to.

use crate::document::{Member, Node, invalid};
use crate::policy::model::Source;
use crate::policy::written::Watches;
use crate::{Context, Result};

/// The pairs of `context`, in the order of the policy.
pub(super) fn parse(node: &Node, watches: &mut Watches) -> Result<Vec<(String, Source)>> {
    let mut checked = Context::new();
    let mut pairs = Vec::new();
    for member in node.as_mapping()? {
        let source = source(member, watches)?;
        let value = if let Source::Value(value) = &source { value.as_str() } else { "" };
        // The rules for names, number and size are the context's own.
        checked.insert(&member.name, value).map_err(|error| invalid(error.message(), member.position))?;
        pairs.push((member.name.clone(), source));
    }
    Ok(pairs)
}

fn source(member: &Member, watches: &mut Watches) -> Result<Source> {
    let node = &member.value;
    if !node.is_mapping() {
        return watches.add(node, "a context pair").map(Source::Watch);
    }
    let value = node.members(&["value"], "context")?.require("value")?;
    let text = value.as_str().or_else(|error| value.as_u64().and(value.as_number()).map_err(|_| error))?;
    Ok(Source::Value(text.to_owned()))
}
