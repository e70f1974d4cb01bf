//! The template.
