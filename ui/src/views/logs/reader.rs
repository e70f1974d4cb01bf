//! Reading a log: all that is asked for at first, then every few seconds what is new, unless it is paused.

use std::time::Duration;

use ipc::bridge::LogsQuery;
use ipc::{Environment, Problem, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::board::logs::{Lines, SPANS};
use crate::clock;
use crate::derived::effect;

const POLL: Duration = Duration::from_secs(3);
/// A day.
const USUAL_SPAN: usize = 2;
/// The last of the spans.
pub const LONGEST_SPAN: usize = SPANS.len() - 1;

#[derive(Clone, Copy)]
pub struct Reader {
    pub following: RwSignal<bool>,
    /// What comes to the API instead of what the containers write.
    pub access: RwSignal<bool>,
    pub with: RwSignal<String>,
    /// An index into the spans.
    pub span: RwSignal<usize>,
    /// None before the first answer to the present question.
    pub lines: RwSignal<Option<Result<Lines, Problem>>>,
    environment: Environment,
    turn: StoredValue<u32>,
    asking: StoredValue<bool>,
}

impl Reader {
    pub fn new(environment: Environment) -> Self {
        let reader = Self {
            following: RwSignal::new(true),
            access: RwSignal::new(false),
            with: RwSignal::new(String::new()),
            span: RwSignal::new(USUAL_SPAN),
            lines: RwSignal::new(None),
            environment,
            turn: StoredValue::new(0),
            asking: StoredValue::new(false),
        };
        // Another question begins anew.
        effect(move || {
            reader.access.track();
            reader.with.track();
            reader.span.track();
            reader.turn.update_value(|turn| *turn += 1);
            reader.lines.set(None);
            reader.following.set(true);
            reader.ask();
        });
        let poll = move || {
            if reader.following.try_get_untracked() == Some(true) && !document().hidden() {
                reader.ask();
            }
        };
        if let Ok(timer) = set_interval_with_handle(poll, POLL) {
            on_cleanup(move || timer.clear());
        }
        reader
    }

    pub fn follow(self, on: bool) {
        self.following.set(on);
        if on {
            self.ask();
        }
    }

    fn ask(self) {
        if self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        let turn = self.turn.get_value();
        let reach = SPANS.get(self.span.get_untracked()).copied().unwrap_or_default();
        let begin = Timestamp(clock::now().0 - reach);
        let newer = self.lines.with_untracked(|lines| match lines {
            Some(Ok(lines)) => lines.ask_from(),
            _ => None,
        });
        let since = newer.unwrap_or(begin);
        let query = LogsQuery {
            environment: self.environment,
            access: self.access.get_untracked(),
            with: self.with.get_untracked(),
            since: Some(since),
        };
        spawn_local(async move {
            let answer = backend::logs(query).await;
            // The dialog may have been closed while we waited.
            if self.asking.try_set_value(false).is_some() {
                return;
            }
            if self.turn.get_value() != turn {
                return self.ask();
            }
            // Nothing is drawn anew where nothing is new.
            self.lines.maybe_update(|lines| match (answer, lines) {
                (Ok(rows), Some(Ok(lines))) => {
                    let before = lines.clone();
                    lines.take(since, rows);
                    *lines != before
                }
                (Ok(rows), lines) => {
                    let mut first = Lines::default();
                    first.take(since, rows);
                    *lines = Some(Ok(first));
                    true
                }
                (Err(problem), lines) => {
                    *lines = Some(Err(problem));
                    true
                }
            });
        });
    }
}
