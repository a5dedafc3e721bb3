//! `dict`, `list` and the rest of Python's own objects as a document of the core's.
//!
//! The table of types stands in `docs/objects.md` of the package.

use std::cell::Cell;

use fieldveil::tree::{Child, Kind, Name, Tree};
use pyo3::prelude::*;
use pyo3::types::iter::BoundDictIterator;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use crate::error::{Raised, unsupported};
use crate::provider::let_go;
use crate::{read, scalar};

/// From this size on the interpreter is let go while the core works: below, letting go costs more than it brings.
pub(crate) const WORTH_LETTING_GO: usize = 2048;

/// A document of objects, as the one element of a list of our own: first the caller's, in the end the answer.
pub(crate) struct Objects<'py>(Bound<'py, PyList>);

impl<'py> Objects<'py> {
    pub(crate) fn of(document: &Bound<'py, PyAny>) -> PyResult<Self> {
        PyList::new(document.py(), [document]).map(Self)
    }

    /// The answer.
    pub(crate) fn answer(&self) -> PyResult<Bound<'py, PyAny>> {
        self.0.get_item(0)
    }
}

/// A value: an object, or a number that comes back as another object than it went in.
pub(crate) enum Value<'py> {
    Object(Bound<'py, PyAny>),
    Digits(Bound<'py, PyString>),
}

/// A container of ours, and the child of it that came last.
pub(crate) enum Open<'py> {
    Dict { copy: Bound<'py, PyDict>, rest: BoundDictIterator<'py>, name: Option<Bound<'py, PyString>> },
    List { copy: Bound<'py, PyList>, length: usize, next: usize },
}

/// Where a child stands.
pub(crate) enum Slot<'py> {
    Member(Bound<'py, PyDict>, Bound<'py, PyString>),
    Element(Bound<'py, PyList>, usize),
}

impl<'py> Slot<'py> {
    fn put(&self, value: Bound<'py, PyAny>) -> PyResult<()> {
        match self {
            Self::Member(dict, name) => dict.set_item(name, value),
            Self::Element(list, index) => list.set_item(*index, value),
        }
    }
}

impl<'py> Tree for Objects<'py> {
    type Value = Value<'py>;
    type Open = Open<'py>;
    type Slot = Slot<'py>;
    type Error = Raised;

    fn root(&mut self) -> Result<Open<'py>, Raised> {
        Ok(Open::List { copy: self.0.clone(), length: 1, next: 0 })
    }

    #[inline]
    fn next(&mut self, open: &mut Open<'py>) -> Result<Option<Child<Value<'py>>>, Raised> {
        match open {
            Open::Dict { rest, name, .. } => {
                let Some((key, value)) = rest.next() else { return Ok(None) };
                *name = Some(scalar::name(key)?);
                child(value, open)
            }
            Open::List { next, length, .. } if next == length => Ok(None),
            Open::List { copy, next, .. } => {
                let value = copy.get_item(*next)?;
                *next += 1;
                child(value, open)
            }
        }
    }

    #[inline]
    fn seek(
        &mut self,
        open: &mut Open<'py>,
        room: usize,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<Child<Value<'py>>>, Raised> {
        let Open::Dict { rest, name: last, .. } = open else { return self.next(open) };
        for (key, value) in rest.by_ref() {
            let name = scalar::name(key)?;
            if name.to_str().is_ok_and(&wanted) || !passes(&value, room) {
                *last = Some(name);
                return child(value, open);
            }
        }
        Ok(None)
    }

    #[inline]
    fn name<'n>(open: &'n Open<'py>) -> Name<'n> {
        match open {
            Open::Dict { name: Some(name), .. } => scalar::characters(name),
            _ => Name::Text(""),
        }
    }

    fn length(open: &Open<'py>) -> u64 {
        match open {
            Open::List { length, .. } => *length as u64,
            Open::Dict { .. } => 0,
        }
    }

    fn slot(open: &Open<'py>) -> Slot<'py> {
        match open {
            Open::Dict { copy, name: Some(name), .. } => Slot::Member(copy.clone(), name.clone()),
            Open::Dict { copy, name: None, .. } => Slot::Member(copy.clone(), PyString::new(copy.py(), "")),
            Open::List { copy, next, .. } => Slot::Element(copy.clone(), next.saturating_sub(1)),
        }
    }

    fn open(&mut self, around: &Open<'py>, container: &Value<'py>) -> Result<Open<'py>, Raised> {
        let Value::Object(container) = container else { return Err(lost(self.0.py())) };
        if let Ok(dict) = container.cast::<PyDict>() {
            let copy = dict.copy()?;
            put(around, copy.as_any())?;
            return Ok(Open::Dict { rest: copy.iter(), copy, name: None });
        }
        let copy = match container.cast::<PyList>() {
            Ok(list) => list.get_slice(0, list.len()),
            Err(_) => container.cast::<PyTuple>().map_err(PyErr::from)?.to_list(),
        };
        put(around, copy.as_any())?;
        Ok(Open::List { length: copy.len(), copy, next: 0 })
    }

    fn is_plain(&self, container: &Value<'py>, room: usize) -> bool {
        matches!(container, Value::Object(object) if plain(object, room))
    }

    fn scalar(&mut self, value: &Value<'py>, out: &mut Vec<u8>) -> Result<(), Raised> {
        match value {
            Value::Object(object) => Ok(scalar::write(object, out)?),
            Value::Digits(digits) => {
                out.extend_from_slice(digits.to_str()?.as_bytes());
                Ok(())
            }
        }
    }

    fn replace(&mut self, slot: &Slot<'py>, json: &[u8]) -> Result<(), Raised> {
        Ok(slot.put(read::read(self.0.py(), json)?)?)
    }

    fn remove(&mut self, slot: &Slot<'py>) -> Result<(), Raised> {
        let removed = match slot {
            Slot::Member(dict, name) => dict.del_item(name),
            Slot::Element(list, index) => list.del_item(*index),
        };
        Ok(removed?)
    }

    fn insert(&mut self, behind: Option<&Slot<'py>>, members: &[u8]) -> Result<(), Raised> {
        let members = read::read(self.0.py(), members)?.cast_into::<PyDict>().map_err(PyErr::from)?;
        let (dict, last) = match behind {
            Some(Slot::Member(dict, name)) => (dict.clone(), Some(name)),
            _ => (self.0.get_item(0)?.cast_into().map_err(PyErr::from)?, None),
        };
        // A dict keeps the order in which its names came, so that all of them come anew.
        let before = dict.copy()?;
        dict.clear();
        if last.is_none() {
            dict.update(members.as_mapping())?;
        }
        for (name, value) in before {
            dict.set_item(&name, value)?;
            if last.is_some_and(|last| last.is(&name)) {
                dict.update(members.as_mapping())?;
            }
        }
        Ok(())
    }

    fn away<T: Send>(&mut self, bytes: usize, work: impl FnOnce() -> T + Send) -> T {
        let_go(self.0.py(), bytes >= WORTH_LETTING_GO, work)
    }
}

/// What an object is in JSON, if it is of a type that comes back as it went in.
#[inline]
fn kind(value: &Bound<'_, PyAny>) -> Option<Kind> {
    Some(if value.is_exact_instance_of::<PyString>() {
        Kind::String
    } else if value.is_exact_instance_of::<PyInt>() {
        Kind::Number
    } else if value.is_exact_instance_of::<PyDict>() {
        Kind::Object
    } else if value.is_exact_instance_of::<PyList>() {
        Kind::Array
    } else if value.is_exact_instance_of::<PyBool>() {
        Kind::Bool
    } else if value.is_none() {
        Kind::Null
    } else if value.is_exact_instance_of::<PyFloat>() && value.cast::<PyFloat>().ok()?.value().is_finite() {
        Kind::Number
    } else {
        return None;
    })
}

/// The child that came last: what becomes of its value stands in its slot from now on.
fn child<'py>(value: Bound<'py, PyAny>, open: &Open<'py>) -> Result<Option<Child<Value<'py>>>, Raised> {
    match kind(&value) {
        Some(kind) => Ok(Some(Child { kind, value: Value::Object(value) })),
        None => Ok(Some(odd(&value, &Objects::slot(open), 0)?)),
    }
}

/// Puts a value where the child stands that came last.
fn put(around: &Open<'_>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    match around {
        Open::Dict { copy, name, .. } => copy.set_item(name, value),
        Open::List { copy, next, .. } => copy.set_item(next.saturating_sub(1), value),
    }
}

/// Whether a value comes back as it went in, and all that is in it; containers within each other count against `room`.
#[inline]
fn passes(value: &Bound<'_, PyAny>, room: usize) -> bool {
    match kind(value) {
        None => false,
        Some(Kind::Object | Kind::Array) => plain(value, room),
        Some(_) => true,
    }
}

/// The same of a container.
fn plain(value: &Bound<'_, PyAny>, room: usize) -> bool {
    if room == 0 {
        return false;
    }
    let fits = |value: &Bound<'_, PyAny>| passes(value, room - 1);
    if let Ok(dict) = value.cast_exact::<PyDict>() {
        // Another thread may change it meanwhile where there is no lock around the interpreter.
        let all = Cell::new(true);
        let looked = dict.locked_for_each(|name, value| {
            all.set(all.get() && name.is_exact_instance_of::<PyString>() && fits(&value));
            Ok(())
        });
        return all.get() && looked.is_ok();
    }
    value.cast_exact::<PyList>().is_ok_and(|list| list.iter().all(|value| fits(&value)))
}

/// Enumerations, dates and models become what they stand for, which may be such a one again; not for ever.
const PLAINER: usize = 16;

/// A value of any other type: what it becomes stands in its slot from now on.
fn odd<'py>(value: &Bound<'py, PyAny>, slot: &Slot<'py>, times: usize) -> PyResult<Child<Value<'py>>> {
    let py = value.py();
    let object = |kind, value: Bound<'py, PyAny>| Ok(Child { kind, value: Value::Object(value) });
    if let Some(kind) = kind(value) {
        slot.put(value.clone())?;
        return object(kind, value.clone());
    }
    if value.is_instance_of::<PyDict>() {
        return object(Kind::Object, value.clone());
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return object(Kind::Array, value.clone());
    }
    if value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyFloat>()
    {
        let mut text = Vec::new();
        scalar::write(value, &mut text)?;
        return odd(&read::read(py, &text)?, slot, times);
    }
    if times == PLAINER {
        return Err(unsupported(py, "the document holds a value that never becomes a plain one"));
    }
    let (digits, plainer): (bool, Bound<'py, PyAny>) =
        py.import("fieldveil._objects")?.call_method1("plain", (value,))?.extract()?;
    if !digits {
        return odd(&plainer, slot, times + 1);
    }
    let digits = plainer.cast_into::<PyString>()?;
    slot.put(read::number(py, digits.to_str()?)?)?;
    Ok(Child { kind: Kind::Number, value: Value::Digits(digits) })
}

fn lost(py: Python<'_>) -> Raised {
    Raised(unsupported(py, "a value was lost; please report this"))
}
