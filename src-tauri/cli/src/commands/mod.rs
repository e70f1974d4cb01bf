//! One file for each verb.

pub mod check;
pub mod completions;
pub mod deploy;
pub mod diagnostics;
pub mod history;
pub mod plan;
pub mod profiles;
pub mod promote;
pub mod setup_profile;
pub mod status;
pub mod template;
pub mod test;
