//! `views`: named audiences, with what each inherits resolved.

use std::collections::HashMap;

use crate::detect::UserDetector;
use crate::document::{Member, Node, invalid, unknown};
use crate::mask::Operator;
use crate::policy::checks::reveals;
use crate::policy::model::{Class, View};
use crate::{Error, ErrorCode, Position, Result};

use super::classes::{Classes, RESERVED};
use super::store::parse_show;

/// The most operators of all views together: classes times views.
const MAX_OPERATORS: usize = 1 << 20;
/// The most views that one view extends, one by the other.
const MAX_LINEAGE: usize = 32;

/// A view as it is written.
struct Written<'a> {
    member: &'a Member,
    open: Option<bool>,
    unmatched: Option<bool>,
    extends: Option<&'a Node>,
    shows: Vec<(usize, Operator, Position)>,
}

/// The views of a policy; `default` is always among them.
pub(super) fn parse(node: Option<&Node>, classes: &Classes) -> Result<Vec<View>> {
    let (own, classes) = (&classes.detectors, &classes.list);
    let members = node.map_or(Ok(&[][..]), Node::as_mapping)?;
    if let Some(last) = members.last()
        && members.len().saturating_mul(classes.len()) > MAX_OPERATORS
    {
        let message =
            format!("the policy has more than {MAX_OPERATORS} pairs of a view and a class; split it");
        return Err(Error::new(ErrorCode::LimitExceeded, message).at(last.position));
    }
    let numbers: HashMap<&str, usize> =
        classes.iter().enumerate().map(|(i, c)| (c.name.as_str(), i)).collect();
    let written = members.iter().map(|member| written(member, &numbers, own)).collect::<Result<Vec<_>>>()?;
    let by_name: HashMap<&str, usize> =
        written.iter().enumerate().map(|(number, view)| (view.member.name.as_str(), number)).collect();

    let mut views = Vec::with_capacity(written.len() + 1);
    for view in &written {
        let line = lineage(view, &written, &by_name)?;
        views.push(resolve(view, &line, classes)?);
    }
    if !by_name.contains_key(View::DEFAULT) {
        views.push(implied(classes)?);
    }
    Ok(views)
}

fn written<'a>(
    member: &'a Member,
    classes: &HashMap<&str, usize>,
    own: &[UserDetector],
) -> Result<Written<'a>> {
    if member.name.is_empty() {
        return Err(invalid("a view needs a name", member.position));
    }
    let mut view = Written { member, open: None, unmatched: None, extends: None, shows: Vec::new() };
    for entry in member.value.as_mapping()? {
        let node = &entry.value;
        match entry.name.as_str() {
            "open" => view.open = Some(node.as_bool().map_err(|error| error.within("open"))?),
            "unmatched" => view.unmatched = Some(node.as_choice(&[("redact", true), ("keep", false)])?),
            "extends" => view.extends = Some(node),
            name => {
                let known = classes.keys().copied().chain(RESERVED);
                let class =
                    classes.get(name).ok_or_else(|| unknown("class", name, sorted(known), entry.position))?;
                view.shows.push((*class, parse_show(node, own)?, node.position()));
            }
        }
    }
    Ok(view)
}

/// The view and those that it extends, the nearest first.
fn lineage<'w, 'a>(
    view: &'w Written<'a>,
    all: &'w [Written<'a>],
    by_name: &HashMap<&str, usize>,
) -> Result<Vec<&'w Written<'a>>> {
    let mut line = vec![view];
    let mut last = view;
    while let Some(node) = last.extends {
        let name = node.as_str()?;
        match by_name.get(name).and_then(|number| all.get(*number)) {
            Some(next) => {
                if line.len() > MAX_LINEAGE {
                    let message = format!("views extend each other more than {MAX_LINEAGE} times");
                    return Err(invalid(message, node.position()));
                }
                if line.iter().any(|seen| seen.member.name == next.member.name) {
                    return Err(invalid(format!("the view `{name}` extends itself"), node.position()));
                }
                line.push(next);
                last = next;
            }
            // Nothing is written of it, so there is nothing to inherit.
            None if name == View::DEFAULT => break,
            None => return Err(unknown("view", name, sorted(by_name.keys().copied()), node.position())),
        }
    }
    Ok(line)
}

fn resolve(view: &Written<'_>, line: &[&Written<'_>], classes: &[Class]) -> Result<View> {
    let open = line.iter().find_map(|view| view.open).unwrap_or(false);
    let mut shown: Vec<(Operator, Position)> = classes.iter().map(|c| (c.show.clone(), c.position)).collect();
    for ancestor in line.iter().rev() {
        for (class, operator, position) in &ancestor.shows {
            if let Some(slot) = shown.get_mut(*class) {
                *slot = (operator.clone(), *position);
            }
        }
    }
    may_reveal(&view.member.name, open, &shown)?;
    Ok(View {
        name: view.member.name.clone(),
        open,
        unmatched_redact: line.iter().find_map(|view| view.unmatched).unwrap_or(false),
        by_class: shown.into_iter().map(|(operator, _)| operator).collect(),
        own: view.shows.iter().map(|(class, ..)| *class).collect(),
        position: view.member.position,
    })
}

/// The view `default` of a policy that does not write it.
fn implied(classes: &[Class]) -> Result<View> {
    let shown: Vec<_> = classes.iter().map(|class| (class.show.clone(), class.position)).collect();
    may_reveal(View::DEFAULT, false, &shown)?;
    let position = Position { offset: 0, line: 1, column: 1 };
    let by_class = shown.into_iter().map(|(operator, _)| operator).collect();
    Ok(View {
        name: View::DEFAULT.to_owned(),
        open: false,
        unmatched_redact: false,
        by_class,
        own: Vec::new(),
        position,
    })
}

/// Refuses `reveal` in a view that opens nothing.
fn may_reveal(view: &str, open: bool, shown: &[(Operator, Position)]) -> Result<()> {
    match shown.iter().find(|(operator, _)| matches!(operator, Operator::Reveal)) {
        Some((_, position)) if !open => Err(reveals(view, *position)),
        _ => Ok(()),
    }
}

fn sorted<'k>(names: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}
