//! One version for all packages: every manifest says the same.

use std::fs;

use serde_json::Value;

use crate::Result;
use crate::workshop::Workshop;

/// Each manifest, and what stands right before the version in it. Cargo's members and the wheel take the workspace's.
const MANIFESTS: &[(&str, &str)] = &[
    ("Cargo.toml", "[workspace.package]\nversion = \""),
    ("Cargo.toml", "fieldveil = { path = \"core\", version = \""),
    ("benches/Cargo.toml", "\nversion = \""),
    ("bindings/node/package.json", "\"version\": \""),
    ("bindings/node/package-lock.json", "\"version\": \""),
    ("bindings/mobile/kotlin/pom.xml", "<artifactId>fieldveil</artifactId>\n  <version>"),
    ("bindings/mobile/kotlin/android/build.gradle.kts", "\nversion = \""),
    ("CHANGELOG.md", "\n## "),
];

/// The version that all manifests agree on.
///
/// # Errors
/// One of them says another, or none.
pub(crate) fn agreed(shop: &Workshop) -> Result<String> {
    let mut agreed: Option<String> = None;
    for (file, before) in MANIFESTS {
        let text = fs::read_to_string(shop.root.join(file))?;
        let version = text.split_once(before).map(|(_, rest)| number(rest)).unwrap_or_default();
        let first = agreed.get_or_insert_with(|| version.to_owned());
        if first != version || version.is_empty() {
            return Err(format!(
                "{file} has the version `{version}`, and `{first}` stands in those before it"
            )
            .into());
        }
    }
    let agreed = agreed.ok_or("there is no manifest")?;
    members(shop, &agreed)?;
    Ok(agreed)
}

/// Cargo's own view of the members of the workspace.
fn members(shop: &Workshop, version: &str) -> Result<()> {
    let output = shop.cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"]).output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        if package.get("version").and_then(Value::as_str) != Some(version) {
            return Err(format!(
                "{} has another version than {version}",
                package.get("name").unwrap_or(&Value::Null)
            )
            .into());
        }
    }
    Ok(())
}

/// The version that a text begins with.
fn number(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+'))
        .next()
        .unwrap_or_default()
}
