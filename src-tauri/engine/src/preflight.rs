//! Everything that can be known before anything is touched.
//!
//! The checks run in the order in which one answer makes the next meaningful; independent ones run side by
//! side. A failed check does not hide the others: a person sees all that is wrong at once. The facts found on
//! the way are the input of the plan, so nothing is asked twice.

use std::net::IpAddr;
use std::time::Duration;

use ipc::aws::{Caller, QuiltStack};
use ipc::check::{BucketFound, Check, CheckOutcome, ImageFound, Preflight};
use ipc::plan::{DeployRequest, NetworkChoice, Target};
use ipc::{AllowList, Code, Environment, Problem, Profile, ProfileName};
use serde_json::Value;

use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest, OWN_ADDRESS_SERVICE, Stack};
use crate::contract::Contract;
use crate::template::{self, Network, Origin, QuiltServices, STACK_NAME};
use crate::{Engine, Result, bucket, files, network, profiles, quilt, takeover};

/// Nobody waits long for a warning.
const OWN_ADDRESS_WITHIN: Duration = Duration::from_secs(3);

/// What a plan is made from.
#[derive(Clone, Debug)]
pub struct Facts {
    pub caller: Caller,
    /// The stack that we deploy, where it exists in more than name.
    pub stack: Option<Stack>,
    /// The template that it has now.
    pub deployed: Option<Value>,
    /// The npm tool made it, and this deployment takes it over.
    pub takes_over: bool,
    /// The account-wide role with which API Gateway writes logs, where one is set.
    pub log_role: Option<String>,
    /// Where a new stack is put, or a taken-over one is.
    pub network: Network,
    /// Where this machine's requests come from, asked only where an access list makes it matter.
    pub own_address: Option<IpAddr>,
    pub targets: Vec<TargetFacts>,
}

#[derive(Clone, Debug)]
pub struct TargetFacts {
    pub environment: Environment,
    pub profile: Profile,
    pub services: QuiltServices,
    pub allow_list: AllowList,
    pub image: ImageFound,
    pub contract: Contract,
}

/// Asks everything. The facts are there exactly when no check failed.
pub async fn preflight(engine: &Engine, request: &DeployRequest) -> (Preflight, Option<Facts>) {
    let mut report = Report::default();
    let folder =
        files::prove_writable(engine.paths.base()).map(|()| engine.paths.base().display().to_string());
    report.add("Configuration folder", folder);

    let caller = async { engine.cloud()?.caller().await }.await;
    report.add(
        "AWS account",
        caller
            .as_ref()
            .map(|c| format!("{} in {}, as {}", c.account, c.region, c.name()))
            .map_err(Clone::clone),
    );

    let (present, log_role) = match &caller {
        Ok(_) => {
            let (found, role) = futures::join!(present_stack(engine, request), async {
                engine.cloud()?.api_gateway_log_role().await
            });
            report.add("Webhook stack", found.as_ref().map(Present::in_words).map_err(Clone::clone));
            (found.ok(), role.ok())
        }
        Err(_) => {
            report.skip("Webhook stack");
            (None, None)
        }
    };

    let stack = present.as_ref().and_then(|present| present.stack.as_ref());
    let mut targets = Vec::new();
    for target in &request.targets {
        let several = request.targets.len() > 1;
        let prefix = if several { format!("{}: ", target.environment.title()) } else { String::new() };
        let checked =
            check_target(engine, request, target, caller.as_ref().ok(), stack, &prefix, &mut report);
        targets.push(checked.await);
    }

    let network = match (&caller, &present) {
        (Ok(caller), Some(present)) => network(engine, request, present, &targets, caller, &mut report).await,
        _ => None,
    };
    let own_address = own_address(engine, &targets).await;

    let quilt = targets.iter().find_map(|(_, quilt, _)| quilt.clone());
    let image = targets.iter().find_map(|(_, _, image)| image.clone());
    let report = Preflight { checks: report.checks, caller: caller.clone().ok(), quilt, image };
    let facts = (report.first_problem().is_none()).then(|| {
        let targets: Option<Vec<TargetFacts>> = targets.into_iter().map(|(facts, _, _)| facts).collect();
        let caller = caller.ok()?;
        let present = present?;
        Some(Facts {
            caller,
            stack: present.stack,
            deployed: present.deployed,
            takes_over: present.taken_over.is_some(),
            log_role: log_role?,
            network: network?,
            own_address,
            targets: targets?,
        })
    });
    (report, facts.flatten())
}

/// Where the stack is to be; told only where that was chosen, or can't be.
async fn network(
    engine: &Engine,
    request: &DeployRequest,
    present: &Present,
    targets: &[Checked],
    caller: &Caller,
    report: &mut Report,
) -> Option<Network> {
    let chosen = request.network != NetworkChoice::New;
    if let (Some(stack), None) = (&present.stack, &present.taken_over) {
        if chosen {
            let detail =
                format!("{} stays in the network that it has; the choice is for a new stack.", stack.name);
            report.attention("Network", detail);
        }
        return Some(Network::default());
    }
    let found = match &present.taken_over {
        Some(network) => network::without_excluded_zones(engine, network.clone()).await,
        None => {
            let quilt = targets.iter().find_map(|(_, quilt, _)| quilt.as_ref()).map(|quilt| &quilt.arn);
            network::choose(engine, &request.network, quilt, &caller.region).await
        }
    };
    match found {
        Ok(network) => {
            if chosen {
                report.add("Network", Ok(network.to_string()));
            }
            Some(network)
        }
        Err(problem) => {
            report.add("Network", Err(problem));
            None
        }
    }
}

