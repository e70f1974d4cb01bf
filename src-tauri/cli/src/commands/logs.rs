//! `logs`: what the containers of an environment write, or what comes to its stage.

use std::collections::HashSet;
use std::time::Duration;

use engine::cloud::{LogLine, LogQuery};
use engine::{Result, clock, logs};
use ipc::{Environment, Timestamp};
use serde_json::json;

use crate::args::Logs;
use crate::host::Host;
use crate::{Ended, show};

const POLL: Duration = Duration::from_secs(2);
/// A line can arrive later than one that was written after it.
const LATE_MS: i64 = 60_000;

pub async fn run(host: &Host, arguments: Logs) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let engine = host.of(environment).await?;
    let group = logs::group(&engine, environment, arguments.access).await?;
    let ago = |span: Duration| {
        Timestamp(engine.clock.now().0 - i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
    };
    let mut query =
        LogQuery { limit: arguments.lines, since: arguments.since.map(ago), with: arguments.filter };
    let mut shown: HashSet<(i64, String, String)> = HashSet::new();
    loop {
        for line in engine.cloud()?.log_lines(&group, &query).await? {
            if shown.insert((line.at.0, line.stream.clone(), line.text.clone())) {
                print(host, &line);
            }
        }
        if !arguments.follow {
            return Ok(Ended::Done);
        }
        let since = engine.clock.now().0 - LATE_MS;
        shown.retain(|(at, ..)| *at >= since);
        query = LogQuery { limit: 10_000, since: Some(Timestamp(since)), ..query };
        engine.clock.sleep(POLL).await;
    }
}

fn print(host: &Host, line: &LogLine) {
    let at = clock::rfc3339(line.at);
    let _ = if host.global.json {
        show::text(&json!({ "at": at, "stream": line.stream, "text": line.text }).to_string())
    } else {
        show::text(&format!("{at}  {}", line.text))
    };
}
