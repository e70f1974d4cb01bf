//! What several parts say.

use ipc::Code;

// A plan

pub const WHAT_CAN_BE_UNDONE: &str = "What can be undone";

// A live check, beside its field

pub const CHECKING: &str = "Checking";
pub const NO_ANSWER: &str = "No answer";

/// A check that came to nothing: what it says about the value.
pub fn not_accepted(code: Code) -> &'static str {
    match code {
        Code::BenchlingTenantNotFound
        | Code::QuiltStackMissing
        | Code::BucketMissing
        | Code::AppDefinitionUnknown => "Not found",
        Code::BenchlingCredentialsRefused => "Refused",
        Code::QuiltStackElsewhere => "Elsewhere",
        Code::QuiltStackIncomplete => "Incomplete",
        Code::NetworkUnsuitable => "Not suitable",
        _ => "Not accepted",
    }
}
