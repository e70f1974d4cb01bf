//! The way of a request: API, stage, resource policy, route header, listener rule, target group, container.
//!
//! It is followed through the deployed resources, so a template that routes wrongly answers wrongly here too.
//! A stage serves the snapshot that its deployment took: methods and policy are those of that moment.

use std::net::Ipv4Addr;
use std::time::Duration;

use ipc::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::cidr;
use super::failure::target_groups;
use super::images;
use super::names::number;
use super::runtime::{Deployment, services};
use super::view::{StackView, stacks};
use super::world::{Resource, World, scalar};
use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest, OWN_ADDRESS_SERVICE};

/// Where the rehearsal's requests come from, as an access list sees it: an address kept for documentation.
pub const OWN_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 7);

type Answer = (u16, Value);

pub fn answer(world: &World, request: &HttpRequest, now: Timestamp) -> HttpAnswer {
    let host = request.url.host_str().unwrap_or_default();
    if request.url.as_str() == OWN_ADDRESS_SERVICE {
        let took = Duration::from_millis(40);
        return HttpAnswer::Answered { status: 200, body: format!("{OWN_ADDRESS}\n"), took };
    }
    let views = stacks(world, now);
    let api = host.split_once(".execute-api.").and_then(|(id, _)| {
        let is_api = |r: &Resource| r.resource_type == "AWS::ApiGateway::RestApi" && r.physical_id == id;
        views.iter().find(|v| v.existing().any(|(_, r)| is_api(r))).map(|view| (id, view))
    });
    let Some((api, view)) = api else {
        return HttpAnswer::Unreachable { reason: format!("dns error: no address was found for {host}") };
    };
    let (status, body) = through_stage(world, view, api, request, now);
    let seed = format!("{}{}", request.url, now.0);
    let took = Duration::from_millis(u64::from(60 + number(&seed) % 120));
    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    HttpAnswer::Answered { status, body, took }
}

fn through_stage(
    world: &World,
    view: &StackView<'_>,
    api: &str,
    request: &HttpRequest,
    now: Timestamp,
) -> Answer {
    let (stage_name, path) = stage_and_path(&request.url);
    let of_api = |r: &&Resource| r.text("RestApiId").as_deref() == Some(api);
    let mut stages = view.existing().map(|(_, r)| r).filter(|r| r.resource_type == "AWS::ApiGateway::Stage");
    let Some(stage) = stages.find(|r| of_api(r) && r.physical_id == stage_name) else {
        return (403, json!({ "message": "Forbidden" }));
    };
    let deployment = stage.text("DeploymentId").unwrap_or_default();
    let snapshot = StackView::when_made(view.stored, &deployment);
    let rest_api = snapshot.existing().find(|(_, r)| r.physical_id == api).map(|(_, r)| r);
    if let Some(policy) = rest_api.and_then(|r| r.properties.get("Policy"))
        && !admits(policy, stage_name)
    {
        let message = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: \
                       arn:aws:execute-api with an explicit deny";
        return (403, json!({ "Message": message }));
    }
    let methods =
        snapshot.existing().map(|(_, r)| r).filter(|r| r.resource_type == "AWS::ApiGateway::Method");
    let Some(method) = methods.filter(of_api).last() else {
        return (403, json!({ "message": "Missing Authentication Token" }));
    };
    let header = route_header(method, stage);
    match target_group(view, header.as_ref()) {
        None => (404, json!({ "error": "not found" })),
        Some(group) => {
            let all = services(world, now);
            let mut behind = all.iter().filter(|s| target_groups(s.service).contains(&group));
            match behind.find_map(|s| s.healthy().last().map(|d| Container::of(d))) {
                Some(container) => container.answer(request.method, path),
                None => {
                    (503, Value::String("<html><h1>503 Service Temporarily Unavailable</h1></html>".into()))
                }
            }
        }
    }
}

fn stage_and_path(url: &Url) -> (&str, &str) {
    let path = url.path().trim_start_matches('/');
    let (stage, rest) = path.split_once('/').unwrap_or((path, ""));
    (stage, rest.trim_end_matches('/'))
}

/// The header that the method's integration sets from a variable of the stage.
fn route_header(method: &Resource, stage: &Resource) -> Option<(String, String)> {
    let mapped = method.properties.get("Integration")?.get("RequestParameters")?.as_object()?;
    mapped.iter().find_map(|(target, source)| {
        let header = target.strip_prefix("integration.request.header.")?;
        let variable = source.as_str()?.strip_prefix("stageVariables.")?;
        let value = stage.properties.get("Variables")?.get(variable).and_then(scalar)?;
        Some((header.to_owned(), value))
    })
}

