//! The product. Plans, deploys and verifies the Benchling webhook stack.
//!
//! The engine never prints, never asks and never reads the environment by itself. Its host (the window, the
//! command line, a test) hands it [`Paths`], a [`Clock`], a [`SecretStore`](secret::SecretStore) and a
//! [`Cloud`](cloud::Cloud), and decides how what comes back looks.

pub mod agreement;
pub mod benchling;
pub mod bucket;
pub mod clock;
pub mod cloud;
pub mod connect;
pub mod container_secret;
pub mod contract;
pub mod deploy;
pub mod deployed;
pub mod diagnostics;
pub mod drift;
pub mod durations;
mod engine;
pub mod files;
pub mod history;
pub mod import;
pub mod journal;
pub mod logs;
mod loopback;
pub mod manifest;
pub mod network;
pub mod paths;
pub mod preflight;
pub mod profiles;
pub mod progress;
pub mod promote;
pub mod quilt;
pub mod rollback;
pub mod rotate;
pub mod secret;
pub mod seen;
pub mod status;
pub(crate) mod takeover;
pub mod template;
pub mod tested;
pub mod verify;
pub mod wire;

pub use clock::Clock;
pub use engine::{Engine, Glimpse};
pub use paths::Paths;

/// Every fallible function of the engine fails with a [`Problem`](ipc::Problem): code, sentence, next action.
pub type Result<T> = std::result::Result<T, ipc::Problem>;
