//! What the engine promises, tested from outside.

mod rehearsal;
mod template;
