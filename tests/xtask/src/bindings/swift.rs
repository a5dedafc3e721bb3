//! The Swift package: the machine's Swift, or Debian's in a chroot that `setup.sh` makes and keeps in the cache.

use std::process::Command;

use super::{Language, mobile};
use crate::Result;
use crate::setup::apt;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::{Workshop, has};

pub(crate) struct Swift;

const FOLDER: &str = "bindings/mobile/swift";

impl Language for Swift {
    fn name(&self) -> &'static str {
        "swift"
    }

    fn lacks(&self) -> Option<&'static str> {
        let runs = has("swift") || (has("apt-get") && apt::is_root());
        (!runs).then_some("neither Swift nor the rights to install it in a chroot")
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if self.lacks().is_none() && !has("swift") {
            apt::install(&["debootstrap", "util-linux"], log)?;
            log.run(&mut mobile::script(shop, FOLDER, "setup.sh"))?;
        }
        Ok(())
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        mobile::library(shop, log)?;
        log.run(&mut mobile::script(shop, FOLDER, "build.sh")).map(drop)
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        super::ready(self, shop, log)?;
        Ok(Outcome::Ran(log.tests(&mut mobile::script(shop, FOLDER, "test.sh"))?))
    }

    fn agent(&self, shop: &Workshop) -> Vec<String> {
        super::script(shop, FOLDER)
    }

    fn bench(&self, shop: &Workshop, log: &Log) -> Result<Option<Command>> {
        mobile::measured(shop, log)?;
        Ok(Some(mobile::script(shop, FOLDER, "bench.sh")))
    }
}
