//! `--context NAME=VALUE`, as the core wants it.

use fieldveil::Context;

use crate::failure::{Failure, Result};

/// The pairs of the command line. What was given is never repeated in a message: a value may be sensitive.
///
/// # Errors
/// Usage if one is no pair, `invalid_context` as the core says.
pub(crate) fn of(given: &[String]) -> Result<Context> {
    let mut context = Context::new();
    for (number, pair) in given.iter().enumerate() {
        let Some((name, value)) = pair.split_once('=') else {
            let nth = number + 1;
            return Err(Failure::Usage(format!("`--context` number {nth} is no pair; write NAME=VALUE")));
        };
        context.insert(name, value)?;
    }
    Ok(context)
}
