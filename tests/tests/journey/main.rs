//! The main job through the command line, as a person or a CI job runs it, against a stand-in for AWS.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod deploys;
mod import;
mod operations;
mod questions;
mod refusals;
mod rehearsal;

use installer_tests::command;
