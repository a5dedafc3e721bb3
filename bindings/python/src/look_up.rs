//! Finding a value again without opening anything, and text that is no document.

use fieldveil::MaskOptions;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::OrRaise;
use crate::options;
use crate::provider::let_go;
use crate::values::{of_python, utf8};
use crate::veil::Veil;

type Given<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

#[pymethods]
impl Veil {
    /// What a stored value can be found by: one term for each live version of its set, the primary's first.
    #[pyo3(signature = (class_, value, context=None, path=None))]
    fn search_terms<'py>(
        &self,
        class_: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
        path: Option<&str>,
    ) -> PyResult<Vec<String>> {
        let (py, value, context) = (value.py(), of_python(value)?, options::context(context)?);
        let_go(py, false, || self.0.search_terms(class_, &value, &context, path)).or_raise(py)
    }

    /// The index term that is stored beside a value; none where nothing is left of it.
    #[pyo3(signature = (class_, value, context=None))]
    fn blind_index<'py>(
        &self,
        class_: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<Option<String>> {
        let (py, value, context) = (value.py(), of_python(value)?, options::context(context)?);
        let_go(py, false, || self.0.blind_index(class_, &value, &context)).or_raise(py)
    }

    /// Whether a stored value is the one that was searched for, after the class's normalizers.
    fn is_same(&self, class_: &str, searched: &Bound<'_, PyAny>, found: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.0.is_same(class_, &of_python(searched)?, &of_python(found)?).or_raise(found.py())
    }

    /// The pseudonym that a class shows for a value.
    #[pyo3(signature = (class_, value, context=None))]
    fn pseudonym<'py>(
        &self,
        class_: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<String> {
        let (py, value, context) = (value.py(), of_python(value)?, options::context(context)?);
        let_go(py, false, || self.0.pseudonym(class_, &value, &context)).or_raise(py)
    }

    /// A plain text with everything replaced that the detectors find in it.
    fn mask_text(&self, text: &Bound<'_, PyString>) -> PyResult<String> {
        Ok(self.0.mask_text(utf8(text)?))
    }

    /// A text of a log: the documents in it as the view shows them, and then as `mask_text` does.
    #[pyo3(signature = (text, view="default"))]
    fn mask_message(&self, text: &Bound<'_, PyString>, view: &str) -> PyResult<String> {
        let (py, text) = (text.py(), utf8(text)?);
        let options = MaskOptions { view: Some(view.to_owned()), ..MaskOptions::default() };
        let_go(py, false, || self.0.mask_message(text, &options)).or_raise(py)
    }
}
