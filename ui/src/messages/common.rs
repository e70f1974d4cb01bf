//! What several parts say.
