//! One environment: its profile, and what that names in AWS and at Benchling.

use ipc::aws::{Caller, QuiltStack};
use ipc::check::{BucketFound, ImageFound};
use ipc::plan::{DeployRequest, Target};
use ipc::{Code, Environment, Problem, ProfileName};

use super::TargetFacts;
use super::image::find_image;
use super::report::Report;
use crate::cloud::Stack;
use crate::{Engine, Result, bucket, profiles, quilt};

pub(super) type Checked = (Option<TargetFacts>, Option<QuiltStack>, Option<ImageFound>);

pub(super) async fn check_target(
    engine: &Engine,
    request: &DeployRequest,
    target: &Target,
    caller: Option<&Caller>,
    stack: Option<&Stack>,
    prefix: &str,
    report: &mut Report,
) -> Checked {
    let title =
        |what: &str| if prefix.is_empty() { what.to_owned() } else { format!("{prefix}{}", lower(what)) };
    let profile = profiles::load(&engine.paths, &target.profile).and_then(|profile| {
        paired(target.environment, &target.profile, request.pairing_confirmed).map(|()| profile)
    });
    report
        .add(title("Profile"), profile.as_ref().map(|p| format!("\"{}\"", p.profile)).map_err(Clone::clone));
    let Ok(profile) = profile else {
        for what in ["Quilt stack", "Bucket", "Benchling credentials", "Benchling app", "Image"] {
            report.skip(title(what));
        }
        return (None, None, None);
    };

    let benchling = async {
        let secret = engine.client_secret(&profile.profile).await?;
        engine
            .benchling
            .authenticate(&profile.benchling_tenant, &profile.benchling_client_id, &secret)
            .await?;
        Ok(format!("accepted by {}.benchling.com", profile.benchling_tenant))
    };
    let app = async {
        let keys = engine.benchling.signing_keys(&profile.benchling_app_definition_id).await?;
        Ok(format!("{} signing keys found", keys.count))
    };
    let aws = async {
        match caller {
            Some(caller) => {
                let quilt = async {
                    quilt::same_place(&profile.quilt_stack_arn, caller)?;
                    let found = quilt::stack(engine, &profile.quilt_stack_arn).await?;
                    let services = quilt::services(engine, &found).await?;
                    Result::Ok((found, services))
                };
                let image = find_image(engine, &profile, target, stack);
                let bucket = bucket::find(engine, &profile.benchling_pkg_bucket, &caller.region);
                Some(futures::join!(quilt, image, bucket))
            }
            None => None,
        }
    };
    let (aws, benchling, app) = futures::join!(aws, benchling, app);

    let mut facts = None;
    let (mut quilt_found, mut image_found) = (None, None);
    match aws {
        Some((quilt, image, bucket)) => {
            match &quilt {
                Ok((stack, _)) if stack.runs_webhook => report.attention(
                    title("Quilt stack"),
                    format!(
                        "{} has its own webhook switched on. Two webhooks for one app would both package every entry.",
                        stack.arn.stack_name()
                    ),
                ),
                Ok((stack, _)) => report.add(title("Quilt stack"), Ok(format!("{}, catalog {}", stack.arn.stack_name(), stack.catalog))),
                Err(problem) => report.add(title("Quilt stack"), Err(problem.clone())),
            }
            match bucket {
                Ok(BucketFound { remark: Some(remark), .. }) => report.attention(title("Bucket"), remark),
                Ok(_) => {
                    let bucket = &profile.benchling_pkg_bucket;
                    report.add(title("Bucket"), Ok(format!("{bucket}, you may read and write there")));
                }
                Err(problem) if problem.code == Code::BucketMissing => {
                    report.add(title("Bucket"), Err(problem));
                }
                // It is the container that has to reach the bucket.
                Err(problem) => report.attention(
                    title("Bucket"),
                    format!("{} So it is not known whether it can be written to.", problem.message),
                ),
            }
            report.add(
                title("Image"),
                image
                    .as_ref()
                    .map(|(image, _)| format!("{} is {}", image.tag, image.digest.short()))
                    .map_err(Clone::clone),
            );
            if let (Ok((stack, services)), Ok((image, contract))) = (&quilt, &image)
                && let Some(allow_list) =
                    report.value(title("Access list"), profile.webhook_allow_list.parse())
                && report.complete(title("Quilt outputs"), quilt::complete(stack, *contract))
            {
                facts = Some(TargetFacts {
                    allow_list,
                    environment: target.environment,
                    profile: profile.clone(),
                    services: services.clone(),
                    image: image.clone(),
                    contract: *contract,
                });
            }
            quilt_found = quilt.ok().map(|(stack, _)| stack);
            image_found = image.ok().map(|(image, _)| image);
        }
        None => {
            report.skip(title("Quilt stack"));
            report.skip(title("Bucket"));
            report.skip(title("Image"));
        }
    }
    report.add(title("Benchling credentials"), benchling);
    report.add(title("Benchling app"), app);
    (facts, quilt_found, image_found)
}

/// dev uses the profile `dev` and prod `default`; any other pairing is meant, or is a mistake.
fn paired(environment: Environment, profile: &ProfileName, confirmed: bool) -> Result<()> {
    let usual = ProfileName::usual_for(environment);
    if confirmed || *profile == usual {
        return Ok(());
    }
    Err(Problem::new(
        Code::PairingUnconfirmed,
        format!(
            "{} usually takes the profile \"{usual}\", and you asked for \"{profile}\".",
            environment.title()
        ),
        "Confirm the pairing if you mean it.",
    ))
}

fn lower(text: &str) -> String {
    match text {
        "Profile" => "profile".into(),
        "Image" => "image".into(),
        "Bucket" => "bucket".into(),
        other => other.to_owned(),
    }
}
