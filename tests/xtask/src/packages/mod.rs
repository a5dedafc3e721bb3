//! What is published: every package made into one folder, with a bill of materials each and the checksums of all, and
//! then installed from there and tried where nothing of this source tree is.

mod archive;
mod bill;
mod crates;
mod jar;
mod npm;
mod papers;
mod program;
mod sbom;
mod scene;
mod sums;
mod swift;
mod versions;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::counts::Counts;
use crate::step::Log;
use crate::workshop::Workshop;

/// One ecosystem's package.
trait Package: Sync {
    /// What it is called in the log.
    fn name(&self) -> &'static str;

    /// Makes its files in the folder.
    fn make(&self, job: &Job<'_>) -> Result<()>;

    /// Installs it from the folder into a clean one, with nothing of the source tree above it, and returns the command
    /// that plays a scene there; nothing, if this machine cannot.
    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>>;
}

const ALL: &[&dyn Package] =
    &[&program::Program, &crates::Crates, &wheel::Wheel, &npm::Npm, &jar::Jar, &swift::Swift];

/// Packages to be made, and where.
pub(crate) struct Job<'a> {
    shop: &'a Workshop,
    log: &'a Log,
    folder: PathBuf,
    version: String,
    /// The platform that they are built on, by Rust's name.
    host: String,
    /// Built as they are published; otherwise packed as the tests have built them.
    published: bool,
}

impl<'a> Job<'a> {
    /// Takes the folder as it will be: empty now.
    pub(crate) fn new(shop: &'a Workshop, log: &'a Log, folder: PathBuf, published: bool) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        if fs::read_dir(&folder)?.next().is_some() {
            return Err(format!("`{}` is not empty", folder.display()).into());
        }
        let said = log.run(shop.command("rustc").arg("-vV"))?;
        let host = said.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
        Ok(Self { shop, log, folder, version: versions::agreed(shop)?, host: host.to_owned(), published })
    }

    /// Makes every package, and the checksums of them all; of what is published also the bills of materials.
    pub(crate) fn make(&self) -> Result<()> {
        for package in ALL {
            self.log.say(&format!("== {}", package.name()))?;
            package.make(self)?;
        }
        papers::check(self)?;
        if self.published {
            sbom::make(self)?;
        }
        sums::write(&self.folder)
    }

    /// Plays the scene with every package; one that prints other bytes has failed.
    pub(crate) fn attempt(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        for package in ALL {
            self.log.say(&format!("== {}, installed", package.name()))?;
            match scene::play(self, *package) {
                Ok(Some(())) => counts.passed += 1,
                Ok(None) => counts.skipped += 1,
                Err(error) => {
                    self.log.say(&format!("error: {}: {error}", package.name()))?;
                    counts.failed += 1;
                }
            }
        }
        Ok(counts)
    }

    /// The names of what was made, in order.
    pub(crate) fn files(&self) -> Result<Vec<String>> {
        let mut names = fs::read_dir(&self.folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    /// What is installed, of all that was made: without sources, pages, bills and sums.
    fn packages(&self) -> Result<Vec<PathBuf>> {
        let jar = format!("fieldveil-{}.jar", self.version);
        let is_package = |name: &String| {
            *name == jar || [".crate", ".tar.gz", ".whl", ".tgz"].iter().any(|end| name.ends_with(end))
        };
        Ok(self.files()?.into_iter().filter(is_package).map(|name| self.folder.join(name)).collect())
    }

    /// The one file whose name begins and ends so.
    fn file(&self, begins: &str, ends: &str) -> Result<PathBuf> {
        let fits = |name: &&String| {
            // What it begins and ends with may not overlap: `fieldveil-0.1.0.tgz` is no package of a platform.
            name.len() >= begins.len() + ends.len() && name.starts_with(begins) && name.ends_with(ends)
        };
        let name = self.files()?.iter().find(fits).cloned();
        Ok(self.folder.join(name.ok_or_else(|| format!("no {begins}…{ends} was made"))?))
    }
}

/// Makes every package in a folder and, if asked, tries each; prints what was made. Returns whether all worked.
pub(crate) fn run(folder: &Path, attempt: bool) -> Result<bool> {
    let shop = Workshop::open()?;
    let log = Log::create(shop.scratch.join("logs/package.log"))?;
    println!("building everything as it is published; the log is {}", log.path().display());
    let job = Job::new(&shop, &log, std::path::absolute(folder)?, true)?;
    job.make()?;
    for name in job.files()? {
        println!("{:>12} {name}", fs::metadata(job.folder.join(&name))?.len());
    }
    if !attempt {
        return Ok(true);
    }
    let counts = job.attempt()?;
    println!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
    Ok(counts.failed == 0)
}
