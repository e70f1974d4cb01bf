//! The rehearsed cloud, asked as the engine asks it.

mod changes;
mod failures;
mod product;
mod running;
mod stack;
mod stage;
mod state;
