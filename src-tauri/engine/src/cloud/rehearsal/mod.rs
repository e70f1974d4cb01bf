//! A stateful simulation.
