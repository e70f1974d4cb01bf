//! The page's side of the bridge: one typed function for each of the host's commands, in a file of the command's
//! name, and the subscription to its events.
//!
//! Values cross as JSON text and are read with the same serde types on both sides, so that what the page accepts is
//! exactly what the host can say. Whatever goes wrong on the way is a [`Problem`], too: a view handles one kind of
//! failure only.

mod app_manifest;
mod bridge;
mod check_app_definition;
mod check_benchling;
mod check_bucket;
mod choose_appearance;
mod choose_mode;
mod connect;
mod copy_secret;
mod credential_sources;
mod deploy;
mod discard_plan;
mod drift;
mod find_network;
mod history;
mod hold_secret;
mod last_seen;
mod logs;
mod open_page;
mod plan;
mod plan_removal;
mod plan_repair;
mod preflight;
mod profiles;
mod progress;
mod promotion;
mod quilt_stack;
mod quilt_stacks;
mod rehearse_failure;
mod rotate_secret;
mod save_app_manifest;
mod save_profile;
mod secret_place;
mod start;
mod status;
mod stop;
mod verify;
mod way_back;

pub use app_manifest::app_manifest;
pub use bridge::{NoArguments, call, on_event};
pub use check_app_definition::check_app_definition;
pub use check_benchling::check_benchling;
pub use check_bucket::check_bucket;
pub use choose_appearance::choose_appearance;
pub use choose_mode::choose_mode;
pub use connect::connect;
pub use copy_secret::copy_secret;
pub use credential_sources::credential_sources;
pub use deploy::deploy;
pub use discard_plan::discard_plan;
pub use drift::drift;
pub use find_network::find_network;
pub use history::history;
pub use hold_secret::hold_secret;
pub use last_seen::last_seen;
pub use logs::logs;
pub use open_page::open_page;
pub use plan::plan;
pub use plan_removal::plan_removal;
pub use plan_repair::plan_repair;
pub use preflight::preflight;
pub use profiles::profiles;
pub use progress::progress;
pub use promotion::promotion;
pub use quilt_stack::quilt_stack;
pub use quilt_stacks::quilt_stacks;
pub use rehearse_failure::rehearse_failure;
pub use rotate_secret::rotate_secret;
pub use save_app_manifest::save_app_manifest;
pub use save_profile::save_profile;
pub use secret_place::secret_place;
pub use start::start;
pub use status::status;
pub use stop::stop;
pub use verify::verify;
pub use way_back::way_back;
