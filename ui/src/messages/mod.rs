//! Every sentence and label of the window, a file for each part of it. A view holds no words of its own, so another
//! language is another set of these files.
//!
//! A text without values is a constant, one with values a function of them; so the compiler finds what is missing.

pub mod aws;
pub mod board;
pub mod common;
pub mod import;
pub mod settings;
pub mod wizard;
