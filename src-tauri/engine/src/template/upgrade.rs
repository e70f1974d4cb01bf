//! Taking over the stack that the npm tool made, under the same name and with the same webhook URL.
//!
//! An update creates before it deletes. So a resource of ours either has the logical id of the old one that holds
//! the same name, and CloudFormation changes that one in place, or it has another name; and what is in neither
//! template's way is made new, then the old is removed. Nothing that holds data is removed: it stays in the stack
//! as it was written, together with what would empty it if it were taken away.
//!
//! The webhook URL is the REST API's id and the stage's name, so both keep their logical ids; the stage changes
//! over to the new snapshot only after the new tasks are healthy, and the old load balancer goes last.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::api::LOG_ACCOUNT;
use super::names::PROD_STAGE;
use super::render::{Rendered, mentions, section};
use super::schema::schema;
use super::{Network, REST_API};

/// Who made a stack, as its logical ids tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This program, in whichever version.
    Ours,
    /// The npm tool 0.6 or 0.7: can be taken over.
    Npm,
    /// The npm tool 0.8 or later: another shape, which shares no address with ours.
    NpmNetworkBalancer,
    Unknown,
}

const OLD_SERVICE: &str = "FargateServiceECC8084D";
const LATER_REST_API: &str = "BenchlingWebhookRestApi205BD88B";

pub fn origin(template: &Value) -> Origin {
    let resources = section(template, "Resources");
    let has = |id: &str| resources.contains_key(id);
    let parameters = section(template, "Parameters");
    if ["DevEnabled", "ProdEnabled"].iter().any(|name| parameters.contains_key(*name)) {
        Origin::Ours
    } else if has(REST_API) && has(PROD_STAGE) && has(OLD_SERVICE) {
        Origin::Npm
    } else if has(LATER_REST_API) {
        Origin::NpmNetworkBalancer
    } else {
        Origin::Unknown
    }
}

/// Our template for a stack that has this one now: with those resources that hold data and are not ours.
pub fn template_over(deployed: &Value) -> Value {
    let mut template = super::template();
    let kept = kept(deployed, section(&template, "Resources"));
    if let Some(resources) = template["Resources"].as_object_mut() {
        resources.extend(kept);
    }
    template
}

/// The names of what stays as it is, as a person knows them.
pub fn kept_names(deployed: &Value) -> Vec<String> {
    kept(deployed, section(&super::template(), "Resources"))
        .values()
        .filter(|body| holds_data(body))
        .filter_map(|body| {
            let name = schema(body["Type"].as_str()?).name?;
            body["Properties"][name].as_str().map(str::to_owned)
        })
        .collect()
}

fn holds_data(body: &Value) -> bool {
    ["AWS::Logs::LogGroup", "AWS::S3::Bucket"].iter().any(|kind| body["Type"] == *kind)
}

/// What holds data, what empties it when it is itself taken away, and what these need.
fn kept(deployed: &Value, ours: &Map<String, Value>) -> Map<String, Value> {
    let theirs: Vec<(&String, &Value)> =
        section(deployed, "Resources").iter().filter(|(id, _)| !ours.contains_key(*id)).collect();
    let acts_on_them = |body: &Value| {
        let kind = body["Type"].as_str().unwrap_or_default();
        kind.starts_with("Custom::") || kind == "AWS::S3::BucketPolicy"
    };
    let mut kept: BTreeSet<&str> =
        theirs.iter().filter(|(_, body)| holds_data(body)).map(|(id, _)| id.as_str()).collect();
    let about_them: Vec<&str> = theirs
        .iter()
        .filter(|(_, body)| acts_on_them(body))
        .filter(|(_, body)| mentions(body).iter().any(|id| kept.contains(id.as_str())))
        .map(|(id, _)| id.as_str())
        .collect();
    kept.extend(about_them);
    loop {
        let needed: BTreeSet<String> = theirs
            .iter()
            .filter(|(id, _)| kept.contains(id.as_str()))
            .flat_map(|(_, body)| mentions(body))
            .collect();
        let before = kept.len();
        kept.extend(theirs.iter().map(|(id, _)| id.as_str()).filter(|id| needed.contains(*id)));
        if kept.len() == before {
            break;
        }
    }
    theirs
        .into_iter()
        .filter(|(id, _)| kept.contains(id.as_str()))
        .map(|(id, body)| {
            let mut body = body.clone();
            // What the CDK notes for itself takes bytes that are counted, and changes nothing.
            if let Some(body) = body.as_object_mut() {
                body.shift_remove("Metadata");
            }
            body["DeletionPolicy"] = "Retain".into();
            body["UpdateReplacePolicy"] = "Retain".into();
            (id.clone(), body)
        })
        .collect()
}

