//! What the rows of a running deployment say.

use ipc::plan::Group;
use ipc::progress::ResourceState;

pub fn group(group: Group) -> &'static str {
    match group {
        Group::Shared => "Shared",
        Group::Dev => "Dev",
        Group::Prod => "Prod",
    }
}

pub fn done(settled: usize, open: usize, failed: usize) -> String {
    let done = match open {
        0 => format!("{settled} done"),
        open => format!("{settled} of {} done", settled + open),
    };
    if failed == 0 { done } else { format!("{done}, {failed} failed") }
}

pub fn state(state: ResourceState) -> &'static str {
    match state {
        ResourceState::Waiting => "Waiting",
        ResourceState::Creating => "Creating",
        ResourceState::Updating => "Updating",
        ResourceState::Removing => "Removing",
        ResourceState::Done => "Done",
        ResourceState::Removed => "Removed",
        ResourceState::Failed => "Failed",
        ResourceState::Cancelled => "Given up",
        ResourceState::RollingBack => "Rolling back",
        ResourceState::RolledBack => "Rolled back",
    }
}

pub const NOT_BEGUN: &str = "Not begun";
pub const USUALLY_SECONDS: &str = "usually a few seconds";

pub fn usually_about(what: impl std::fmt::Display, unit: &str) -> String {
    format!("usually about {what} {unit}")
}

pub fn usually_between(from: impl std::fmt::Display, to: impl std::fmt::Display, unit: &str) -> String {
    format!("usually {from} to {to} {unit}")
}

pub fn usually_up_to(minutes: u32) -> String {
    format!("usually up to {minutes} min")
}

pub fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

pub fn seconds(seconds: u32) -> String {
    format!("{seconds} s")
}
