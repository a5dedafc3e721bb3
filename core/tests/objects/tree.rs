//! A host's own objects, for want of a host.

use super::*;

/// The trees of `serde_json` as a host's own objects; the copy is the answer.
pub(super) struct Objects(pub(super) Value);

/// One step into a container: the name of a member, or the index of an element as text.
pub(super) type Path = Vec<String>;

pub(super) struct Open {
    path: Path,
    children: Vec<(String, Value)>,
    next: usize,
}

impl Objects {
    fn at(&mut self, path: &[String]) -> &mut Value {
        path.iter().fold(&mut self.0, |at, step| match at {
            Value::Array(elements) => &mut elements[step.parse::<usize>().unwrap()],
            Value::Object(members) => &mut members[step],
            _ => unreachable!(),
        })
    }
}

fn children(of: &Value) -> Vec<(String, Value)> {
    match of {
        Value::Object(members) => members.clone().into_iter().collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(at, child)| (at.to_string(), child.clone())).collect()
        }
        _ => unreachable!(),
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

impl Tree for Objects {
    type Value = Value;
    type Open = Open;
    type Slot = Path;
    type Error = Error;

    fn root(&mut self) -> Result<Open, Error> {
        Ok(Open { path: Vec::new(), children: vec![(String::new(), self.0.clone())], next: 0 })
    }

    fn next(&mut self, open: &mut Open) -> Result<Option<Child<Value>>, Error> {
        let child = open.children.get(open.next).map(|(_, value)| value.clone());
        open.next += 1;
        Ok(child.map(|value| Child { kind: kind(&value), value }))
    }

    fn name(open: &Open) -> Name<'_> {
        Name::Text(&open.children[open.next - 1].0)
    }

    fn length(open: &Open) -> u64 {
        open.children.len() as u64
    }

    fn slot(open: &Open) -> Path {
        let name = &open.children[open.next - 1].0;
        open.path.iter().chain(Some(name).filter(|name| !name.is_empty())).cloned().collect()
    }

    fn open(&mut self, around: &Open, container: &Value) -> Result<Open, Error> {
        Ok(Open { path: Self::slot(around), children: children(container), next: 0 })
    }

    fn scalar(&mut self, value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        out.extend_from_slice(value.to_string().as_bytes());
        Ok(())
    }

    fn replace(&mut self, slot: &Path, json: &[u8]) -> Result<(), Error> {
        *self.at(slot) = serde_json::from_slice(json).unwrap();
        Ok(())
    }

    fn remove(&mut self, slot: &Path) -> Result<(), Error> {
        let (last, around) = slot.split_last().unwrap();
        match self.at(around) {
            Value::Array(elements) => drop(elements.remove(last.parse().unwrap())),
            Value::Object(members) => drop(members.remove(last)),
            _ => unreachable!(),
        }
        Ok(())
    }

    fn insert(&mut self, behind: Option<&Path>, members: &[u8]) -> Result<(), Error> {
        let members: Map<String, Value> = serde_json::from_slice(members).unwrap();
        let around = behind.map(|slot| &slot[..slot.len() - 1]).unwrap_or_default();
        self.at(around).as_object_mut().unwrap().extend(members);
        Ok(())
    }
}
