//! What the tests that cross several crates have in common.

pub mod contract;
pub mod registry;
pub mod standins;
