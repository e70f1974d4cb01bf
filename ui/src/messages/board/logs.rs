//! The log viewer.

use ipc::Environment;

pub fn title(environment: Environment) -> String {
    format!("Logs of {environment}")
}

pub const SOURCE: &str = "What to read";
pub const CONTAINERS: &str = "Containers";
pub const REQUESTS: &str = "Requests to the API";
pub const SINCE: &str = "How far back";
/// In the order of the spans that can be chosen.
pub const SPANS: [&str; 4] = ["Last 15 minutes", "Last hour", "Last day", "Last 30 days"];
pub const FILTER: &str = "Only lines with";
pub const FOLLOW: &str = "Follow";
pub const PAUSE: &str = "Pause";
pub const FOLLOWING: &str = "New lines appear as they are written.";
pub const PAUSED: &str = "Paused.";
pub const JUMP: &str = "Jump to newest";
pub const COPY: &str = "Copy the selected lines, or all of them";
pub const LOADING: &str = "Reading the log";
pub const LINES: &str = "Log lines";
pub const LOOK_FURTHER: &str = "Look at the last 30 days";

pub fn empty(span: usize, filtered: bool) -> String {
    let span = SPANS.get(span).copied().unwrap_or_default().to_ascii_lowercase();
    match filtered {
        true => format!("No line of the {span} has this text."),
        false => format!("Nothing was written in the {span}."),
    }
}

pub fn kept(lines: usize, most: usize) -> String {
    match lines {
        1 => "1 line".to_owned(),
        _ if lines < most => format!("{lines} lines"),
        _ => format!("The newest {most} lines; older ones are in CloudWatch."),
    }
}
