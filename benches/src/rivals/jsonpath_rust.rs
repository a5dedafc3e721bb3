use jsonpath_rust::parser::model::JpQuery;
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use jsonpath_rust::query::queryable::Queryable;
use serde_json::Value;

use super::REDACTED;

/// The obvious way: a tree and the most used of the evaluators, its paths parsed beforehand.
pub struct JsonpathRust(Vec<JpQuery>);

impl JsonpathRust {
    pub fn new(paths: &[&str]) -> Self {
        Self(paths.iter().map(|path| parse_json_path(path).expect("the path is valid")).collect())
    }

    pub fn mask(&self, doc: &[u8]) -> Vec<u8> {
        let mut tree: Value = serde_json::from_slice(doc).expect("the document is valid");
        for path in &self.0 {
            let found = js_path_process(path, &tree).expect("the path can be evaluated");
            let places: Vec<String> = found.into_iter().map(|node| node.path()).collect();
            for place in places {
                if let Some(value) = tree.reference_mut(place) {
                    *value = Value::from(REDACTED);
                }
            }
        }
        serde_json::to_vec(&tree).expect("a tree can be written")
    }
}
