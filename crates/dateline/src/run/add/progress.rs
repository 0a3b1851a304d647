//! How far it is, for people at a terminal.

use dateline_record::Added;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// How often the line is drawn anew.
const BEAT: Duration = Duration::from_millis(200);

/// A line on standard error while articles are added; nothing where nobody looks.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new() -> Self {
        // It draws on a terminal alone.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = "{spinner} {pos} articles added  {msg}  {per_sec}  {elapsed_precise}";
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(BEAT);
        Progress { bar }
    }

    /// Shows what was done so far.
    pub(super) fn show(&self, added: Added) {
        self.bar.set_position(added.articles as u64);
        self.bar.set_message(format!("{} known before  {} unreadable", added.known, added.unreadable));
    }

    /// Says something above the line.
    pub(super) fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
