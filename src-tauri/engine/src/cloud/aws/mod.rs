//! The official SDK.
