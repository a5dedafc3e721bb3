//! Usage reports: how many tokens of each version a run over a store has seen, authenticated under the ring.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::document::{Members, SetRow, VersionRow, invalid};
use super::moment::Moment;
use super::ring::Keyring;
use super::strict::Node;
use super::wrapped;
use crate::crypto::equal;
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// `LP("fv1/usage-mac")`.
const USAGE_MAC: &[u8] = b"\0\0\0\x0dfv1/usage-mac";

/// A count under way: tokens by set and version.
#[derive(Clone, Debug)]
pub struct Usage {
    ring: Keyring,
    report: UsageReport,
}

/// What a finished count has seen. Authentic only if the ring that made it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageReport {
    ring: String,
    epoch: u64,
    started: Moment,
    /// Only the sets that the run looked for, each with all its versions.
    sets: BTreeMap<String, BTreeMap<u32, u64>>,
    mac: String,
}

impl Keyring {
    /// Begins to count the tokens of a store.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let document = &self.loaded().document;
        let report = UsageReport {
            ring: document.id.clone(),
            epoch: document.epoch,
            started: self.0.clock.now(),
            sets: BTreeMap::new(),
            mac: String::new(),
        };
        Usage { ring: self.clone(), report }
    }

    /// Goes on with a count from a report of this ring that was made half-way.
    ///
    /// # Errors
    /// `tampered` if the report is not authentic under this ring.
    pub fn resume_usage(&self, report: &UsageReport) -> Result<Usage> {
        let loaded = self.loaded();
        report.authentic(&loaded.document.id, &loaded.ring_key)?;
        Ok(Usage { ring: self.clone(), report: report.clone() })
    }
}

impl Usage {
    /// States that the run looks for every token of a set: its versions count, be it with none.
    ///
    /// # Errors
    /// `unknown_key_set` if the ring has no set of that name.
    pub fn cover(&mut self, set: &str) -> Result<()> {
        let loaded = self.ring.loaded();
        let row = loaded.document.sets.iter().find(|row| row.name == set).ok_or_else(|| {
            Error::new(ErrorCode::UnknownKeySet, format!("the ring has no key set `{set}`: check its name"))
        })?;
        let versions = self.report.sets.entry(set.to_owned()).or_default();
        for version in &row.versions {
            versions.entry(version.id).or_default();
        }
        Ok(())
    }

    /// Counts tokens, or index values, of a version; ids of other rings and of subjects are not counted.
    pub fn count(&mut self, id: u32, tokens: u64) {
        let loaded = self.ring.loaded();
        let owner =
            loaded.document.sets.iter().find(|set| set.versions.iter().any(|version| version.id == id));
        if let Some(set) = owner {
            let count = self.report.sets.entry(set.name.clone()).or_default().entry(id).or_default();
            *count = count.saturating_add(tokens);
        }
    }

    /// The report of what was counted so far.
    ///
    /// # Errors
    /// None: the ring key has the length that every primitive asks for.
    pub fn report(&self) -> Result<UsageReport> {
        let mut report = self.report.clone();
        let ring_key = Arc::clone(&self.ring.loaded().ring_key);
        report.mac =
            URL_SAFE_NO_PAD.encode(wrapped::mac(&ring_key, USAGE_MAC, &report.node(false).canonical())?);
        Ok(report)
    }
}

impl UsageReport {
    /// The report that is the whole of `text`.
    ///
    /// # Errors
    /// `invalid_keyring` if it is not exactly a usage report.
    pub fn parse(text: &[u8]) -> Result<Self> {
        let node = Node::parse(text).map_err(|what| invalid(format!("not a usage report: {what}")))?;
        let mut members = Members::of(&node, "the usage report")?;
        if members.integer("fieldveil_usage")? != 1 {
            return Err(invalid(
                "`fieldveil_usage` is not 1: a newer library wrote this report, update this one",
            ));
        }
        let mut sets = BTreeMap::new();
        for node in members.array("sets")? {
            let mut set = Members::of(node, "a set")?;
            let mut versions = BTreeMap::new();
            for node in set.array("versions")? {
                let mut version = Members::of(node, "a version")?;
                versions.insert(version.small("id")?, version.integer("count")?);
                version.end()?;
            }
            sets.insert(set.text("name")?.to_owned(), versions);
            set.end()?;
        }
        let report = Self {
            ring: members.text("ring")?.to_owned(),
            epoch: members.integer("epoch")?,
            started: members.moment("started")?,
            sets,
            mac: members.text("mac")?.to_owned(),
        };
        members.end()?;
        Ok(report)
    }

