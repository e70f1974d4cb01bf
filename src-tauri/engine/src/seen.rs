//! The status as it was seen last: `seen.json` in the configuration folder, for a start without a network.
//!
//! It is written when something changed, and otherwise every five minutes, so that its date is true enough. Where there
//! is none, as after a deployment by another program, the record of deployments says what it knows.

use ipc::status::{Deployed, EnvironmentStatus, Health, HealthState, StackSummary, Status};
use ipc::{Environment, Timestamp};

use crate::{Paths, Result, clock, files, history};

const FRESH_SECONDS: u64 = 300;

/// A status that can't be written takes nothing away from what is seen.
pub fn note(paths: &Paths, status: &Status) {
    let fresh = read(paths).is_some_and(|last| {
        status.checked_at.seconds_since(last.checked_at) < FRESH_SECONDS && gist(&last) == gist(status)
    });
    if !fresh {
        let _ = files::write(&paths.seen(), serde_json::to_string(status).unwrap_or_default());
    }
}

/// What was seen last, else what was deployed last; none where nothing ever was.
pub fn last(paths: &Paths) -> Result<Option<Status>> {
    match read(paths) {
        Some(status) => Ok(Some(status)),
        None => recorded(paths),
    }
}

/// Without what differs each time.
fn gist(status: &Status) -> Status {
    let mut status = status.clone();
    status.checked_at = Timestamp(0);
    for deployed in status.environments.iter_mut().filter_map(|one| one.deployed.as_mut()) {
        deployed.health.latency_ms = None;
    }
    status
}

/// A file that can't be read is as good as none.
fn read(paths: &Paths) -> Option<Status> {
    serde_json::from_str(&files::read(&paths.seen()).ok()??).ok()
}

fn recorded(paths: &Paths) -> Result<Option<Status>> {
    let mut checked_at = None;
    let mut stack = None;
    let mut environments = Vec::new();
    for environment in Environment::ALL {
        let deployed = history::current(paths, environment)?.map(|row| {
            let deployed_at = clock::parse_rfc3339(&row.deployed_at);
            checked_at = checked_at.max(deployed_at);
            stack = Some(StackSummary {
                name: row.stack_name,
                account: row.account.unwrap_or_default(),
                region: row.region.unwrap_or_default(),
                state: String::new(),
                busy: false,
            });
            Deployed {
                endpoint: row.endpoint,
                image_tag: row.image_tag,
                digest: row.digest,
                profile: row.profile,
                deployed_at,
                health: Health {
                    state: HealthState::Unknown,
                    detail: "It was not looked at since it was deployed.".into(),
                    latency_ms: None,
                    version: None,
                },
                tasks: None,
                targets: None,
                secret: None,
                agreement: None,
                tested: None,
                previous: None,
            }
        });
        environments.push(EnvironmentStatus { environment, deployed });
    }
    Ok(checked_at.map(|checked_at| Status { stack, environments, checked_at }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_kept_and_before_that_what_was_deployed() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        assert_eq!(last(&paths).unwrap(), None);
        let record = r#"{"prod":{"endpoint":"https://x/prod","imageTag":"0.6.3","deployedAt":"2025-11-04T12:00:00.000Z","stackName":"S","stage":"prod"}}"#;
        files::write(&paths.deploy_record(), record).unwrap();
        let mut status = last(&paths).unwrap().unwrap();
        let prod = status.environments[1].deployed.clone().unwrap();
        assert_eq!((prod.image_tag.as_str(), prod.health.state), ("0.6.3", HealthState::Unknown));
        assert_eq!(Some(status.checked_at), prod.deployed_at);
        assert!(status.environments[0].deployed.is_none());

        let mut see = |seconds: i64, latency, state| {
            status.checked_at = Timestamp(seconds * 1000);
            let health = &mut status.environments[1].deployed.as_mut().unwrap().health;
            (health.latency_ms, health.state) = (Some(latency), state);
            note(&paths, &status);
            last(&paths).unwrap().unwrap().checked_at.0 / 1000
        };
        assert_eq!(see(1000, 80, HealthState::Healthy), 1000);
        assert_eq!(see(1030, 90, HealthState::Healthy), 1000, "nothing but the latency differs");
        assert_eq!(see(1060, 90, HealthState::Degraded), 1060);
        assert_eq!(see(1400, 90, HealthState::Degraded), 1400);
    }
}
