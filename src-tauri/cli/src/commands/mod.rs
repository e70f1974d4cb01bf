//! One file for each verb.

pub mod check;
pub mod completions;
pub mod deploy;
pub mod destroy;
pub mod diagnostics;
pub mod drift;
pub mod history;
pub mod import;
pub mod logs;
pub mod plan;
pub mod profiles;
pub mod promote;
pub mod resume;
pub mod rollback;
pub mod rotate_secret;
pub mod settle;
pub mod setup_profile;
pub mod sign_in;
pub mod status;
pub mod stop;
pub mod template;
pub mod test;
