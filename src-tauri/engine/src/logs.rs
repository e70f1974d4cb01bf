//! What an environment's containers write, or what comes to its stage.

use ipc::bridge::{LogRow, LogsQuery};
use ipc::{Code, Environment, Problem};

use crate::cloud::LogQuery;
use crate::template::STACK_NAME;
use crate::{Engine, Result};

/// What a person reads at once, and what the window keeps.
const ROWS: u32 = 1000;

/// The log group of an environment; with `access`, of its stage.
pub async fn group(engine: &Engine, environment: Environment, access: bool) -> Result<String> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?;
    let name = if access { "AccessLogGroup" } else { "LogGroup" };
    let group = stack.as_ref().and_then(|stack| stack.output(environment, name));
    group.map(str::to_owned).ok_or_else(|| {
        Problem::new(
            Code::StackMissing,
            format!("{} is not deployed, so it has no log.", environment.title()),
            "Deploy it first.",
        )
    })
}

/// The newest rows, oldest first.
pub async fn rows(engine: &Engine, query: &LogsQuery) -> Result<Vec<LogRow>> {
    let group = group(engine, query.environment, query.access).await?;
    let with = Some(query.with.trim()).filter(|with| !with.is_empty()).map(str::to_owned);
    let asked = LogQuery { limit: ROWS, since: query.since, with };
    let lines = engine.cloud()?.log_lines(&group, &asked).await?;
    Ok(lines.into_iter().map(|line| LogRow { at: line.at, text: line.text }).collect())
}
