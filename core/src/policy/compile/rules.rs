//! `rules`: what is selected, and what happens to it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::Result;
use crate::document::{Members, Node, invalid};
use crate::json::TypeSet;
use crate::limits::MAX_DECODE_LEVELS;
use crate::path::{NamePattern, Selector};
use crate::policy::paths::{parse_path, parse_types};
use crate::policy::presets::Preset;
use crate::policy::rule::{Rule, RuleSet, Show};
use crate::policy::store::Store;
use crate::policy::written::{Defaults, Written};

use super::classes::{Classes, redact};
use super::defaults;
use super::merge::merge;
use super::store::{parse_show, parse_store};

/// The members of a rule; the last one is for presets, whose rules say where they come from.
const MEMBERS: [&str; 14] = [
    "id",
    "path",
    "names",
    "types",
    "class",
    "store",
    "show",
    "required",
    "migrating",
    "decode",
    "rules",
    "container",
    "bind_index",
    "source",
];

/// The rules of the policy, then those of its presets.
pub(super) fn parse(
    node: Option<&Node>,
    presets: &[Preset],
    classes: &Classes,
    defaults: &Defaults,
) -> Result<Written> {
    let mut reader = Reader { classes, defaults, count: 0, ids: HashSet::new() };
    let mut rules = Vec::new();
    for entry in node.map_or(Ok(&[][..]), Node::as_sequence)? {
        rules.push(reader.rule(entry, 0, None)?);
    }
    for preset in presets {
        for entry in preset.rules() {
            rules.push(reader.rule(entry, 0, Some(preset.name))?);
        }
    }
    Ok(Written { rules, count: reader.count })
}

struct Reader<'a> {
    classes: &'a Classes,
    defaults: &'a Defaults,
    /// How many rules have been read.
    count: usize,
    /// The ids that the policy gives.
    ids: HashSet<String>,
}

impl Reader<'_> {
    fn rule(&mut self, node: &Node, level: usize, preset: Option<&'static str>) -> Result<Rule> {
        let (_, of_policies) = MEMBERS.split_last().unwrap_or((&"", &[]));
        let members = node.members(if preset.is_some() { &MEMBERS } else { of_policies }, "rule")?;
        let number = self.count;
        self.count += 1;
        let (selector, path) = selector(&members)?;
        let id = self.id(&members)?;
        let decode = self.decode(&members, level, preset)?;
        let (class, store, show) = self.treatment(&members)?;
        let rule = Rule {
            number,
            id: id.unwrap_or_else(|| path.clone()),
            path,
            selector,
            types: members.read("types", parse_types)?.unwrap_or(TypeSet::ALL),
            class,
            store,
            show,
            required: members.bool("required")?.unwrap_or(false),
            migrating: members.bool("migrating")?.unwrap_or(false),
            container: members.read("container", defaults::container)?.unwrap_or(self.defaults.container),
            bind_index: members.bool("bind_index")?,
            decode,
            position: node.position(),
            preset,
            source: members.str("source")?.map(str::to_owned),
        };
        means_something(&rule, &members)?;
        Ok(rule)
    }

    /// The id that the policy gives it, which no other rule has.
    fn id(&mut self, members: &Members<'_>) -> Result<Option<String>> {
        let given = members.read("id", |node| Ok((super::text_of(node)?, node.position())))?;
        let Some((id, position)) = given else { return Ok(None) };
        if !self.ids.insert(id.clone()) {
            return Err(invalid(format!("two rules have the id `{id}`; rename one of them"), position));
        }
        Ok(Some(id))
    }

    /// What is stored and shown: a class's, or the rule's own.
    fn treatment(&self, members: &Members<'_>) -> Result<(Option<usize>, Arc<Store>, Show)> {
        let store = members.read("store", parse_store)?;
        let show = members.read("show", |node| parse_show(node, &self.classes.detectors))?;
        let Some(class) = members.read("class", |node| self.classes.number(node))? else {
            let store = Arc::new(store.unwrap_or(Store::Keep));
            return Ok((None, store, Show::Own(show.unwrap_or_else(redact))));
        };
        if store.is_some() || show.is_some() {
            let message = "a rule has a `class`, or `store` and `show` of its own, not both";
            return Err(invalid(message, members.position()));
        }
        let store = self.classes.list.get(class).map(|class| Arc::clone(&class.store));
        Ok((Some(class), store.unwrap_or_else(|| Arc::new(Store::Keep)), Show::Class(class)))
    }

    /// The rules over the strings at its places, if it decodes them.
    fn decode(
        &mut self,
        members: &Members<'_>,
        level: usize,
        preset: Option<&'static str>,
    ) -> Result<Option<Box<RuleSet>>> {
        let (decode, rules) = (members.get("decode"), members.get("rules"));
        let rules = match (decode, rules) {
            (None, None) => return Ok(None),
            (Some(decode), Some(rules)) => {
                decode.as_choice(&[("json", ())]).map_err(|error| error.within("decode"))?;
                rules
            }
            (Some(decode), None) => {
                return Err(invalid("`decode` needs `rules` for what it decodes", decode.position()));
            }
            (None, Some(rules)) => {
                return Err(invalid("`rules` inside a rule need `decode: json`", rules.position()));
            }
        };
        if level >= MAX_DECODE_LEVELS {
            let message = format!("`decode` nests {MAX_DECODE_LEVELS} levels at most");
            return Err(invalid(message, members.position()));
        }
        if let Some(node) = ["class", "store", "show"].iter().find_map(|name| members.get(name)) {
            let message =
                "a rule that decodes has no `class`, `store` or `show`: its own rules say what happens";
            return Err(invalid(message, node.position()));
        }
        let rules = rules
            .as_sequence()?
            .iter()
            .map(|rule| self.rule(rule, level + 1, preset))
            .collect::<Result<_>>()?;
        Ok(Some(Box::new(merge(rules, None, &[])?)))
    }
}

fn selector(members: &Members<'_>) -> Result<(Selector, String)> {
    match (members.get("path"), members.get("names")) {
        (Some(path), None) => Ok((Selector::Path(parse_path(path)?), path.as_str()?.to_owned())),
        (None, Some(names)) => {
            let texts = names.as_strings().map_err(|error| error.within("names"))?;
            if texts.is_empty() {
                return Err(invalid("`names` is empty; write the names of members", names.position()));
            }
            let patterns = names.as_sequence()?.iter().map(pattern).collect::<Result<_>>()?;
            Ok((Selector::Names(patterns), texts.join(", ")))
        }
        (Some(_), Some(_)) => {
            Err(invalid("a rule selects by `path` or by `names`, not both", members.position()))
        }
        (None, None) => Err(invalid("a rule needs `path` or `names`", members.position())),
    }
}

fn pattern(node: &Node) -> Result<NamePattern> {
    NamePattern::parse(node.as_str()?).map_err(|error| error.at(node.position()))
}

/// Refuses members that would change nothing: what is written and ignored is a leak that nobody sees.
fn means_something(rule: &Rule, members: &Members<'_>) -> Result<()> {
    let idle = [("migrating", rule.migrating), ("bind_index", rule.bind_index.is_some())];
    for (name, written) in idle {
        if written && !rule.store.seals() {
            let position = members.get(name).map_or(rule.position, Node::position);
            let message = match rule.decode {
                Some(_) => format!("`{name}` belongs to the rules inside `decode`"),
                None => {
                    format!("`{name}` means something only where `store` is `encrypt` or `deterministic`")
                }
            };
            return Err(invalid(message, position));
        }
    }
    Ok(())
}
