//! `test`: does it answer, and does it refuse what nobody signed?

use engine::{Result, verify};
use ipc::{Environment, ProfileName};

use crate::args::Test;
use crate::host::Host;
use crate::{Ended, show};

pub async fn run(host: &Host, test: Test) -> Result<Ended> {
    let report = match (test.environment, test.url) {
        (_, Some(url)) => verify::address(&host.connected_anywhere().await?, &url).await,
        (environment, None) => {
            let environment = environment.map_or(Environment::Prod, Into::into);
            let paths = host.local()?.paths;
            let profile = engine::profiles::load(&paths, &ProfileName::usual_for(environment)).ok();
            verify::environment(&host.connected(profile.as_ref()).await?, environment).await?
        }
    };
    if host.global.json {
        show::json(&report);
    } else {
        show::verification(&report);
    }
    Ok(if report.passed() { Ended::Done } else { Ended::Bad })
}
