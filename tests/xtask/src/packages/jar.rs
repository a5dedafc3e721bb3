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
        // What the jar needs of others is what its POM says, no more.
        let path = clean.join("classpath");
        let mut needed = maven(job);
        needed
            .current_dir(clean)
            .arg("--file")
            .arg(job.folder.join(format!("fieldveil-{}.pom", job.version)));
        needed.args(["dependency:build-classpath", "-D", "includeScope=runtime", "-D"]);
        job.log.run(needed.arg(format!("mdep.outputFile={}", path.display())))?;
        let jar = job.folder.join(format!("fieldveil-{}.jar", job.version));
        let mut scene = job.shop.command("java");
        scene.arg("--class-path").arg(format!("{}:{}", jar.display(), fs::read_to_string(path)?.trim()));
        scene.arg(job.shop.root.join("tests/packages/Scene.java"));
        Ok(Some(scene))
    }
}

pub(super) fn maven(job: &Job<'_>) -> Command {
    let mut maven = job.shop.command("mvn");
    maven.args(["--batch-mode", "--no-transfer-progress"]).current_dir(job.shop.root.join(FOLDER));
    maven
}