/// Where the first listener rule that fits leads, or else the listener's default action.
fn target_group(view: &StackView<'_>, header: Option<&(String, String)>) -> Option<String> {
    let of_type =
        |kind: &'static str| view.existing().map(|(_, r)| r).filter(move |r| r.resource_type == kind);
    let forwards = |actions: Option<&Value>| {
        let arn = actions?.get(0)?.get("TargetGroupArn")?.as_str()?;
        Some(arn.to_owned())
    };
    let mut rules: Vec<&Resource> = of_type("AWS::ElasticLoadBalancingV2::ListenerRule").collect();
    rules.sort_by_key(|r| r.text("Priority").and_then(|p| p.parse::<u32>().ok()));
    let fits = |rule: &&Resource| {
        let conditions = rule.properties.get("Conditions").and_then(Value::as_array);
        conditions.is_some_and(|all| all.iter().all(|condition| matches_header(condition, header)))
    };
    match rules.into_iter().find(fits) {
        Some(rule) => forwards(rule.properties.get("Actions")),
        None => of_type("AWS::ElasticLoadBalancingV2::Listener")
            .find_map(|l| forwards(l.properties.get("DefaultActions"))),
    }
}

fn matches_header(condition: &Value, header: Option<&(String, String)>) -> bool {
    let Some(config) = condition.get("HttpHeaderConfig") else { return false };
    let name = config.get("HttpHeaderName").and_then(Value::as_str).unwrap_or_default();
    let values = config.get("Values").and_then(Value::as_array);
    header.is_some_and(|(sent, value)| {
        sent.eq_ignore_ascii_case(name)
            && values.is_some_and(|values| values.iter().any(|v| v.as_str() == Some(value)))
    })
}

/// An API's resource policy, as far as addresses go: allowed by some statement, denied by none.
fn admits(policy: &Value, stage: &str) -> bool {
    let statements = policy.get("Statement").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let applies = |statement: &&Value| {
        let resource = statement.get("Resource").and_then(Value::as_str).unwrap_or("*");
        let of_stage = resource.trim_start_matches("execute-api:").trim_start_matches('/');
        let concerns = of_stage.starts_with('*') || of_stage.split('/').next() == Some(stage);
        let condition = statement.get("Condition");
        concerns && condition.is_none_or(holds)
    };
    let with = |effect: &str| {
        statements.iter().filter(applies).any(|s| s.get("Effect").and_then(Value::as_str) == Some(effect))
    };
    with("Allow") && !with("Deny")
}

fn holds(condition: &Value) -> bool {
    let listed = |operator: &str| {
        let source = condition.get(operator)?.get("aws:SourceIp")?;
        let blocks = source.as_array().map_or_else(|| vec![source.clone()], Clone::clone);
        Some(blocks.iter().filter_map(Value::as_str).any(|block| cidr::holds(block, OWN_ADDRESS)))
    };
    listed("IpAddress").unwrap_or(true) && !listed("NotIpAddress").unwrap_or(false)
}

/// What answers at the end.
struct Container {
    version: &'static str,
    is_verifying: bool,
}

impl Container {
    fn of(deployment: &Deployment<'_>) -> Self {
        let (image, container) = (deployment.image(), deployment.container());
        let variables = container.and_then(|c| c.get("Environment")?.as_array());
        let switched_off = variables.into_iter().flatten().any(|v| {
            v.get("Name").and_then(Value::as_str) == Some("ENABLE_WEBHOOK_VERIFICATION")
                && v.get("Value").and_then(scalar).is_some_and(|v| v.eq_ignore_ascii_case("false"))
        });
        Self { version: image.and_then(images::version_of).unwrap_or("unknown"), is_verifying: !switched_off }
    }

    fn answer(&self, method: HttpMethod, path: &str) -> Answer {
        let health =
            || json!({ "status": "healthy", "service": "benchling-webhook", "version": self.version });
        match (method, path) {
            (HttpMethod::Get, "health") => (200, health()),
            (HttpMethod::Get, "health/ready") => {
                (200, json!({ "status": "ready", "service": "benchling-webhook" }))
            }
            (HttpMethod::Get, "health/live") => (200, json!({ "status": "alive" })),
            (HttpMethod::Get, "config") => {
                (200, json!({ "service": "benchling-webhook", "version": self.version }))
            }
            (HttpMethod::Post, "event" | "lifecycle" | "canvas") if !self.is_verifying => {
                (202, json!({ "status": "ACCEPTED" }))
            }
            // The answer to a post without a signature, which is all that is ever sent here.
            (HttpMethod::Post, "event" | "lifecycle" | "canvas") => {
                let status = if self.version.starts_with("0.6.") { 401 } else { 403 };
                (status, json!({ "error": "Webhook signature verification failed" }))
            }
            (HttpMethod::Get, "event" | "lifecycle" | "canvas") => {
                (405, json!({ "error": "Method not allowed" }))
            }
            _ => (404, json!({ "error": "Not found" })),
        }
    }
}
