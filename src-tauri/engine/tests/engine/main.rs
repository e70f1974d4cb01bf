//! What the engine promises, tested from outside.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod canary;
mod causes;
mod deploy;
mod diagnostics;
mod events;
mod golden;
mod independence;
mod laws;
mod operations;
mod permissions;
mod profiles;
mod properties;
mod questions;
mod rehearsal;
mod takeover;
mod template;
mod world;
