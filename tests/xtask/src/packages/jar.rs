//! The jar with the native library for this platform, its sources and its POM.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package};
use crate::Result;
use crate::bindings::{self, KOTLIN};

const FOLDER: &str = "bindings/mobile/kotlin";

pub(super) struct Jar;

impl Package for Jar {
    fn name(&self) -> &'static str {
        "jar"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        bindings::prepared(KOTLIN, job.shop, job.log)?;
        if job.published {
            bindings::native_library(job.shop, job.log)?;
            // What Central asks for: with the pages of the API.
            job.log.run(maven(job).args(["-P", "docs", "-D", "skipTests", "package"]))?;
        } else {
            bindings::ready(KOTLIN, job.shop, job.log)?;
            job.log.run(maven(job).args(["jar:jar", "source:jar-no-fork"]))?;
        }
        let built = job.shop.root.join(FOLDER).join("target");
        for entry in fs::read_dir(&built)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&format!("fieldveil-{}", job.version)) && name.ends_with(".jar") {
                fs::copy(entry.path(), job.folder.join(name))?;
            }
        }
        let pom = job.shop.root.join(FOLDER).join("pom.xml");
        fs::copy(pom, job.folder.join(format!("fieldveil-{}.pom", job.version)))?;
        Ok(())
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        // A repository with this one artefact; what it needs of others is what its POM says, no more.
        let repository = clean.join("repository/dev/fieldveil/fieldveil").join(&job.version);
        fs::create_dir_all(&repository)?;
        for ends in ["jar", "pom"] {
            let name = format!("fieldveil-{}.{ends}", job.version);
            fs::copy(job.folder.join(&name), repository.join(&name))?;
        }
        for name in ["pom.xml", "Scene.java"] {
            fs::copy(job.shop.root.join("tests/packages/maven").join(name), clean.join(name))?;
        }
        let mut build = maven(job);
        build.current_dir(clean).args(["compile", "dependency:build-classpath", "-D"]);
        build.arg(format!("fieldveil.version={}", job.version)).arg("-D");
        // Maven knows a jar by its version: in the store of this machine may be an older one that has the same.
        build.arg(format!("maven.repo.local={}", clean.join("store").display()));
        job.log.run(build.args(["-D", "mdep.outputFile=classpath", "-D", "mdep.includeScope=runtime"]))?;
        let jars = fs::read_to_string(clean.join("classpath"))?;
        let mut scene = job.shop.command("java");
        scene.arg("--class-path").arg(format!("{}:{}", clean.join("target/classes").display(), jars.trim()));
        scene.arg("Scene");
        Ok(Some(scene))
    }
}

pub(super) fn maven(job: &Job<'_>) -> Command {
    let mut maven = job.shop.command("mvn");
    maven.args(["--batch-mode", "--no-transfer-progress"]).current_dir(job.shop.root.join(FOLDER));
    maven
}
