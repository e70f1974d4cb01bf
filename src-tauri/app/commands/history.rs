use ipc::Problem;
use ipc::bridge::{HistoryPage, HistoryQuery};
use tauri::State;

use crate::host::Host;

/// What was deployed when, newest first, a page of what fits.
#[tauri::command(async)]
pub fn history(host: State<'_, Host>, query: HistoryQuery) -> Result<HistoryPage, Problem> {
    host.history(&query)
}
