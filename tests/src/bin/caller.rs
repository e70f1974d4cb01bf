//! Says as JSON what the engine makes of this process's environment: `caller [PROFILE]`.
//!
//! The order in which credentials are found is a matter of environment variables and files, which a test can't
//! set for itself without setting them for its neighbours; it starts this instead.

use engine::clock::SystemClock;
use engine::cloud::Cloud;
use engine::cloud::aws::{connect, credential_sources};
use engine::connect::Surroundings;
use engine::{Clock, Paths};
use ipc::aws::AwsChoice;
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let surroundings = Surroundings::look_up(|name| std::env::var(name).ok());
    let paths = Paths::at(surroundings.home.clone().unwrap_or_default().join("settings"));
    let choice = AwsChoice { profile: std::env::args().nth(1), region: None };
    let options = surroundings.aws(&paths, &choice)?;
    let sources = credential_sources(&options, SystemClock.now()).await;
    let caller = match connect(options).await {
        Ok(aws) => aws.caller().await,
        Err(problem) => Err(problem),
    };
    let answer = json!({ "caller": caller, "sources": sources });
    Ok(serde_json::to_writer(std::io::stdout(), &answer)?)
}
