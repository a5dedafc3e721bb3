//! Whether a bill of materials is one: of this version, each component by name, version and address, and with everything
//! that the ecosystem itself says is in the package.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Job;
use crate::Result;

/// Each component's name and version.
pub(super) type Names = BTreeSet<(String, String)>;

/// Looks a bill over.
///
/// # Errors
/// It is no CycloneDX, of another version, has a component that nobody could find by it, or lacks one of `needed`.
pub(super) fn check(bill: &Value, version: &str, needed: &Names) -> Result<()> {
    if text(bill, "/bomFormat") != Some("CycloneDX") || text(bill, "/specVersion").is_none() {
        return Err("it is no bill of CycloneDX".into());
    }
    if text(bill, "/metadata/component/version") != Some(version) {
        return Err(format!("it is not of version {version}").into());
    }
    let mut found = Names::new();
    for component in bill.get("components").and_then(Value::as_array).into_iter().flatten() {
        let (Some(name), Some(version), Some(_)) =
            (text(component, "/name"), text(component, "/version"), text(component, "/purl"))
        else {
            return Err(format!("a component lacks its name, version or address: {component}").into());
        };
        found.insert((name.to_owned(), version.to_owned()));
    }
    match needed.difference(&found).next() {
        None => Ok(()),
        Some((name, version)) => Err(format!("{name} {version} is not in it").into()),
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}

/// What cargo compiles into a crate, by way of others too.
pub(super) fn crates(job: &Job<'_>, name: &str, features: &[&str]) -> Result<Names> {
    let mut tree = job.shop.cargo(&["tree", "--locked", "--edges", "normal", "--prefix", "none"]);
    let said = tree.args(["--format", "{p}", "--package", name]).args(features).output()?;
    if !said.status.success() {
        return Err(format!("`cargo tree` ended with {}", said.status).into());
    }
    let said = String::from_utf8(said.stdout)?;
    let package = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
    };
    Ok(said.lines().filter_map(package).filter(|(of, _)| of != name).collect())
}

/// What a POM asks for that is not for the tests.
pub(super) fn jars(pom: &str) -> Result<Names> {
    let asked = pom.split_once("</dependencies>").map_or("", |(before, _)| before);
    let jar = |dependency: &str| {
        let version = element(dependency, "version")?;
        let property = version.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let version = property.map_or(Some(version), |name| element(pom, name))?;
        Some((element(dependency, "artifactId")?.to_owned(), version.to_owned()))
    };
    let of_others = asked.split("<dependency>").skip(1).filter(|one| element(one, "scope") != Some("test"));
    of_others.map(|one| jar(one).ok_or_else(|| format!("no dependency: {one}").into())).collect()
}

/// What stands in an element of XML that has no other in it.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once('<')?.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bill() -> Value {
        json!({
            "bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": {"component": {"version": "0.1.0"}},
            "components": [{"name": "aes", "version": "0.9.4", "purl": "pkg:cargo/aes@0.9.4"}],
        })
    }

    fn needs(name: &str, version: &str) -> Names {
        Names::from([(name.to_owned(), version.to_owned())])
    }

    #[test]
    fn names_what_is_needed() {
        assert!(check(&bill(), "0.1.0", &needs("aes", "0.9.4")).is_ok());
        assert!(check(&bill(), "0.1.0", &needs("aes", "0.9.5")).is_err());
        assert!(check(&bill(), "0.1.0", &needs("ghash", "0.6.0")).is_err());
    }

    #[test]
    fn is_of_the_format_and_of_the_version() {
        assert!(check(&bill(), "0.2.0", &Names::new()).is_err());
        assert!(check(&json!({}), "0.1.0", &Names::new()).is_err());
    }

    #[test]
    fn knows_what_a_pom_asks_for() {
        let pom = "<jna.version>5.19.1</jna.version><dependencies>
            <dependency><artifactId>jna</artifactId><version>${jna.version}</version></dependency>
            <dependency><artifactId>stdlib</artifactId><version>2.4</version></dependency>
            <dependency><artifactId>junit</artifactId><version>6.1</version><scope>test</scope></dependency>
            </dependencies><profiles><dependency><artifactId>android</artifactId></dependency></profiles>";
        let asked = jars(pom).unwrap();
        assert_eq!(asked, &needs("jna", "5.19.1") | &needs("stdlib", "2.4"));
    }

    #[test]
    fn says_where_each_component_is_from() {
        let mut lacking = bill();
        lacking["components"][0].as_object_mut().unwrap().remove("purl");
        assert!(check(&lacking, "0.1.0", &Names::new()).is_err());
    }
}
