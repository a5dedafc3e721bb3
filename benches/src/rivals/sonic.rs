/// The fastest tree, read and written again; nothing is masked.
pub fn sonic(doc: &[u8]) -> Vec<u8> {
    let tree: sonic_rs::Value = sonic_rs::from_slice(doc).expect("the document is valid");
    sonic_rs::to_vec(&tree).expect("a tree can be written")
}
