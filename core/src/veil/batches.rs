//! The verbs over many records: batches in memory, and JSON lines.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::{Mutex, PoisonError};

use super::lines::{self, BadLine};
use super::many;
use super::session::Session;
use super::tally::Tally;
use super::usage;
use super::{DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Reencrypted, Veil};
use crate::error::Result;
use crate::policy::Compiled;
use crate::report::Report;

impl Veil {
    /// Masks many records on all cores, each under options of its own; the results are in order.
    pub fn mask_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> MaskOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        self.many(docs, |session, doc, index| {
            session.mask(doc.as_ref(), &options(index)).map(|(bytes, _)| bytes)
        })
    }

    /// Encrypts many records on all cores, each under options of its own; the results are in order.
    pub fn encrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> EncryptOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        self.many(docs, |session, doc, index| {
            session.encrypt(doc.as_ref(), &options(index)).map(|(bytes, _)| bytes)
        })
    }

    /// Decrypts many records on all cores, each under options of its own; the results are in order.
    pub fn decrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> DecryptOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        self.many(docs, |session, doc, index| {
            session.decrypt(doc.as_ref(), &options(index)).map(|(bytes, _)| bytes)
        })
    }

    /// Re-encrypts many records on all cores; the results are in order.
    pub fn reencrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> ReencryptOptions + Sync,
    ) -> Vec<Result<Reencrypted>> {
        self.many(docs, |session, doc, index| session.reencrypted(doc.as_ref(), &options(index)))
    }

    /// Masks JSON lines: a bad line becomes `{"fieldveil_error":"…","line":N}` and the run goes on.
    ///
    /// `progress` hears how many bytes of input were done since it was last called.
    ///
    /// # Errors
    /// `io`; `unknown_view`.
    pub fn mask_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &MaskOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let (policy, session) = (self.policy.compiled(), Session::begin(self)?.of_many());
        policy.view(options.view.as_deref())?;
        let work = |line: &[u8]| session.mask(line, options);
        let view = Some(options.view_name());
        run_lines(policy, view, reader, writer, BadLine::Replace, progress, &work)
    }

    /// Encrypts JSON lines; stops at the first line that cannot be encrypted, with its number.
    ///
    /// # Errors
    /// `io`; what [`encrypt`](Self::encrypt) says of a line.
    pub fn encrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &EncryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let (policy, session) = (self.policy.compiled(), Session::begin(self)?.of_many());
        let work = |line: &[u8]| session.encrypt(line, options);
        run_lines(policy, None, reader, writer, BadLine::Stop, progress, &work)
    }

    /// Decrypts JSON lines; stops at the first line that cannot be decrypted, with its number.
    ///
    /// # Errors
    /// `io`; what [`decrypt`](Self::decrypt) says of a line.
    pub fn decrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &DecryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let (policy, session) = (self.policy.compiled(), Session::begin(self)?.of_many());
        let work = |line: &[u8]| session.decrypt(line, options);
        run_lines(policy, None, reader, writer, BadLine::Stop, progress, &work)
    }

    /// Re-encrypts JSON lines; stops at the first line that cannot be opened, with its number. What is given back
    /// counts all lines together; its `stored` is empty, since the lines went to `writer`.
    ///
    /// # Errors
    /// `io`; what [`reencrypt`](Self::reencrypt) says of a line.
    pub fn reencrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &ReencryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Reencrypted> {
        let (policy, session) = (self.policy.compiled(), Session::begin(self)?.of_many());
        let versions = Mutex::new((BTreeMap::new(), BTreeMap::new()));
        let work = |line: &[u8]| {
            let (done, tally) = session.reencrypt(line, options)?;
            let mut versions = versions.lock().unwrap_or_else(PoisonError::into_inner);
            usage::add(&mut versions.0, &done.before);
            usage::add(&mut versions.1, &done.after);
            Ok((done.stored, tally))
        };
        let report = run_lines(policy, None, reader, writer, BadLine::Stop, progress, &work)?;
        let (before, after) = versions.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Reencrypted { stored: Vec::new(), report, before, after })
    }

    /// One snapshot of the keys for all of them.
    pub(super) fn many<D: Sync, T: Send>(
        &self,
        docs: &[D],
        work: impl Fn(&Session<'_>, &D, usize) -> Result<T> + Sync,
    ) -> Vec<Result<T>> {
        match Session::begin(self).map(Session::of_many) {
            Ok(session) => many::each(docs, |doc, index| work(&session, doc, index)),
            Err(error) => docs.iter().map(|_| Err(error.clone())).collect(),
        }
    }
}

/// Runs over lines; the report counts them all together.
fn run_lines(
    policy: &Compiled,
    view: Option<&str>,
    reader: &mut dyn BufRead,
    writer: &mut dyn Write,
    bad: BadLine,
    progress: &mut dyn FnMut(u64),
    work: lines::Work<'_>,
) -> Result<Report> {
    let limit = policy.limits.document;
    let total = lines::run(reader, writer, limit, bad, Tally::new(policy), progress, work)?;
    let report = total.tally.report_of(policy, view, total.records);
    Ok(Report { bad_lines: total.bad_lines, ..report })
}
