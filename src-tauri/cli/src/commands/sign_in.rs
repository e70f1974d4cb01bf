//! `sign-in`: SSO, for a profile of the AWS configuration files; the AWS command line is then signed in, too.

use std::sync::Arc;

use engine::Result;
use engine::clock::SystemClock;
use engine::cloud::aws::SignIn;
use ipc::aws::SignInEnd;
use ipc::{Code, Problem};

use crate::Ended;
use crate::host::Host;

pub async fn run(host: &Host) -> Result<Ended> {
    if host.global.rehearsal {
        return Err(Problem::new(
            Code::ValueInvalid,
            "A rehearsal needs nobody to sign in.",
            "Leave --rehearsal out to sign in for real.",
        ));
    }
    let sign_in = SignIn::begin(&host.aws(host.global.aws_profile.clone())?, Arc::new(SystemClock)).await?;
    let prompt = sign_in.prompt();
    eprintln!("Open this address in a browser, here or on another device:");
    eprintln!();
    eprintln!("  {}", prompt.address);
    eprintln!();
    eprintln!("Allow the request there if the page shows this code: {}", prompt.code);
    eprintln!("Waiting until somebody has. Ctrl+C ends the waiting.");
    Ok(match sign_in.wait().await? {
        SignInEnd::SignedIn => {
            eprintln!("Signed in.");
            Ended::Done
        }
        SignInEnd::Cancelled => Ended::Cancelled,
    })
}
