//! The main job through the real window: WebKit, a real keyring, stand-ins for AWS and Benchling.
//!
//! Runs under Xvfb in a session with a keyring of its own (`scripts/test window`). Every step leaves a
//! screenshot in `tests/out/screens`; with `UPDATE_SCREENSHOTS=1` those of the README are replaced.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod board;
mod elsewhere;
mod failure;
mod history;
mod import;
mod install;
mod keyboard;
mod keyring;
mod motion;
mod notified;
mod opened;
mod operations;
mod questions;
mod rehearse;
mod rehearsed;
mod settings;
mod shift;
mod signin;
mod trouble;
mod wizard;
mod zoom;
