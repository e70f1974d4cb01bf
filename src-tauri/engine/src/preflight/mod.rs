//! Everything that can be known before anything is touched.
//!
//! The checks run in the order in which one answer makes the next meaningful; independent ones run side by
//! side. A failed check does not hide the others: a person sees all that is wrong at once. The facts found on
//! the way are the input of the plan, so nothing is asked twice.

mod image;
mod present;
mod report;
mod target;

use std::net::IpAddr;
use std::time::Duration;

use ipc::aws::Caller;
use ipc::check::{ImageFound, Preflight};
use ipc::plan::{DeployRequest, NetworkChoice};
use ipc::{AllowList, Environment, Profile};
use serde_json::Value;

use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest, OWN_ADDRESS_SERVICE, Stack};
use crate::contract::Contract;
use crate::template::{Network, QuiltServices};
use crate::{Engine, files, network};

pub(crate) use present::deployable;
use present::{Present, present_stack};
use report::Report;
use target::{Checked, check_target};

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
