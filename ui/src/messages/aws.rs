//! The wizard's AWS page, and signing in.
