//! `history`: what was deployed when, newest first, a page of what fits.

use ipc::Problem;
use ipc::bridge::{HistoryPage, HistoryQuery, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    query: HistoryQuery,
}

pub async fn history(query: HistoryQuery) -> Result<HistoryPage, Problem> {
    call(command::HISTORY, &Arguments { query }).await
}
