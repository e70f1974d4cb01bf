//! When the path from dev to prod is lit: dev runs something that prod doesn't, is healthy, and was tested since.
//! Otherwise it says why not. The path is information; what forbids or objects to a promotion is the host's answer.

use ipc::Environment;
use ipc::status::{Deployed, HealthState, Status};

use crate::messages::board::cards as texts;

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

pub fn path(status: &Status) -> Path {
    let dark = |reason: &str| Path::Dark { reason: reason.into() };
    let Some(dev) = deployed(status, Environment::Dev) else {
        return dark(texts::NO_DEV);
    };
    let prod = deployed(status, Environment::Prod);
    if prod.is_some_and(|prod| same_image(dev, prod)) {
        return dark(texts::SAME_IMAGE);
    }
    if dev.health.state != HealthState::Healthy {
        return dark(texts::dev_is(dev.health.state));
    }
    match &dev.tested {
        None => dark(texts::DEV_UNTESTED),
        Some(tested) if !tested.passed => dark(texts::DEV_TEST_FAILED),
        Some(_) => Path::Lit { sentence: texts::ready(&dev.image_tag) },
    }
}

#[cfg(test)]
mod tests {
    use ipc::Timestamp;
    use ipc::status::Tested;

    use super::*;
    use crate::board::fixtures::{deployed as running, status};

    fn reason(path: Path) -> String {
        match path {
            Path::Dark { reason } => reason,
            Path::Lit { sentence } => panic!("lit: {sentence}"),
        }
    }

    fn tested(deployed: Deployed, passed: bool) -> Deployed {
        let tested = Tested {
            at: Timestamp(5),
            passed,
            endpoint: deployed.endpoint.clone(),
            digest: deployed.digest.clone(),
        };
        Deployed { tested: Some(tested), ..deployed }
    }

    #[test]
    fn it_is_lit_when_dev_is_new_healthy_and_tested() {
        let dev = tested(running("0.18.0", 9, HealthState::Healthy), true);
        let lit = path(&status(Some(dev.clone()), Some(running("0.17.1", 4, HealthState::Healthy))));
        assert_eq!(lit, Path::Lit { sentence: "0.18.0 is ready for prod".into() });
        assert!(matches!(path(&status(Some(dev), None)), Path::Lit { .. }));
    }

    #[test]
    fn otherwise_it_says_why_not() {
        let prod = running("0.17.1", 4, HealthState::Healthy);
        let dev = running("0.18.0", 9, HealthState::Healthy);
        let why = |dev: Deployed| reason(path(&status(Some(dev), Some(prod.clone()))));

        assert_eq!(reason(path(&status(None, Some(prod.clone())))), "Dev doesn't exist yet");
        assert_eq!(why(tested(prod.clone(), true)), "Prod runs the same image");
        assert_eq!(why(tested(running("0.18.0", 9, HealthState::Starting), true)), "Dev is still starting");
        assert_eq!(why(dev.clone()), "Dev has not been tested yet");
        assert_eq!(why(tested(dev, false)), "Dev's last test failed");
    }

    #[test]
    fn tags_decide_where_a_digest_is_unknown() {
        let mut dev = running("0.18.0", 9, HealthState::Healthy);
        dev.digest = None;
        let prod = running("0.18.0", 4, HealthState::Healthy);
        assert_eq!(reason(path(&status(Some(dev), Some(prod)))), "Prod runs the same image");
    }

    #[test]
    fn a_moved_tag_is_another_image() {
        let a = running("latest", 1, HealthState::Healthy);
        let b = running("latest", 2, HealthState::Healthy);
        assert!(!same_image(&a, &b));
    }
}
