//! What goes wrong in the middle: each step meets each fault, and the process is killed at any moment.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the matrix is shown, and a seed has to be told")]

mod cell;
mod kills;
mod matrix;
mod table;
mod writers;