/// The network that the old stack's tasks run in, as its template says; none where it does not say so plainly.
pub fn network(deployed: &Value) -> Option<Network> {
    let resources = section(deployed, "Resources");
    let place = &resources.get(OLD_SERVICE)?["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"];
    let groups = resources.values().filter(|body| body["Type"] == "AWS::ElasticLoadBalancingV2::TargetGroup");
    let vpc = groups.into_iter().find_map(|group| group["Properties"]["VpcId"].as_str())?;
    let subnets: Option<Vec<String>> =
        place["Subnets"].as_array()?.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    Some(Network::Existing {
        vpc: vpc.to_owned(),
        subnets: subnets?,
        public: place["AssignPublicIp"] == "ENABLED",
    })
}

/// Whether the account's setting for API Gateway's logs belongs to this stack, so that it must stay in it.
pub fn holds_log_role(deployed: &Value) -> bool {
    section(deployed, "Resources").contains_key(LOG_ACCOUNT)
}

/// Only some addresses may call the old API.
pub fn is_restricted(deployed: &Value) -> bool {
    section(deployed, "Resources").get(REST_API).is_some_and(|api| api["Properties"].get("Policy").is_some())
}

/// Why an update from the deployed template to the new one can't work, or would lose the webhook URL: one sentence
/// for each resource in the way.
pub fn collisions(deployed: &Value, new: &Rendered) -> Vec<String> {
    let old = section(deployed, "Resources");
    let mut found = Vec::new();
    for (id, body) in &new.resources {
        let kind = body["Type"].as_str().unwrap_or_default();
        for (old_id, old_body) in old.iter().filter(|(old_id, old)| *old_id != id && old["Type"] == kind) {
            if same_thing(kind, &old_body["Properties"], &body["Properties"]) {
                found.push(format!("{id} would be created while {old_id} still has its name."));
            }
        }
        let Some(before) = old.get(id) else { continue };
        if before["Type"] != kind {
            found.push(format!("{id} is another type of resource in the deployed stack."));
        } else if is_replaced(kind, &before["Properties"], &body["Properties"])
            && schema(kind).name.is_some_and(|name| before["Properties"][name].is_string())
        {
            found.push(format!("{id} would be replaced under the name that it has."));
        }
    }
    for id in [REST_API, PROD_STAGE] {
        let Some(before) = old.get(id) else { continue };
        let stays = new.resources.get(id).is_some_and(|after| {
            !is_replaced(
                before["Type"].as_str().unwrap_or_default(),
                &before["Properties"],
                &after["Properties"],
            )
        });
        if !stays {
            found.push(format!("{id} would be made new, and the webhook URL would change."));
        }
    }
    found
}

/// Whether two resources of one type can't exist at the same time. References are compared as they are written: to
/// the same logical id, they are the same.
fn same_thing(kind: &str, old: &Value, new: &Value) -> bool {
    let told_apart_by: &[&str] = match kind.strip_prefix("AWS::").unwrap_or(kind) {
        // One in an account and region.
        "ApiGateway::Account" => return true,
        "ApiGateway::Stage" => &["RestApiId", "StageName"],
        "ApiGateway::Resource" => &["RestApiId", "ParentId", "PathPart"],
        "ApiGateway::Method" => &["RestApiId", "ResourceId", "HttpMethod"],
        "ECS::Service" => &["Cluster", "ServiceName"],
        "ElasticLoadBalancingV2::Listener" => &["LoadBalancerArn", "Port"],
        "ElasticLoadBalancingV2::ListenerRule" => &["ListenerArn", "Priority"],
        _ => match schema(kind).name {
            Some(name) => return old[name].is_string() && old[name] == new[name],
            None => return false,
        },
    };
    told_apart_by.iter().all(|property| !old[*property].is_null() && old[*property] == new[*property])
}

fn is_replaced(kind: &str, old: &Value, new: &Value) -> bool {
    schema(kind).create_only.iter().any(|property| old.get(*property) != new.get(*property))
}
