//! A bill of materials (CycloneDX) for each package: what of others is inside it, by the tool of each ecosystem.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Job, bill, jar};
use crate::Result;
use crate::setup::{node, tool};

/// Maven's tool comes from Central whenever it is called; npm has its own.
const FOR_MAVEN: &str = "org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom";

/// A crate whose dependencies are compiled into packages.
struct Inside {
    folder: &'static str,
    name: &'static str,
    features: &'static [&'static str],
    /// How the names of those packages begin, behind it the version or what it stands for, and how they end.
    packages: &'static [(&'static str, &'static str)],
}

const CRATES: &[Inside] = &[
    Inside { folder: "core", name: "fieldveil", features: &[], packages: &[("fieldveil-VERSION", ".crate")] },
    Inside {
        folder: "bindings/cli",
        name: "fieldveil-cli",
        features: &[],
        packages: &[("fieldveil-cli-VERSION", ".crate"), ("fieldveil-VERSION-", ".tar.gz")],
    },
    Inside {
        folder: "bindings/python",
        name: "fieldveil-python",
        features: &["--features", "aws-lc"],
        packages: &[("fieldveil-VERSION-", ".whl"), ("fieldveil-VERSION.tar", ".gz")],
    },
    Inside {
        folder: "bindings/node",
        name: "fieldveil-node",
        features: &["--features", "aws-lc"],
        packages: &[("fieldveil-", "-VERSION.tgz")],
    },
    Inside {
        folder: "bindings/mobile",
        name: "fieldveil-mobile",
        features: &[],
        packages: &[("fieldveil-swift-VERSION-", ".tar.gz"), ("fieldveil-VERSION", ".jar.native")],
    },
];

/// Writes a bill beside each package in the folder. The jar has two, for what Maven adds and for its native library.
pub(super) fn make(job: &Job<'_>) -> Result<()> {
    let tool = tool::installed(job.shop, job.log, "cargo-cyclonedx", "0.5.9")?;
    // A name for the second bill of the jar, only while the bills are written.
    let native = job.folder.join(format!("fieldveil-{}.jar.native", job.version));
    fs::write(&native, [])?;
    let made = of_crates(job, &tool);
    fs::remove_file(native)?;
    made?;
    of_node(job)?;
    of_maven(job)?;
    check(job)
}

fn of_crates(job: &Job<'_>, tool: &Path) -> Result<()> {
    for krate in CRATES {
        let mut cyclonedx = job.shop.command(tool);
        cyclonedx
            .args(["cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5"])
            .args(krate.features);
        cyclonedx.arg("--manifest-path").arg(job.shop.root.join(krate.folder).join("Cargo.toml"));
        job.log.run(&mut cyclonedx)?;
        let bill = fs::read(job.shop.root.join(krate.folder).join(format!("{}.cdx.json", krate.name)))?;
        sweep(job)?;
        for (begins, ends) in krate.packages {
            let said = |text: &str| text.replace("VERSION", &job.version);
            let package = job.file(&said(begins), &said(ends))?;
            fs::write(beside(&package), &bill)?;
        }
    }
    Ok(())
}

/// Takes away what the generator left in the source tree: a bill beside every manifest.
fn sweep(job: &Job<'_>) -> Result<()> {
    let mut find = job.shop.command("git");
    find.args(["ls-files", "--others", "--", "*.cdx.json"]);
    for file in String::from_utf8_lossy(&find.output()?.stdout).lines() {
        fs::remove_file(job.shop.root.join(file))?;
    }
    Ok(())
}

fn of_node(job: &Job<'_>) -> Result<()> {
    let mut npm = node::command(job.shop, "npm");
    npm.args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"]);
    let said = npm.current_dir(job.shop.root.join("bindings/node")).output()?.stdout;
    let mut bill: Value = serde_json::from_slice(&said)?;
    // npm calls a package by its folder there, and by its name everywhere else.
    if let Some(name) = bill.pointer_mut("/metadata/component/name") {
        *name = "fieldveil".into();
    }
    let file = beside(&job.folder.join(format!("fieldveil-{}.tgz", job.version)));
    Ok(fs::write(file, serde_json::to_vec_pretty(&bill)?)?)
}

fn of_maven(job: &Job<'_>) -> Result<()> {
    let mut maven: Command = jar::maven(job);
    maven.args([FOR_MAVEN, "-D", "outputFormat=json", "-D", "includeTestScope=false", "-D"]);
    maven.arg(format!("outputDirectory={}", job.folder.display())).arg("-D");
    job.log.run(maven.arg(format!("outputName=fieldveil-{}.jar.cdx", job.version))).map(drop)
}

fn beside(package: &Path) -> std::path::PathBuf {
    let mut name = package.as_os_str().to_owned();
    name.push(".cdx.json");
    name.into()
}

/// Each package has its bill, and each bill names what is in the package.
fn check(job: &Job<'_>) -> Result<()> {
    for krate in CRATES {
        let needed = bill::crates(job, krate.name, krate.features)?;
        for (begins, ends) in krate.packages {
            let said = |text: &str| text.replace("VERSION", &job.version);
            names(job, &job.file(&said(begins), &format!("{}.cdx.json", said(ends)))?, &needed)?;
        }
    }
    let jar = job.folder.join(format!("fieldveil-{}.jar", job.version));
    let pom = fs::read_to_string(job.folder.join(format!("fieldveil-{}.pom", job.version)))?;
    names(job, &beside(&jar), &bill::jars(&pom)?)?;
    // The package for npm has nothing of others in it.
    names(job, &beside(&job.folder.join(format!("fieldveil-{}.tgz", job.version))), &bill::Names::new())?;

    match job.packages()?.iter().find(|package| !beside(package).exists()) {
        None => Ok(()),
        Some(package) => Err(format!("{} has no bill", package.display()).into()),
    }
}

/// That a bill is one, and has all of `needed`.
fn names(job: &Job<'_>, file: &Path, needed: &bill::Names) -> Result<()> {
    let read = || bill::check(&serde_json::from_slice(&fs::read(file)?)?, &job.version, needed);
    read().map_err(|error| format!("{}: {error}", file.display()).into())
}
