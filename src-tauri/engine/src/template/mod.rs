//! The CloudFormation template of the stack, and what is known about its parts.
//!
//! There is one template, and it is constant: everything that varies is a parameter or a condition. So prod
//! alone, dev alone, both, and adding one later are the same template with other values, and an environment
//! that is not being deployed keeps its values and with them its resources.
//!
//! The way of one request, which is also how the files are cut:
//! stage and its snapshot, method, integration with the stage's token ([`api`]) -> VPC link -> internal load
//! balancer, listener, the rule that knows the token, target group ([`balancer`]) -> service, task definition
//! ([`service`]) -> secret, bucket, queues ([`roles`], [`queues`]); around it the network and who may talk to
//! whom ([`network`]), logs and alarms ([`watch`]).
//!
//! Invariants, each kept by a test: an environment's resource mentions no resource of the other environment;
//! a stage's requests end at its own tasks or in a 404; nothing but the VPC link reaches the load balancer and
//! nothing but that reaches the tasks; a fixed name that older stacks use is taken over by their logical id;
//! the text stays under CloudFormation's limit for a template that is sent as it is.

mod api;
mod balancer;
mod build;
mod cost;
mod names;
mod network;
mod outputs;
mod parameters;
mod prices;
mod queues;
mod quilt;
mod render;
mod roles;
mod schema;
mod service;
mod settings;
mod text;
mod upgrade;
mod watch;

use std::collections::BTreeMap;

use ipc::Environment;
use serde_json::{Map, Value, json};

pub use api::{REST_API, ROUTE_HEADER};
pub use cost::monthly;
pub use names::{group_of, plain_name, stage_id, usual_seconds};
pub use parameters::{parameter_names, shared_parameter_names};
pub use quilt::QuiltServices;
pub use render::{Parameters, Rendered, mentions, target};
pub(crate) use schema::schema;
pub use service::{CLUSTER_NAME, WEB_CONTAINER, service_name};
pub use settings::{EnvironmentSettings, Network, Size, parameters, shared_parameters};
pub use text::{Format, compact, fingerprint, pretty, read};
pub use upgrade::{
    Origin, collisions, holds_log_role, is_restricted, kept_names, network, origin, template_over,
};

/// The name that the npm tool gave it, too: upgrading keeps the stack.
pub const STACK_NAME: &str = "BenchlingWebhookStack";
/// The most bytes that CloudFormation takes as a template's text.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const MAX_BYTES: usize = 51_200;
/// The template's own version, shown as the output `StackVersion`. It changes when the template does.
pub const VERSION: &str = "1.0.0";

pub(crate) const PROJECT: &str = "benchling-webhook";

/// Tags of the stack, handed down by CloudFormation to every resource that can carry them; the template itself
/// writes what an environment's resources have instead. Constant, so that no deployment changes them.
pub fn stack_tags() -> BTreeMap<String, String> {
    [("Environment", "shared"), ("Project", PROJECT), ("ManagedBy", "benchling-webhook-installer")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

/// The whole stack. Always the same value.
pub fn template() -> Value {
    template_of(&Environment::ALL)
}

/// The part that a stack with these environments uses, for a person to review or to launch by hand.
pub fn template_of(environments: &[Environment]) -> Value {
    let mut all = network::resources();
    all.extend(balancer::resources());
    all.push(service::cluster());
    all.extend(api::resources(environments));
    for &environment in environments {
        all.extend(watch::resources(environment));
        all.extend(roles::resources(environment));
        all.extend(queues::resources(environment));
        all.extend(balancer::route(environment));
        all.extend(service::resources(environment));
        all.extend(api::stage(environment, environments));
    }
    let resources: Map<String, Value> = all.into_iter().map(build::Resource::into_json).collect();
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Benchling webhook for Quilt: environments dev and prod side by side",
        "Parameters": parameters::declarations(environments),
        "Conditions": parameters::conditions(environments),
        "Resources": resources,
        "Outputs": outputs::outputs(environments),
    })
}
