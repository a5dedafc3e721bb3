//! Full disks, read-only folders, signals, clocks: through the command line, in a mount namespace of its own.

use crate::Result;
use crate::bindings;
use crate::setup::apt;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::{Workshop, has};

pub(crate) struct Faults;

impl Suite for Faults {
    fn name(&self) -> &'static str {
        "faults"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn about(&self) -> &'static str {
        "full disk, read-only folder, signals, memory, clock: nothing is lost"
    }

    fn prepare(&self, _shop: &Workshop, log: &Log) -> Result<()> {
        if !has("faketime") && has("apt-get") && apt::is_root() {
            apt::install(&["faketime", "util-linux"], log)?;
        }
        Ok(())
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        bindings::ready(bindings::CLI, shop, log)?;
        // The mounts go with the namespace, whatever happens to the process.
        let mounts = apt::is_root()
            && has("unshare")
            && log
                .attempt(shop.command("unshare").args(["--mount", "--propagation", "private", "true"]))?
                .status
                .success();
        let mut check = shop.command(if mounts { "unshare" } else { "python3" });
        if mounts {
            check.args(["--mount", "--propagation", "private", "python3"]).env("FIELDVEIL_MOUNTS", "1");
        }
        check.arg("tests/faults/check.py").env("FIELDVEIL_CLI", bindings::program(shop));
        Ok(Outcome::Ran(log.tests(&mut check)?))
    }
}
