//! The product. Plans, deploys and verifies the Benchling webhook stack.
//!
//! The engine never prints, never asks and never reads the environment by itself. Its host (the window, the
//! command line, a test) hands it [`Paths`], a [`Clock`], a [`SecretStore`](secret::SecretStore) and a
//! [`Cloud`](cloud::Cloud), and decides how what comes back looks.

pub mod clock;
pub mod cloud;
pub mod contract;
pub mod paths;
pub mod secret;
pub mod template;

pub use clock::Clock;
pub use paths::Paths;

/// Every fallible function of the engine fails with a [`Problem`](ipc::Problem): code, sentence, next action.
pub type Result<T> = std::result::Result<T, ipc::Problem>;
