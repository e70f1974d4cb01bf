//! The wizard, but for its AWS page.
