//! The history: its list, the details of a row, two rows side by side.

use crate::words::counted;

pub const TITLE: &str = "History";
pub const LOADING: &str = "Loading the history";
pub const EMPTY: &str = "Nothing has been deployed from here yet. Each deployment leaves a line: when, what, by whom, and how it went.";
pub const NOTHING_FOUND: &str = "No deployment fits. Change the search, the environment or the result.";
pub const WHICH_ENVIRONMENT: &str = "Show which environment";
pub const ALL_ENVIRONMENTS: &str = "All environments";
pub const WHICH_RESULT: &str = "Show which result";
pub const ALL_RESULTS: &str = "All results";
pub const SEARCH: &str = "Search";
pub const SEARCH_THE_HISTORY: &str = "Search the history";
pub const COMPARE: &str = "Compare";
pub const KEYS: &str = "Arrow keys, Page up, Page down, Home and End move, Enter opens the details, Space chooses a row for comparison.";
pub const COLUMNS: [&str; 7] = ["Compare", "When", "Where", "What", "Took", "Who", "Result"];
pub const LOADING_ROW: &str = "Loading";

pub fn count(found: usize, all: usize) -> String {
    let all_words = counted(all as u64, "deployment");
    if found == all { all_words } else { format!("{found} of {all_words}") }
}

pub fn compare_hint(chosen: usize) -> &'static str {
    match chosen {
        0 => "Choose two rows to compare them",
        1 => "Choose another row to compare the two",
        _ => "Compare the two chosen rows",
    }
}

pub const DETAILS: &str = "Deployment";
pub const COPY_DETAILS: &str = "Copy these details";
pub const REDEPLOY: &str = "Redeploy this one";
pub const NO_IMAGE: &str = "It left no image that could be deployed again.";
pub const CLOSE: &str = "Close";

pub const COMPARISON: &str = "Two deployments side by side";
pub const DIFFERENT: &str = "What differs";
pub const SAME: &str = "What is the same";
pub const NOTHING_DIFFERS: &str = "Nothing differs but the moment.";
pub const UNKNOWN: &str = "not recorded";
pub const OLDER: &str = "Older";
pub const NEWER: &str = "Newer";
pub const ASPECT: &str = "Aspect";

pub const ENVIRONMENT: &str = "Environment";
pub const WHAT: &str = "What";
pub const RESULT: &str = "Result";
pub const CAUSE: &str = "Cause";
pub const WHO: &str = "Who";
pub const PROFILE: &str = "Profile";
pub const STARTED: &str = "Started";
pub const ENDED: &str = "Ended";
pub const TOOK: &str = "Took";
pub const TAG: &str = "Image tag";
pub const IMAGE: &str = "Image";
pub const ENDPOINT: &str = "Address";
pub const STACK: &str = "Stack";
pub const CHANGE_SET: &str = "Change set";
pub const TEMPLATE: &str = "Template";
