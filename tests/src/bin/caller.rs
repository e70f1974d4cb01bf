//! Says as JSON what the engine makes of this process's environment: `caller [PROFILE]`.
//!
//! The order in which credentials are found is a matter of environment variables and files, which a test can't
//! set for itself without setting them for its neighbours; it starts this instead.

use engine::cloud::Cloud;
use engine::cloud::aws::{AwsOptions, connect, credential_sources};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = AwsOptions { profile: std::env::args().nth(1), ..AwsOptions::default() };
    let caller = match connect(options).await {
        Ok(aws) => aws.caller().await,
        Err(problem) => Err(problem),
    };
    let answer = json!({ "caller": caller, "sources": credential_sources().await });
    Ok(serde_json::to_writer(std::io::stdout(), &answer)?)
}
