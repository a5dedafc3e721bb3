//! Finding a value again without opening anything, and text that is no document.

use pyo3::prelude::*;

use crate::error::OrRaise;
use crate::options;
use crate::values::of_python;
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
        let context = options::context(context)?;
        self.0.search_terms(class_, &of_python(value)?, &context, path).or_raise(value.py())
    }

    /// The index term that is stored beside a value; none where nothing is left of it.
    #[pyo3(signature = (class_, value, context=None))]
    fn blind_index<'py>(
        &self,
        class_: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<Option<String>> {
        let context = options::context(context)?;
        self.0.blind_index(class_, &of_python(value)?, &context).or_raise(value.py())
    }

    /// The pseudonym that a class shows for a value.
    #[pyo3(signature = (class_, value, context=None))]
    fn pseudonym<'py>(
        &self,
        class_: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<String> {
        let context = options::context(context)?;
        self.0.pseudonym(class_, &of_python(value)?, &context).or_raise(value.py())
    }

    /// A plain text with everything replaced that the detectors find in it.
    fn mask_text(&self, text: &str) -> String {
        self.0.mask_text(text)
    }
}
