//! When the path from dev to prod is lit: dev runs something that prod doesn't, is healthy, and was tested since.
//! Otherwise it says why not. The path is information; what forbids or objects to a promotion is the host's answer.

use ipc::status::{Deployed, HealthState, Status};
use ipc::{Digest, Environment, Timestamp};
use serde::{Deserialize, Serialize};

/// A test that ran in this window, and what it was run against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    pub endpoint: String,
    pub digest: Option<Digest>,
    pub deployed_at: Option<Timestamp>,
    pub passed: bool,
    pub at: Timestamp,
}

impl Tested {
    pub fn of(deployed: &Deployed, passed: bool, at: Timestamp) -> Self {
        Self {
            endpoint: deployed.endpoint.clone(),
            digest: deployed.digest.clone(),
            deployed_at: deployed.deployed_at,
            passed,
            at,
        }
    }

    /// It tells about what runs there now, not about what ran before the last deployment.
    pub fn is_about(&self, deployed: &Deployed) -> bool {
        self.endpoint == deployed.endpoint
            && self.digest == deployed.digest
            && self.deployed_at == deployed.deployed_at
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    Lit { sentence: String },
    Dark { reason: String },
}

/// The environment as it was last seen, if it is deployed.
pub fn deployed(status: &Status, environment: Environment) -> Option<&Deployed> {
    status.environments.iter().find(|e| e.environment == environment)?.deployed.as_ref()
}

/// Both run the same image. Tags decide only where a digest is unknown.
pub fn same_image(a: &Deployed, b: &Deployed) -> bool {
    match (&a.digest, &b.digest) {
        (Some(a), Some(b)) => a == b,
        _ => a.image_tag == b.image_tag,
    }
}

pub fn path(status: &Status, tested: Option<&Tested>) -> Path {
    let dark = |reason: &str| Path::Dark { reason: reason.into() };
    let Some(dev) = deployed(status, Environment::Dev) else {
        return dark("Dev doesn't exist yet");
    };
    let prod = deployed(status, Environment::Prod);
    if prod.is_some_and(|prod| same_image(dev, prod)) {
        return dark("Prod runs the same image");
    }
    match dev.health.state {
        HealthState::Healthy => {}
        HealthState::Degraded => return dark("Dev is degraded"),
        HealthState::Starting => return dark("Dev is still starting"),
        HealthState::Unhealthy => return dark("Dev is not healthy"),
        HealthState::Refused => return dark("Dev's health can't be seen from here"),
        HealthState::Unknown => return dark("Dev's health is unknown"),
    }
    match tested.filter(|t| t.is_about(dev)) {
        None => dark("Dev has not been tested yet"),
        Some(t) if !t.passed => dark("Dev's last test failed"),
        Some(_) => Path::Lit { sentence: format!("{} is ready for prod", dev.image_tag) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::fixtures::{deployed as running, status};

    fn reason(path: Path) -> String {
        match path {
            Path::Dark { reason } => reason,
            Path::Lit { sentence } => panic!("lit: {sentence}"),
        }
    }

    #[test]
    fn it_is_lit_when_dev_is_new_healthy_and_tested() {
        let dev = running("0.18.0", 9, HealthState::Healthy);
        let tested = Tested::of(&dev, true, Timestamp(5));
        let lit =
            path(&status(Some(dev.clone()), Some(running("0.17.1", 4, HealthState::Healthy))), Some(&tested));
        assert_eq!(lit, Path::Lit { sentence: "0.18.0 is ready for prod".into() });
        assert!(matches!(path(&status(Some(dev), None), Some(&tested)), Path::Lit { .. }));
    }

    #[test]
    fn otherwise_it_says_why_not() {
        let prod = running("0.17.1", 4, HealthState::Healthy);
        let dev = running("0.18.0", 9, HealthState::Healthy);
        let both = |dev: &Deployed| status(Some(dev.clone()), Some(prod.clone()));
        let tested = Tested::of(&dev, true, Timestamp(5));

        assert_eq!(reason(path(&status(None, Some(prod.clone())), None)), "Dev doesn't exist yet");
        assert_eq!(reason(path(&both(&prod), Some(&tested))), "Prod runs the same image");
        let starting = running("0.18.0", 9, HealthState::Starting);
        assert_eq!(reason(path(&both(&starting), Some(&tested))), "Dev is still starting");
        assert_eq!(reason(path(&both(&dev), None)), "Dev has not been tested yet");
        let failed = Tested { passed: false, ..tested };
        assert_eq!(reason(path(&both(&dev), Some(&failed))), "Dev's last test failed");
    }

    #[test]
    fn a_test_of_what_ran_before_does_not_count() {
        let before = running("0.17.9", 8, HealthState::Healthy);
        let tested = Tested::of(&before, true, Timestamp(5));
        let now = status(Some(running("0.18.0", 9, HealthState::Healthy)), None);
        assert_eq!(reason(path(&now, Some(&tested))), "Dev has not been tested yet");
    }

    #[test]
    fn a_moved_tag_is_another_image() {
        let a = running("latest", 1, HealthState::Healthy);
        let b = running("latest", 2, HealthState::Healthy);
        assert!(!same_image(&a, &b));
    }
}
