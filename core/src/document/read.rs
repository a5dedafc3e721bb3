//! Typed reading of nodes: closed lists of members, and errors that say where and what was meant.

use super::{Member, Node, Value, invalid};
use crate::{Error, Position, Result};

impl Node {
    /// Where the value begins.
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// The text of a string.
    pub(crate) fn as_str(&self) -> Result<&str> {
        match &self.value {
            Value::Text(text) => Ok(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                Err(self.expected("a string (put it in quotes)"))
            }
            _ => Err(self.expected("a string")),
        }
    }

    /// A whole number from 0.
    pub(crate) fn as_u64(&self) -> Result<u64> {
        match &self.value {
            Value::Number(number) => number.parse().map_err(|_| self.expected("a whole number from 0")),
            _ => Err(self.expected("a whole number from 0")),
        }
    }

    /// A whole number within bounds.
    pub(crate) fn as_u64_within(&self, least: u64, most: u64) -> Result<u64> {
        match self.as_u64() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            Ok(_) | Err(_) => Err(self.expected(&format!("a whole number from {least} to {most}"))),
        }
    }

    /// A number as it was written.
    pub(crate) fn as_number(&self) -> Result<&str> {
        match &self.value {
            Value::Number(number) => Ok(number),
            _ => Err(self.expected("a number")),
        }
    }

    /// `true` or `false`.
    pub(crate) fn as_bool(&self) -> Result<bool> {
        match self.value {
            Value::Bool(bool) => Ok(bool),
            _ => Err(self.expected("`true` or `false`")),
        }
    }

    /// The elements of a list.
    pub(crate) fn as_sequence(&self) -> Result<&[Node]> {
        match &self.value {
            Value::Sequence(elements) => Ok(elements),
            _ => Err(self.expected("a list")),
        }
    }

    /// The strings of a list.
    pub(crate) fn as_strings(&self) -> Result<Vec<&str>> {
        self.as_sequence()?.iter().map(Self::as_str).collect()
    }

    /// The members of a mapping whose names are the user's own.
    pub(crate) fn as_mapping(&self) -> Result<&[Member]> {
        match &self.value {
            Value::Mapping(members) => Ok(members),
            _ => Err(self.expected("a mapping")),
        }
    }

    /// Whether it is a mapping.
    pub(crate) fn is_mapping(&self) -> bool {
        matches!(self.value, Value::Mapping(_))
    }

    /// Whether it is a string.
    pub(crate) fn is_str(&self) -> bool {
        matches!(self.value, Value::Text(_))
    }

    /// One of a closed list of words, as its place in the list.
    pub(crate) fn as_choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T> {
        let word = self.as_str()?;
        match choices.iter().find(|(name, _)| *name == word) {
            Some((_, choice)) => Ok(*choice),
            None => Err(unknown("value", word, choices.iter().map(|(name, _)| *name), self.position)),
        }
    }

    /// The members of a mapping out of a closed list; `what` names the mapping in messages.
    pub(crate) fn members<'a>(&'a self, known: &[&str], what: &'a str) -> Result<Members<'a>> {
        let Value::Mapping(members) = &self.value else {
            return Err(self.expected("a mapping").within(what));
        };
        let strange = members.iter().find(|member| !known.contains(&member.name.as_str()));
        match strange {
            Some(member) => {
                Err(unknown("member", &member.name, known.iter().copied(), member.position).within(what))
            }
            None => Ok(Members { given: Given::Mapping(members), what, position: self.position }),
        }
    }

    /// An operator: a name, or a mapping with exactly one member `{ name: OPTIONS }`.
    pub(crate) fn as_call(&self) -> Result<Call<'_>> {
        match &self.value {
            Value::Text(name) => Ok(Call { name, position: self.position, options: None }),
            Value::Mapping(members) => match members.as_slice() {
                [only] => Ok(Call { name: &only.name, position: only.position, options: Some(&only.value) }),
                _ => Err(self.expected("an operator: a name, or a mapping with exactly one member")),
            },
            _ => Err(self.expected("an operator: a name, or a mapping with exactly one member")),
        }
    }

    /// The error that something else should stand here.
    pub(crate) fn expected(&self, what: &str) -> Error {
        invalid(format!("expected {what}, found {}", self.kind()), self.position)
    }

    /// The same value as the tests' libraries know it.
    #[cfg(test)]
    pub(crate) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(bool) => Json::Bool(*bool),
            Value::Number(number) => serde_json::from_str(number).unwrap_or(Json::Null),
            Value::Text(text) => Json::String(text.clone()),
            Value::Sequence(elements) => elements.iter().map(Self::to_json).collect(),
            Value::Mapping(members) => Json::Object(
                members.iter().map(|member| (member.name.clone(), member.value.to_json())).collect(),
            ),
        }
    }

    fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// An operator as it was written: its name, and its options unread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) name: &'a str,
    pub(crate) position: Position,
    options: Option<&'a Node>,
}

