//! The wizard's decisions, without a page: which answers there are, which are missing, what is to be checked with the
//! host, what the rail shows, and the profiles and the request that come out at the end.
//!
//! `answers` is what a person typed and all that survives a crash. `state` adds what was found out since the wizard
//! opened. Neither knows the page, so both are tested natively.

mod answers;
mod key;
mod page;
mod regions;
mod running;
mod state;

pub use answers::{Answers, Environments, Network};
pub use key::Key;
pub use page::Page;
pub use regions::{REGIONS, region_words};
pub use running::Running;
pub use state::{Draft, Mark, Wizard};
