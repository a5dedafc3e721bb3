//! The Swift package with the native library for this platform. For applications on Apple platforms `xcframework.sh` packs
//! the library on a Mac.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package, archive};
use crate::Result;
use crate::bindings::{self, SWIFT};

const FOLDER: &str = "bindings/mobile/swift";

pub(super) struct Swift;

impl Package for Swift {
    fn name(&self) -> &'static str {
        "swift"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        if job.published {
            bindings::native_library(job.shop, job.log)?;
        } else {
            bindings::library(job.shop, job.log)?;
        }
        let folder = archive::staged(job, &name(job))?;
        let mut copy = job.shop.command("cp");
        copy.arg("-R").args(["Package.swift", "Sources", "Tests", "Generated"]).arg(&folder);
        job.log.run(copy.current_dir(job.shop.root.join(FOLDER)))?;
        fs::create_dir(folder.join("lib"))?;
        let library = folder.join("lib/libfieldveil_mobile.a");
        fs::copy(job.shop.root.join("bindings/mobile/target/lib/libfieldveil_mobile.a"), &library)?;
        job.log.run(job.shop.command("strip").arg("-S").arg(&library))?;
        fs::copy(job.shop.root.join("bindings/mobile/README.md"), folder.join("README.md"))?;
        archive::pack(job, &folder)
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        if SWIFT.lacks().is_some() {
            return Ok(None);
        }
        bindings::prepared(SWIFT, job.shop, job.log)?;
        archive::unpack(job, &job.folder.join(format!("{}.tar.gz", name(job))), clean)?;
        fs::rename(clean.join(name(job)), clean.join("Fieldveil"))?;
        let user = clean.join("Scene");
        job.log.run(
            job.shop.command("cp").arg("-R").arg(job.shop.root.join("tests/packages/swift")).arg(&user),
        )?;
        let swift = |words: &[&str]| {
            let mut command = job.shop.command("sh");
            command.arg(job.shop.root.join(FOLDER).join("in-chroot.sh")).args(words).current_dir(&user);
            command
        };
        job.log.run(&mut swift(&[
            "swift",
            "build",
            "--disable-sandbox",
            "-Xlinker",
            "-L../Fieldveil/lib",
        ]))?;
        Ok(Some(swift(&[".build/debug/Scene"])))
    }
}

fn name(job: &Job<'_>) -> String {
    format!("fieldveil-swift-{}-{}", job.version, job.host)
}
