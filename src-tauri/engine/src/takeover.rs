//! What is asked of, and said about, a stack that the npm tool made before it is taken over.
//!
//! How the two templates meet is in [`crate::template`]; here is when it is refused, and what the plan says.

use std::collections::BTreeMap;

use ipc::plan::DeployRequest;
use ipc::{Code, Environment, Problem};
use serde_json::Value;

use crate::Result;
use crate::cloud::Stack;
use crate::preflight::Facts;
use crate::template::{self, MAX_BYTES, Network, Rendered};

/// The network that the stack keeps, where this deployment may take it over.
pub fn network(stack: &Stack, deployed: &Value, request: &DeployRequest) -> Result<Network> {
    if !request.targets.iter().any(|target| target.environment == Environment::Prod) {
        return Err(foreign(
            format!("{} was made by the npm tool and serves prod only.", stack.name),
            "Deploy prod first: that takes the stack over and keeps its webhook URL. Then add dev.",
        ));
    }
    template::network(deployed).ok_or_else(|| {
        foreign(
            format!("{} was made by the npm tool and changed since: its network can't be read.", stack.name),
            "It keeps running as it is. To install beside it, choose another region.",
        )
    })
}

pub fn of_later_tool(stack: &Stack) -> Problem {
    foreign(
        format!(
            "{} was made by version 0.8 or later of the npm tool. Its API is another one, so its webhook URL can't be \
             kept by an update.",
            stack.name
        ),
        "It keeps running as it is. Remove it with the tool that made it, deploy here, and give Benchling the new \
         webhook URL.",
    )
}

pub fn of_another_tool(stack: &Stack) -> Problem {
    foreign(
        format!("There is a stack {} that another tool made.", stack.name),
        "This version can't take it over. It keeps running as it is, and nothing was changed.",
    )
}

/// Refuses an update that would fail half-way, or lose the webhook URL.
pub fn check(deployed: &Value, new: &Value, values: &BTreeMap<String, String>) -> Result<()> {
    let refuse = |why: Vec<String>| {
        let problem = foreign(
            "This stack of the npm tool differs from what we know, and an update would not go well.",
            "Nothing was changed, and it keeps running. Report the details, or install in another region.",
        );
        Err(why.into_iter().fold(problem, |problem, why| problem.because_text(why)))
    };
    let bytes = template::compact(new).len();
    if bytes > MAX_BYTES {
        return refuse(vec![format!("The template would have {bytes} bytes, of at most {MAX_BYTES}.")]);
    }
    let in_the_way = match Rendered::of(new, values) {
        Ok(rendered) => template::collisions(deployed, &rendered),
        Err(why) => vec![why],
    };
    if in_the_way.is_empty() { Ok(()) } else { refuse(in_the_way) }
}

/// What stays, what is made new and what goes.
pub fn summary(stack: &Stack, deployed: &Value, place: &str, facts: &Facts) -> Vec<String> {
    let version = stack.outputs.get("StackVersion").map(|version| format!(" {version}")).unwrap_or_default();
    let url = stack.outputs.get("WebhookEndpoint").map(|url| format!(" {}", url.trim_end_matches('/')));
    vec![
        format!("We take over the stack {place}, which the npm tool{version} made."),
        format!(
            "It keeps its webhook URL{}, its network ({}), its cluster, API Gateway's log setting and its logs ({}). In \
             Benchling nothing changes.",
            url.unwrap_or_default(),
            facts.network,
            template::kept_names(deployed).join(", ")
        ),
        "Prod's new tasks start beside the old ones. The URL changes over when they are healthy, so prod keeps \
         answering; then the old service and its public load balancer are removed."
            .into(),
    ]
}

/// Addresses that could not call so far will be able to.
pub fn warning(deployed: &Value, facts: &Facts) -> Option<String> {
    let open = facts.targets.iter().any(|t| t.environment == Environment::Prod && t.allow_list.is_open());
    (open && template::is_restricted(deployed)).then(|| {
        "Prod: so far only some addresses can call the webhook; the profile names none, so everybody will. Webhooks \
         are signed. Fill in the access list to keep it closed."
            .into()
    })
}

fn foreign(message: impl Into<String>, next: &str) -> Problem {
    Problem::new(Code::StackForeign, message, next)
}
