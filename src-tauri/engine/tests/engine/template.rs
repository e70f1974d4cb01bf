//! The template as CloudFormation would read it: what exists under which parameters, who mentions whom, and
//! where a request ends.

mod access;
mod combinations;
mod parameters;
mod reading;
mod routing;
mod shape;
mod upgrade;

pub use upgrade::npm_stack;
