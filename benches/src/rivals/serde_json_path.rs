use serde_json::Value;
use serde_json_path::JsonPath;

use super::REDACTED;

/// A tree and the most exact of the evaluators.
pub struct SerdeJsonPath(Vec<JsonPath>);

impl SerdeJsonPath {
    pub fn new(paths: &[&str]) -> Self {
        Self(paths.iter().map(|path| JsonPath::parse(path).expect("the path is valid")).collect())
    }

    pub fn mask(&self, doc: &[u8]) -> Vec<u8> {
        let mut tree: Value = serde_json::from_slice(doc).expect("the document is valid");
        for path in &self.0 {
            let found = path.query_located(&tree);
            let pointers: Vec<String> = found.iter().map(|node| node.location().to_json_pointer()).collect();
            for pointer in pointers {
                if let Some(value) = tree.pointer_mut(&pointer) {
                    *value = Value::from(REDACTED);
                }
            }
        }
        serde_json::to_vec(&tree).expect("a tree can be written")
    }
}
