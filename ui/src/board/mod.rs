//! What the dashboard and the progress page work out before they draw: grouping, durations in words, sparkline
//! points, the timeline's bars, when a promotion is in order. Pure functions over `ipc` types, so that their tests
//! run natively; nothing here knows the page.

pub mod duration;
pub mod history;
pub mod logs;
mod order;
pub mod promote;
pub mod request;
pub mod resources;
pub mod samples;
pub mod timeline;
pub mod watch;

#[cfg(test)]
pub mod fixtures;
