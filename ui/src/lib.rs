//! The window's page.
//!
//! `backend` speaks with the host, `components` draw, `wizard` decides without touching the page, `views` put these
//! together, `shell` holds what they share. Everything that does not draw builds natively and is tested there.

mod app;
pub mod backend;
pub mod board;
pub mod clock;
pub mod components;
mod derived;
pub mod draft;
pub mod fault;
mod json;
mod keys;
pub mod messages;
mod node;
mod owner;
mod presence;
pub mod shell;
mod signing_in;
mod taste;
pub mod views;
pub mod wizard;
pub mod words;

pub use app::App;
