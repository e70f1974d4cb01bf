//! The contract, on the SDK and on the rehearsal, and what only a server can show. Each test has a stand-in or a
//! rehearsal of its own.

#![allow(clippy::unwrap_used, reason = "a test fails where it meets what it did not expect")]

mod buckets;
mod combinations;
mod contract;
mod credentials;
mod images;
mod lifecycle;
mod networks;
mod rehearsal;
mod services;
mod takeover;