impl<'a> Call<'a> {
    /// The options out of a closed list: a mapping, or the value of the `main` one alone.
    pub(crate) fn options(&self, known: &[&str], main: Option<&'static str>) -> Result<Members<'a>> {
        let given = match (self.options, main) {
            (None, _) => Given::Mapping(&[]),
            (Some(node), _) if node.is_mapping() => return node.members(known, self.name),
            (Some(node), Some(main)) => Given::Main(main, node),
            (Some(node), None) if known.is_empty() => {
                let message = format!("`{}` takes no options; write its name alone", self.name);
                return Err(invalid(message, node.position));
            }
            (Some(node), None) => return Err(node.expected("a mapping of options").within(self.name)),
        };
        Ok(Members { given, what: self.name, position: self.position })
    }

    /// An operator without options.
    pub(crate) fn no_options(&self) -> Result<()> {
        self.options(&[], None).map(drop)
    }
}

/// The members of a mapping whose names were checked against a closed list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Members<'a> {
    given: Given<'a>,
    what: &'a str,
    position: Position,
}

#[derive(Clone, Copy, Debug)]
enum Given<'a> {
    Mapping(&'a [Member]),
    /// The value of the main option, written alone.
    Main(&'static str, &'a Node),
}

impl<'a> Members<'a> {
    /// The value of a member, if it was written.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Node> {
        match self.given {
            Given::Mapping(members) => members.iter().find(|member| member.name == name).map(|m| &m.value),
            Given::Main(main, node) => (main == name).then_some(node),
        }
    }

    /// The value of a member that must be written.
    pub(crate) fn require(&self, name: &str) -> Result<&'a Node> {
        self.get(name).ok_or_else(|| invalid(format!("`{}` needs `{name}`", self.what), self.position))
    }

    /// The string of a member, if it was written.
    pub(crate) fn str(&self, name: &str) -> Result<Option<&'a str>> {
        self.read(name, Node::as_str)
    }

    /// The boolean of a member, if it was written.
    pub(crate) fn bool(&self, name: &str) -> Result<Option<bool>> {
        self.read(name, Node::as_bool)
    }

    /// The strings of a member that is a list, if it was written.
    pub(crate) fn strings(&self, name: &str) -> Result<Option<Vec<&'a str>>> {
        self.read(name, Node::as_strings)
    }

    /// A member read in the caller's own way; what goes wrong is told under its name.
    pub(crate) fn read<T>(&self, name: &str, read: impl FnOnce(&'a Node) -> Result<T>) -> Result<Option<T>> {
        self.get(name).map(|node| read(node).map_err(|error| error.within(name))).transpose()
    }

    /// A member whose value tells what goes wrong under names of its own.
    pub(crate) fn nested<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a Node) -> Result<T>,
    ) -> Result<Option<T>> {
        self.get(name).map(read).transpose()
    }

    /// Where the mapping begins.
    pub(crate) fn position(&self) -> Position {
        self.position
    }
}

/// The error for a word out of no list, with the nearest one that is known.
pub(crate) fn unknown<'k>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    position: Position,
) -> Error {
    let known: Vec<&str> = known.into_iter().collect();
    let distance = |name: &&str| strsim::damerau_levenshtein(&word.to_lowercase(), name);
    // A word of hundreds of letters is near to nothing, and comparing costs the square of its length.
    let nearest = known.iter().copied().filter(|_| word.len() <= 64).min_by_key(|name| distance(name));
    let message = match nearest {
        Some(name) if distance(&name) <= 1 + word.chars().count().max(name.chars().count()) / 4 => {
            format!("unknown {what} `{word}`, did you mean `{name}`?")
        }
        _ if known.is_empty() => format!("unknown {what} `{word}`, there is none to name"),
        _ if known.len() > 24 => format!("unknown {what} `{word}`"),
        _ => format!("unknown {what} `{word}`, known are {}", listed(&known)),
    };
    invalid(message, position)
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
