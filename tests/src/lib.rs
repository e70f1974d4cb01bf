//! What the tests that cross several crates have in common.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod benchling;
pub mod buckets;
pub mod command;
pub mod container;
pub mod contract;
#[cfg(unix)]
pub mod keyboard;
#[cfg(unix)]
pub mod look;
pub mod networks;
#[cfg(unix)]
pub mod opener;
pub mod portal;
pub mod programs;
pub mod proxy;
#[cfg(unix)]
pub mod reach;
pub mod registry;
pub mod search;
#[cfg(unix)]
pub mod shift;
pub mod stacks;
pub mod standins;
pub mod terminal;
#[cfg(unix)]
pub mod window;
pub mod world;
