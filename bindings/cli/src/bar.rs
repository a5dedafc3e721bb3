//! A bar for long work: on standard error, and only where a person looks at it.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many bytes, if that is known. Silent unless standard error is a terminal, and when records go to
/// the same terminal.
pub(crate) fn over(length: Option<u64>, to_stdout: bool) -> ProgressBar {
    let quiet = !io::stderr().is_terminal() || (to_stdout && io::stdout().is_terminal());
    if quiet {
        return ProgressBar::hidden();
    }
    let target = ProgressDrawTarget::stderr_with_hz(8);
    let bar = ProgressBar::with_draw_target(length, target).with_style(style(length.is_some()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn style(known: bool) -> ProgressStyle {
    let template = if known {
        "{bar:40.cyan/dim} {percent:>3} %  {bytes} of {total_bytes}  {binary_bytes_per_sec}  {eta} left"
    } else {
        "{spinner} {bytes}  {binary_bytes_per_sec}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
