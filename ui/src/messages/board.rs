//! The dashboard and what opens from it.
