//! `logs`: the newest lines of an environment's log.

use ipc::Problem;
use ipc::bridge::{LogRow, LogsQuery, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    query: LogsQuery,
}

pub async fn logs(query: LogsQuery) -> Result<Vec<LogRow>, Problem> {
    call(command::LOGS, &Arguments { query }).await
}
