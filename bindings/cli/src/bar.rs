//! A bar for long work: on standard error, and only where a person looks at it.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::input::{Input, Reader};

/// Watches an input being read. Silent unless standard error is a terminal, and when records go to the same
/// terminal.
pub(crate) fn watch(input: Input, to_stdout: bool) -> (ProgressBar, Reader) {
    let quiet = !io::stderr().is_terminal() || (to_stdout && io::stdout().is_terminal());
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(8) };
    let bar = ProgressBar::with_draw_target(input.length, target).with_style(style(input.length.is_some()));
    if !quiet {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    let reader = Box::new(bar.wrap_read(input.reader));
    (bar, reader)
}

fn style(known: bool) -> ProgressStyle {
    let template = if known {
        "{bar:40.cyan/dim} {percent:>3} %  {bytes} of {total_bytes}  {binary_bytes_per_sec}  {eta} left"
    } else {
        "{spinner} {bytes}  {binary_bytes_per_sec}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
