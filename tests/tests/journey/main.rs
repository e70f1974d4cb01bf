//! The main job through the command line, as a person or a CI job runs it, against a stand-in for AWS.

mod command;
mod deploys;
mod refusals;
mod rehearsal;