    /// The report as a document.
    #[must_use]
    pub fn document(&self) -> String {
        self.node(true).pretty()
    }

    /// How many tokens of each version of each covered set there were.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<String, BTreeMap<u32, u64>> {
        &self.sets
    }

    fn authentic(&self, ring: &str, ring_key: &Secret<32>) -> Result<()> {
        let expected = wrapped::mac(ring_key, USAGE_MAC, &self.node(false).canonical())?;
        let mac = URL_SAFE_NO_PAD.decode(&self.mac).unwrap_or_default();
        if self.ring == ring && equal(&expected, &mac) {
            return Ok(());
        }
        let message = "the usage report is of another ring or was altered: make it anew";
        Err(Error::new(ErrorCode::Tampered, message))
    }

    fn node(&self, with_mac: bool) -> Node<'_> {
        fn version<'a>((id, count): (&u32, &u64)) -> Node<'a> {
            Node::object([("id", u64::from(*id).into()), ("count", (*count).into())])
        }
        fn set<'a>((name, versions): (&'a String, &'a BTreeMap<u32, u64>)) -> Node<'a> {
            let versions = Node::Array(versions.iter().map(version).collect());
            Node::object([("name", name.as_str().into()), ("versions", versions)])
        }
        let mac = with_mac.then(|| ("mac", self.mac.as_str().into()));
        let always = [
            ("fieldveil_usage", 1.into()),
            ("ring", self.ring.as_str().into()),
            ("epoch", self.epoch.into()),
            ("started", self.started.to_string().into()),
            ("sets", Node::Array(self.sets.iter().map(set).collect())),
        ];
        Node::object(always.into_iter().chain(mac))
    }
}

/// Whether `reports` prove that nothing of a version is left.
///
/// # Errors
/// `key_not_usable` if they do not, `tampered` if one is not authentic.
pub(super) fn require_unused(
    set: &SetRow,
    version: &VersionRow,
    reports: &[UsageReport],
    ring: &str,
    ring_key: &Secret<32>,
) -> Result<()> {
    let (id, name) = (version.id, &set.name);
    let refused = |why: String| Err(Error::new(ErrorCode::KeyNotUsable, why));
    // A version stopped writing when the next one was promoted; a version given up never wrote. Versions stand in the
    // order in which they were promoted, whatever the clocks said.
    let later = set.versions.iter().skip_while(|other| other.id != id).skip(1);
    let stopped = version.promoted.and_then(|_| later.filter_map(|other| other.promoted).next());
    let mut covered = false;
    for report in reports {
        report.authentic(ring, ring_key)?;
        let Some(versions) = report.sets.get(name) else { continue };
        covered = true;
        match versions.get(&id) {
            Some(0) => {}
            Some(count) => {
                return refused(format!(
                    "a usage report counts {count} tokens of version {id} of set `{name}`: encrypt them anew first"
                ));
            }
            None => {
                return refused(format!(
                    "a usage report is older than version {id} of set `{name}`: make it anew"
                ));
            }
        }
        if stopped.is_some_and(|stopped| report.started < stopped) {
            return refused(format!(
                "a usage report was begun while version {id} of set `{name}` was still writing: make it anew"
            ));
        }
    }
    if covered {
        return Ok(());
    }
    refused(format!(
        "no usage report covers set `{name}`: encrypt the stores anew and give their reports, or destroy version {id} by force"
    ))
}
