//! Asking for the status: one question at a time, and one more where somebody asked meanwhile, since the answer that
//! is under way may be from before what they want to see.

use std::time::Duration;

use ipc::bridge::Mode;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kept;
use crate::backend;
use crate::board::watch::Watch;

const EVERY: Duration = Duration::from_secs(30);
/// After that long without a first answer, what was seen before is shown.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub struct Poll {
    pub watch: RwSignal<Watch>,
    /// A person asked. Only that turns the arrow: a page that stays open should be still.
    pub pressed: RwSignal<bool>,
    mode: Mode,
    asking: StoredValue<bool>,
    again: StoredValue<bool>,
}

impl Poll {
    pub fn new(mode: Mode) -> Self {
        Self {
            watch: RwSignal::new(Watch { samples: kept::samples(mode), ..Watch::default() }),
            pressed: RwSignal::new(false),
            mode,
            asking: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// What was seen before this page was opened, for as long as nothing answers.
    pub fn remember(self) {
        spawn_local(async move {
            // A record that can't be read is told where it matters.
            if let Ok(Some(last)) = backend::last_seen().await {
                let _ = self.watch.try_update(|watch| watch.remember(last));
            }
        });
        set_timeout(
            move || {
                let _ = self.watch.try_update(|watch| watch.waited = true);
            },
            PATIENCE,
        );
    }

    /// Ask every 30 seconds while the window can be seen, and when it comes into sight, for as long as the owner lives.
    pub fn keep_asking(self) {
        let ask_if_seen = move || {
            if !document().hidden() {
                self.ask();
            }
        };
        if let Ok(interval) = set_interval_with_handle(ask_if_seen, EVERY) {
            on_cleanup(move || interval.clear());
        }
        let seen = window_event_listener_untyped("visibilitychange", move |_| ask_if_seen());
        on_cleanup(move || seen.remove());
    }

    pub fn press(self) {
        self.pressed.set(true);
        self.ask();
    }

    pub fn ask(self) {
        if self.asking.get_value() {
            self.again.set_value(true);
            return;
        }
        self.asking.set_value(true);
        spawn_local(async move {
            let answer = backend::status().await;
            // The page may have been left while we waited; then there is nothing to tell.
            let told = self.watch.try_update(|watch| {
                watch.saw(answer);
                kept::keep(self.mode, &watch.samples);
            });
            if told.is_none() {
                return;
            }
            self.asking.set_value(false);
            if self.again.get_value() {
                self.again.set_value(false);
                self.ask();
            } else {
                self.pressed.set(false);
            }
        });
    }
}
