//! The place where suites run: the folders, the tools and the data of this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// Where everything lies, found once.
pub(crate) struct Workshop {
    /// The top of the source tree.
    pub(crate) root: PathBuf,
    /// A folder of our own under `target/`, for logs and environments.
    pub(crate) scratch: PathBuf,
    /// The folder of test data that is no part of the source tree, if it is there.
    pub(crate) data: Option<PathBuf>,
    /// Whether a suite that could not run is a failure.
    pub(crate) ci: bool,
    /// Whether a release build is made for the tests only.
    quick: bool,
}

/// What is left out of a release build for the tests: a core would be idle for minutes while each package is linked. All of
/// them share what is compiled so, the command of the README as well.
pub(crate) const QUICK: [(&str, &str); 2] =
    [("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")];

/// Where systems look for libraries, and `cargo run` adds what it has built.
const SEARCHED: [&str; 2] = ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];

impl Workshop {
    /// Looks around; release builds are those that users get.
    pub(crate) fn open() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .ok_or("the source tree has no Cargo.lock")?
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let scratch = root.join(target).join("xtask");
        std::fs::create_dir_all(scratch.join("logs"))?;
        let data = env::var_os("FIELDVEIL_TEST_DATA")
            .map_or_else(|| root.join("../shared/data"), PathBuf::from)
            .canonicalize()
            .ok();
        let ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        Ok(Self { root, scratch, data, ci, quick: false })
    }

    /// The same, with release builds that are sooner made.
    pub(crate) fn for_tests() -> Result<Self> {
        Ok(Self { quick: true, ..Self::open()? })
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> &Path {
        self.scratch.parent().unwrap_or(&self.root)
    }

    /// A command in the source tree, without the variables that `cargo run` sets for this program.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(std::process::Stdio::null());
        for (name, _) in env::vars_os() {
            let of_cargo = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_")
                    || name.starts_with("CARGO_MANIFEST_")
                    || ["CARGO", "CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS"].contains(&name)
            });
            if of_cargo {
                command.env_remove(name);
            }
        }
        for name in SEARCHED {
            // A library of the tests there would be loaded in place of the one that a package brings.
            let folders = env::var_os(name).unwrap_or_default();
            let others = env::split_paths(&folders).filter(|folder| !folder.starts_with(self.target()));
            match env::join_paths(others) {
                Ok(others) if !others.is_empty() => command.env(name, others),
                _ => command.env_remove(name),
            };
        }
        if self.quick {
            command.envs(QUICK);
        }
        if self.ci {
            // What the next build would be quicker for: there is none.
            command.env("CARGO_INCREMENTAL", "0");
        }
        if let Some(data) = &self.data {
            command.env("FIELDVEIL_TEST_DATA", data);
        }
        command
    }

    /// The platform that the compiler compiles for by itself.
    pub(crate) fn host(&self) -> Result<String> {
        let output = self.command("rustc").arg("-vV").output()?;
        let text = String::from_utf8(output.stdout)?;
        let host = text.lines().find_map(|line| line.strip_prefix("host: "));
        Ok(host.ok_or("`rustc -vV` names no host")?.to_owned())
    }

    /// Cargo with arguments.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }
}

/// Whether a program can be started by this name.
pub(crate) fn has(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
