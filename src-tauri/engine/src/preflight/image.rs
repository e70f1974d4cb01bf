//! Which image an environment would run, and what that image needs from its surroundings.

use ipc::check::ImageFound;
use ipc::plan::Target;
use ipc::{Code, Environment, Problem, Profile};

use crate::cloud::Stack;
use crate::contract::Contract;
use crate::{Engine, Result};

/// The digest that a tag stands for now, and what that image needs from its surroundings.
pub(super) async fn find_image(
    engine: &Engine,
    profile: &Profile,
    target: &Target,
    stack: Option<&Stack>,
) -> Result<(ImageFound, Contract)> {
    let tag = target.image_tag.clone().unwrap_or_else(|| profile.image_tag.clone());
    if let Some(digest) = &target.digest {
        // A promotion, or a way back: this very image, with the contract it runs by where it runs in the stack.
        let running = stack.and_then(|stack| running_contract(stack, digest.as_str()));
        let contract = running
            .or_else(|| Contract::for_version(tag.as_str()))
            .or_else(|| Contract::for_version(target.image_version.as_ref()?.as_str()))
            .ok_or_else(|| unknown_version(tag.as_str()))?;
        let version = Contract::for_version(tag.as_str()).map(|_| tag.to_string());
        return Ok((ImageFound { tag, digest: digest.clone(), version }, contract));
    }
    let repository = profile.repository();
    let image = engine.cloud()?.image(&repository, &tag).await?.ok_or_else(|| {
        Problem::new(
            Code::ImageMissing,
            format!("{repository} has no image tagged {tag}."),
            "Choose a version that exists, for example 0.18.0, or latest. Not every version has a tag.",
        )
    })?;
    // The image's own word, its tag's, and last a person's.
    let told = target.image_version.as_ref().map(ToString::to_string);
    let version = [image.build_version, Some(tag.to_string()), told]
        .into_iter()
        .flatten()
        .find(|version| Contract::for_version(version).is_some());
    let contract =
        version.as_deref().and_then(Contract::for_version).ok_or_else(|| unknown_version(tag.as_str()))?;
    Ok((ImageFound { tag, digest: image.digest, version }, contract))
}

fn unknown_version(tag: &str) -> Problem {
    Problem::new(
        Code::ImageVersionUnknown,
        format!(
            "The image tagged {tag} does not say which version it is, and what it needs depends on that."
        ),
        "Say which version it is, for example 0.18.0.",
    )
}

/// What the stack's parameters say about an environment that runs this digest.
fn running_contract(stack: &Stack, digest: &str) -> Option<Contract> {
    Environment::ALL.into_iter().find_map(|environment| {
        stack.parameter(environment, "Image")?.ends_with(digest).then(|| stack.contract(environment))?
    })
}
