//! What crosses the bridge between the window and its host, and nothing else.
//!
//! Types, command names, event names and error codes, used on both sides: by the engine and its hosts
//! natively, by the page as WebAssembly. There is no logic here beyond the constructors of [`names`], which
//! are the only check a value ever gets.

pub mod allow_list;
pub mod aws;
pub mod bridge;
pub mod check;
pub mod import;
pub mod names;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod progress;
pub mod size;
pub mod status;

pub use allow_list::AllowList;
pub use names::{
    AppDefinitionId, BucketName, Digest, Environment, ImageRepository, ImageTag, InvalidName, LogLevel,
    ProfileName, StackArn, Tenant, Timestamp,
};
pub use problem::{Code, Problem};
pub use profile::Profile;
pub use size::{TaskCount, TaskSize};
