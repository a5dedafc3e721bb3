//! Many records at once: on all cores, in order, each with a result of its own.

use std::num::NonZeroUsize;
use std::thread;

use crate::error::{Error, ErrorCode, Result};

/// Below this many records a second thread costs more than it brings.
const WORTH_A_THREAD: usize = 32;

/// Calls `work` for each document and its index, on all cores; the results are in order.
pub(super) fn each<D: Sync, T: Send>(
    docs: &[D],
    work: impl Fn(&D, usize) -> Result<T> + Sync,
) -> Vec<Result<T>> {
    each_while(docs, work, || ()).0
}

/// The same while the calling thread does something else.
pub(super) fn each_while<D: Sync, T: Send, M>(
    docs: &[D],
    work: impl Fn(&D, usize) -> Result<T> + Sync,
    meanwhile: impl FnOnce() -> M,
) -> (Vec<Result<T>>, M) {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = cores.min(docs.len() / WORTH_A_THREAD).max(1);
    let one = |index, doc| work(doc, index).map_err(|error| error.of_record(index));
    if threads == 1 {
        let results = docs.iter().enumerate().map(|(index, doc)| one(index, doc)).collect();
        return (results, meanwhile());
    }
    let share = docs.len().div_ceil(threads);
    thread::scope(|scope| {
        let (indexes, one) = (|part: usize| part * share.., &one);
        let workers: Vec<_> = docs
            .chunks(share)
            .enumerate()
            .map(|(part, docs)| {
                let each = move || indexes(part).zip(docs).map(|(index, doc)| one(index, doc)).collect();
                (indexes(part).take(docs.len()), scope.spawn::<_, Vec<_>>(each))
            })
            .collect();
        let done = meanwhile();
        let mut results = Vec::with_capacity(docs.len());
        for (indexes, worker) in workers {
            match worker.join() {
                Ok(part) => results.extend(part),
                Err(_) => results.extend(indexes.map(|index| Err(lost().of_record(index)))),
            }
        }
        (results, done)
    })
}

fn lost() -> Error {
    Error::new(ErrorCode::Internal, "a worker thread was lost; please report this")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_names_the_index() {
        let results = each(&[(); 500], |(), index| {
            if index % 100 == 7 { Err(Error::new(ErrorCode::InvalidJson, "no")) } else { Ok(index * 2) }
        });
        assert_eq!(results.len(), 500);
        for (index, result) in results.into_iter().enumerate() {
            match result {
                Ok(value) => assert_eq!(value, index * 2),
                Err(error) => assert_eq!((error.index(), index % 100), (Some(index), 7)),
            }
        }
    }
}
