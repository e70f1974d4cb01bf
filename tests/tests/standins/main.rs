//! The SDK's side of the contract, and what only a server can show, each test on a stand-in of its own.

#![allow(clippy::unwrap_used, reason = "a test fails where it meets what it did not expect")]

mod contract;
mod credentials;
mod images;
mod services;
