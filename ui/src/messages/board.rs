//! The dashboard and what opens from it, a file for each of its parts.

pub mod cards;
pub mod dialogs;
pub mod history;
pub mod logs;
pub mod runs;
