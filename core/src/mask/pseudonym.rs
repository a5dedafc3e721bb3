//! `pseudonym`: a stable name in place of a value, which only the key ties to it.

use crate::Result;
use crate::document::{Call, Node};
use crate::seal::pseudonym;

use super::keys::Keys;
use super::normalize::Normalizer;
use super::pen::Pen;

/// The same text becomes the same pseudonym, in every language and table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pseudonym {
    /// The pseudonym key set.
    pub(crate) set: String,
    /// What pseudonyms are comparable within; the set's name unless the policy says otherwise.
    pub(crate) domain: String,
    /// What stands before the pseudonym.
    pub(crate) prefix: String,
    /// How many characters it has, without the prefix.
    pub(crate) length: usize,
    /// What the text goes through first.
    pub(crate) normalize: Vec<Normalizer>,
    /// The context pairs that the pseudonym depends on.
    pub(crate) scope: Vec<String>,
}

impl Pseudonym {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options =
            call.options(&["set", "domain", "prefix", "length", "normalize", "scope"], Some("set"))?;
        let set = options.require("set")?.as_str()?.to_owned();
        let scope = options.strings("scope")?.unwrap_or_default();
        Ok(Self {
            domain: options.str("domain")?.unwrap_or(&set).to_owned(),
            prefix: options.str("prefix")?.unwrap_or_default().to_owned(),
            length: options.read("length", length)?.unwrap_or(pseudonym::DEFAULT_LENGTH),
            normalize: options.read("normalize", Normalizer::parse)?.unwrap_or_default(),
            scope: scope.into_iter().map(str::to_owned).collect(),
            set,
        })
    }

    /// The pseudonym of a text; `None` without the key or a pair of the scope.
    pub(crate) fn of(&self, text: &str, keys: &dyn Keys) -> Option<String> {
        let key = keys.pseudonym_key(&self.set)?;
        let scope = keys.scope(&self.scope)?;
        let text = Normalizer::apply(&self.normalize, text);
        pseudonym::compute(key, &self.domain, &scope, text.as_bytes(), self.length).ok()
    }

    pub(super) fn write(&self, text: &str, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        let pseudonym = self.of(text, keys)?;
        let mut pen = Pen::open(out);
        pen.text(&self.prefix);
        pen.text(&pseudonym);
        pen.close();
        Some(())
    }
}

fn length(node: &Node) -> Result<usize> {
    let (least, most) = pseudonym::LENGTH.into_inner();
    let length = node.as_u64_within(least as u64, most as u64)?;
    usize::try_from(length).map_err(|_| node.expected("a smaller number"))
}
