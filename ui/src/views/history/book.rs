//! The rows of the history as the page holds them: asked for by the page as they come into sight, one question at a
//! time. What was asked before the filter changed is not shown any more.

use std::ops::Range;

use ipc::Problem;
use ipc::bridge::HistoryQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::board::history::{PAGE, Rows, drawn, page_of};
use crate::derived::memo;

#[derive(Clone, Copy)]
pub struct Book {
    /// What is looked for; offset and limit mean nothing here.
    pub filter: RwSignal<HistoryQuery>,
    /// None before the first answer.
    pub rows: RwSignal<Option<Result<Rows, Problem>>>,
    pub found: Memo<usize>,
    /// How far the list is scrolled, and how high it is, in pixels.
    pub scrolled: RwSignal<usize>,
    pub height: RwSignal<usize>,
    /// The rows to draw.
    pub drawn: Memo<Range<usize>>,
    asking: StoredValue<bool>,
    /// Which question the rows are the answer to, and which is the last.
    answered: StoredValue<u32>,
    turn: StoredValue<u32>,
}

impl Book {
    pub fn new() -> Self {
        let rows = RwSignal::new(None::<Result<Rows, Problem>>);
        let found = memo(move || {
            rows.with(|rows| match rows {
                Some(Ok(rows)) => rows.found,
                _ => 0,
            })
        });
        let (scrolled, height) = (RwSignal::new(0), RwSignal::new(0));
        let drawn = memo(move || drawn(scrolled.get(), height.get(), found.get()));
        Self {
            filter: RwSignal::new(HistoryQuery::default()),
            rows,
            found,
            scrolled,
            height,
            drawn,
            asking: StoredValue::new(false),
            answered: StoredValue::new(0),
            turn: StoredValue::new(0),
        }
    }

    /// Something may be another: the rows stay until the new ones are there.
    pub fn again(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.ask();
    }

    /// Asks for what is in sight and missing.
    pub fn ask(self) {
        if self.asking.get_value() {
            return;
        }
        let turn = self.turn.get_value();
        let drawn = self.drawn.get_untracked();
        let offset = if self.answered.get_value() == turn {
            self.rows.with_untracked(|rows| match rows {
                Some(Ok(rows)) => rows.missing(&drawn),
                _ => None,
            })
        } else {
            Some(page_of(drawn.start))
        };
        let Some(offset) = offset else { return };
        self.asking.set_value(true);
        let query = HistoryQuery { offset, limit: PAGE, ..self.filter.get_untracked() };
        spawn_local(async move {
            let answer = backend::history(query).await;
            // The page may have been left while we waited.
            if self.asking.try_set_value(false).is_some() {
                return;
            }
            if self.turn.get_value() == turn {
                let first = self.answered.get_value() != turn;
                self.answered.set_value(turn);
                self.rows.update(|rows| match (answer, rows) {
                    (Ok(page), Some(Ok(rows))) if !first => rows.take(offset, page),
                    (Ok(page), rows) => {
                        let mut new = Rows::default();
                        new.take(offset, page);
                        *rows = Some(Ok(new));
                    }
                    (Err(problem), rows) => *rows = Some(Err(problem)),
                });
            }
            self.ask();
        });
    }
}
