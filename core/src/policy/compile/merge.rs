//! All rules over one document into one automaton.

use std::borrow::Cow;

use crate::Result;
use crate::path::{Path, Selection, Shadow, Target};
use crate::policy::model::{Layout, Rule, RuleSet, ShadowRole};
use crate::policy::store::Store;
use crate::policy::written::{Defaults, Watches, Written, WrittenRule};

/// Merges all rules into one automaton a document; returns how many rules there are, too.
pub(super) fn merge(
    written: Written,
    watches: &Watches,
    defaults: &Defaults,
    record_set: Option<&str>,
) -> Result<(RuleSet, usize)> {
    let mut compiler = Compiler { defaults, record_set, number: 0 };
    let header = Some(Shadow::Root(defaults.header.clone()));
    let rules = compiler.set(written, header, &watches.paths())?;
    Ok((rules, compiler.number))
}

struct Compiler<'a> {
    defaults: &'a Defaults,
    record_set: Option<&'a str>,
    number: usize,
}

impl Compiler<'_> {
    fn set(&mut self, written: Written, header: Option<Shadow>, watches: &[Path]) -> Result<RuleSet> {
        let mut rules = Vec::with_capacity(written.rules.len());
        let mut roles = vec![ShadowRole::Header; header.iter().len()];
        let mut shadows: Vec<Shadow> = header.into_iter().collect();
        for (index, rule) in written.rules.into_iter().enumerate() {
            if let Store::Encrypt(encrypt) = &*rule.store
                && let Some(blind) = &encrypt.index
            {
                shadows.push(Shadow::Beside { target: index, name: blind.into.clone() });
                roles.push(ShadowRole::Index(index));
            }
            rules.push(self.rule(rule)?);
        }
        let targets: Vec<_> = rules
            .iter()
            .map(|rule| Target { selector: Cow::Borrowed(&rule.selector), types: rule.types })
            .collect();
        let selection = Selection::compile(&targets, &shadows, watches)?;
        Ok(RuleSet { rules, selection, shadows: roles })
    }

    fn rule(&mut self, written: WrittenRule) -> Result<Rule> {
        let number = self.number;
        self.number += 1;
        let in_record = self.defaults.layout == Layout::Record;
        let field = match &*written.store {
            Store::Encrypt(encrypt) => in_record && Some(encrypt.set.as_str()) == self.record_set,
            _ => false,
        };
        let decode = written.decode.map(|inner| self.set(inner, None, &[]).map(Box::new)).transpose()?;
        Ok(Rule {
            number,
            id: written.id.map_or_else(|| written.text.clone(), |(id, _)| id),
            path: written.text,
            selector: written.selector,
            types: written.types,
            class: written.class,
            store: written.store,
            show: written.show,
            required: written.required,
            migrating: written.migrating,
            container: written.container,
            bind_index: written.bind_index,
            decode,
            field,
            position: written.position,
            preset: written.preset,
            source: written.source,
        })
    }
}
