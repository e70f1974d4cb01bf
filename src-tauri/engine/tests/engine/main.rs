//! What the engine promises, tested from outside.

mod deploy;
mod rehearsal;
mod template;
