//! Archives, by the `tar` that every system has.

use std::fs;
use std::path::Path;

use super::Job;
use crate::Result;

/// What every package carries beside its code.
const PAPERS: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

/// Packs `folder`, whose name is the one folder inside of the archive, as `NAME.tar.gz`.
pub(super) fn pack(job: &Job<'_>, folder: &Path) -> Result<()> {
    let parent = folder.parent().ok_or("an archive needs a folder")?;
    let name = folder.file_name().ok_or("an archive needs a folder")?;
    for paper in PAPERS {
        fs::copy(job.shop.root.join(paper), folder.join(paper))?;
    }
    let mut archive = name.to_owned();
    archive.push(".tar.gz");
    let mut tar = job.shop.command("tar");
    tar.args(["--create", "--gzip", "--file"]).arg(job.folder.join(archive));
    job.log.run(tar.arg("--directory").arg(parent).arg(name)).map(drop)
}

/// Unpacks an archive into a folder.
pub(super) fn unpack(job: &Job<'_>, archive: &Path, into: &Path) -> Result<()> {
    let mut tar = job.shop.command("tar");
    tar.args(["--extract", "--gzip", "--file"]).arg(archive);
    job.log.run(tar.arg("--directory").arg(into)).map(drop)
}

/// An empty folder of that name, among those that archives are made of.
pub(super) fn staged(job: &Job<'_>, name: &str) -> Result<std::path::PathBuf> {
    let folder = job.shop.scratch.join("staged").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
