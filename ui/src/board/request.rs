//! What the deploy and promote dialogs ask the host for.

use ipc::plan::{DeployRequest, Target};
use ipc::status::{Operation, Promotion};
use ipc::{Environment, InvalidName, ProfileName};

use crate::messages::board::dialogs as texts;

/// Why this pairing of profile and environment needs a second look; none for the usual one.
pub fn pairing_question(environment: Environment, profile: &ProfileName) -> Option<String> {
    let usual = ProfileName::usual_for(environment);
    (*profile != usual).then(|| texts::unusual_pairing(environment, profile, &usual))
}

/// A deployment of one environment; an empty tag takes the profile's.
pub fn deploy(
    environment: Environment,
    profile: ProfileName,
    tag: &str,
    pairing_confirmed: bool,
) -> Result<DeployRequest, InvalidName> {
    let image_tag = if tag.trim().is_empty() { None } else { Some(tag.parse()?) };
    let target = Target { image_tag, ..Target::new(environment, profile) };
    Ok(DeployRequest { pairing_confirmed, ..DeployRequest::new(vec![target]) })
}

/// Prod gets exactly what dev runs, with prod's own settings: the profile that it was deployed with, or the usual.
pub fn promote(promotion: &Promotion) -> DeployRequest {
    let profile = promotion
        .to
        .as_ref()
        .and_then(|prod| prod.profile.clone())
        .unwrap_or_else(|| ProfileName::usual_for(Environment::Prod));
    let pairing_confirmed = profile != ProfileName::usual_for(Environment::Prod);
    let target = Target {
        image_tag: Some(promotion.from.image_tag.clone()),
        digest: promotion.from.digest.clone(),
        ..Target::new(Environment::Prod, profile)
    };
    DeployRequest { pairing_confirmed, operation: Operation::Promote, ..DeployRequest::new(vec![target]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::fixtures::deployed;
    use ipc::status::HealthState;

    fn name(text: &str) -> ProfileName {
        text.parse().unwrap()
    }

    #[test]
    fn only_an_unusual_pairing_is_questioned() {
        assert_eq!(pairing_question(Environment::Dev, &name("dev")), None);
        assert_eq!(pairing_question(Environment::Prod, &name("default")), None);
        assert!(pairing_question(Environment::Prod, &name("dev")).unwrap().contains("profile dev"));
    }

    #[test]
    fn a_tag_is_checked_and_an_empty_one_is_the_profiles() {
        let tag = |t| deploy(Environment::Dev, name("dev"), t, false).map(|r| r.targets[0].image_tag.clone());
        assert_eq!(tag(" "), Ok(None));
        assert_eq!(tag("v0.18.0").unwrap().unwrap().as_str(), "0.18.0");
        assert!(tag("not a tag").is_err());
    }

    #[test]
    fn a_promotion_pins_devs_digest_and_keeps_prods_profile() {
        let from = deployed("0.18.0", 9, HealthState::Healthy);
        let mut to = deployed("0.17.1", 4, HealthState::Healthy);
        to.profile = Some(name("default"));
        let request = promote(&Promotion {
            from: from.clone(),
            to: Some(to),
            tested: None,
            differences: vec![],
            objections: vec![],
        });
        let target = &request.targets[0];
        assert_eq!((target.environment, target.profile.as_str()), (Environment::Prod, "default"));
        assert_eq!((target.image_tag.as_ref(), &target.digest), (Some(&from.image_tag), &from.digest));
        assert!(!request.pairing_confirmed);
    }
}