/// `None` where nobody asks, or nobody knows.
async fn own_address(engine: &Engine, targets: &[Checked]) -> Option<IpAddr> {
    let restricted =
        |(facts, _, _): &Checked| facts.as_ref().is_some_and(|facts| !facts.allow_list.is_open());
    if !targets.iter().any(restricted) {
        return None;
    }
    let request = HttpRequest {
        method: HttpMethod::Get,
        url: OWN_ADDRESS_SERVICE.parse().ok()?,
        body: None,
        timeout: OWN_ADDRESS_WITHIN,
    };
    match engine.cloud().ok()?.http(request).await {
        HttpAnswer::Answered { status: 200, body, .. } => body.trim().parse().ok(),
        _ => None,
    }
}

type Checked = (Option<TargetFacts>, Option<QuiltStack>, Option<ImageFound>);

async fn check_target(
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

/// The digest that a tag stands for now, and what that image needs from its surroundings.
async fn find_image(
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

/// The stack as it is now, ready to take a change set.
struct Present {
    /// None where it does not exist, or in name only.
    stack: Option<Stack>,
    deployed: Option<Value>,
    /// The npm tool's, with the network that it has.
    taken_over: Option<Network>,
}

impl Present {
    fn in_words(&self) -> String {
        match &self.stack {
            Some(stack) if self.taken_over.is_some() => {
                format!("{} of the npm tool is taken over ({})", stack.name, stack.state)
            }
            Some(stack) => format!("{} exists ({})", stack.name, stack.state),
            None => format!("{STACK_NAME} will be created"),
        }
    }
}

async fn present_stack(engine: &Engine, request: &DeployRequest) -> Result<Present> {
    let Some(stack) = engine.cloud()?.stack(STACK_NAME).await? else {
        return Ok(Present { stack: None, deployed: None, taken_over: None });
    };
    deployable(&stack)?;
    if stack.is_empty() {
        return Ok(Present { stack: None, deployed: None, taken_over: None });
    }
    let deployed = engine.cloud()?.template(STACK_NAME).await?.unwrap_or_default();
    let taken_over = match template::origin(&deployed) {
        Origin::Ours => None,
        Origin::Npm => Some(takeover::network(&stack, &deployed, request)?),
        Origin::NpmNetworkBalancer => return Err(takeover::of_later_tool(&stack)),
        Origin::Unknown => return Err(takeover::of_another_tool(&stack)),
    };
    Ok(Present { stack: Some(stack), deployed: Some(deployed), taken_over })
}

/// Why a stack can't take a change set in the state that it is in.
pub(crate) fn deployable(stack: &Stack) -> Result<()> {
    if stack.is_busy() {
        return Err(Problem::new(
            Code::StackBusy,
            format!("{} is being changed right now ({}).", stack.name, stack.state),
            "Follow it to its end, then deploy again.",
        ));
    }
    let stuck = |message: String, next: &str| Err(Problem::new(Code::StackStuck, message, next));
    match stack.state.as_str() {
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" | "ROLLBACK_FAILED" => stuck(
            format!(
                "The first creation of {} failed ({}), and CloudFormation can only delete it.",
                stack.name, stack.state
            ),
            "Repair it: it is deleted, and has nothing that runs. Then deploy again.",
        ),
        "UPDATE_ROLLBACK_FAILED" => stuck(
            format!(
                "An update of {} failed, and so did putting it back (UPDATE_ROLLBACK_FAILED).",
                stack.name
            ),
            "Repair it: we try again to put it back, and you can skip what can't be. Then deploy again.",
        ),
        "DELETE_FAILED" => stuck(
            format!("{} was being deleted, and that failed.", stack.name),
            "Repair it: it is deleted again, and you can keep what can't be.",
        ),
        _ => Ok(()),
    }
}

fn lower(text: &str) -> String {
    match text {
        "Profile" => "profile".into(),
        "Image" => "image".into(),
        "Bucket" => "bucket".into(),
        other => other.to_owned(),
    }
}

#[derive(Default)]
struct Report {
    checks: Vec<Check>,
}

impl Report {
    fn add(&mut self, title: impl Into<String>, result: Result<String>) {
        let outcome = match result {
            Ok(detail) => CheckOutcome::Passed { detail },
            Err(problem) => CheckOutcome::Failed { problem },
        };
        self.checks.push(Check { title: title.into(), outcome });
    }

    /// A value of the profile, told only where it is wrong.
    fn value<T>(&mut self, title: String, value: std::result::Result<T, ipc::InvalidName>) -> Option<T> {
        value.map_err(|why| self.add(title, Err(why.into()))).ok()
    }

    /// Told only where something is missing.
    fn complete(&mut self, title: String, result: Result<()>) -> bool {
        result.map_err(|problem| self.add(title, Err(problem))).is_ok()
    }

    fn attention(&mut self, title: impl Into<String>, detail: String) {
        self.checks.push(Check { title: title.into(), outcome: CheckOutcome::Attention { detail } });
    }

    fn skip(&mut self, title: impl Into<String>) {
        let detail = "Not checked, since an earlier check failed.".into();
        self.checks.push(Check { title: title.into(), outcome: CheckOutcome::Skipped { detail } });
    }
}
