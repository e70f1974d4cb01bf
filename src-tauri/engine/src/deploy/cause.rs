//! From AWS's own words to a sentence and a next action, for what goes wrong most often.
//!
//! A table, read from the top: the first row of which every word stands in the text tells. Specific rows stand
//! above general ones (a certificate above the image that could not be pulled because of it). What the table
//! does not know is shown as AWS said it.

use super::evidence::Evidence;
use crate::cloud::refused_action;

/// `sentence` completes "Service failed: "; `next` is what to do before deploying again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub sentence: String,
    pub next: String,
}

fn cause(sentence: impl Into<String>, next: impl Into<String>) -> Cause {
    Cause { sentence: sentence.into(), next: next.into() }
}

type Tell = fn(&str) -> Cause;

/// All words of a row, without regard to case, and what it tells of the text that has them.
const TABLE: &[(&[&str], Tell)] = &[
    (&["service linked role"], first_use),
    (&["service-linked role", "assume"], first_use),
    (&["signature expired"], clock),
    (&["signature not yet current"], clock),
    (&["requesttimetooskewed"], clock),
    (&["x509"], certificate),
    (&["certificate verify failed"], certificate),
    (&["connection issue between the task and"], no_way_out),
    (&["resourceinitializationerror", "timeout"], no_way_out),
    (&["resourceinitializationerror", "deadline exceeded"], no_way_out),
    (&["cannotpullcontainererror", "timeout"], no_way_out),
    (&["cannotpullcontainererror", "deadline exceeded"], no_way_out),
    (&["cannotpullcontainererror", "denied"], image_denied),
    (&["cannotpullcontainererror", "forbidden"], image_denied),
    (&["cannotpullcontainererror", "not found"], image_missing),
    (&["cannotpullcontainererror", "manifest unknown"], image_missing),
    (&["cannotpullcontainererror"], image),
    (&["resourceinitializationerror", "secret"], secret),
    (&["outofmemoryerror"], memory),
    (&["failed elb health checks"], unhealthy),
    (&["failed container health checks"], unhealthy),
    (&["health checks failed"], unhealthy),
    (&["capacity is unavailable"], capacity),
    (&["capacity unavailable"], capacity),
    (&["unable to place a task", "resource:"], capacity),
    (&["runtaskfailure", "resource:"], capacity),
    (&["maximum number of vpcs"], vpcs),
    (&["vpclimitexceeded"], vpcs),
    (&["limitexceeded"], quota),
    (&["limit exceeded"], quota),
    (&["maximum number of"], quota),
    (&["exceed quota"], quota),
    (&["reached the limit on the number of"], quota),
    (&["alreadyexists"], name_taken),
    (&["already exists"], name_taken),
    (&["not authorized to perform"], permission),
    (&["accessdenied"], permission),
];

/// What the table knows of a text.
pub fn of(text: &str) -> Option<Cause> {
    let lower = text.to_lowercase();
    let (_, tell) = TABLE.iter().find(|(words, _)| words.iter().all(|word| lower.contains(word)))?;
    Some(tell(text))
}

/// Why a service failed: its tasks know better than the message that says they did not stay up.
pub fn of_service(reason: &str, evidence: &Evidence) -> Option<Cause> {
    let said = evidence.stopped.iter().chain(&evidence.said).map(String::as_str).chain([reason]);
    said.filter_map(of)
        .next()
        .or_else(|| evidence.log.iter().any(|line| is_about_the_secret(line)).then(|| secret("")))
        .or_else(|| evidence.exit_code.map(|code| exited(code, evidence.log.last())))
        .or_else(|| reason.contains("Circuit Breaker").then(gave_up))
}

fn is_about_the_secret(line: &str) -> bool {
    let line = line.to_lowercase();
    let names_it = line.contains("secretsmanager") || line.contains("getsecretvalue");
    let refuses = ["accessdenied", "not authorized", "resourcenotfound", "can't find", "decrypt"];
    names_it && refuses.iter().any(|word| line.contains(word))
}

fn exited(code: i32, last: Option<&String>) -> Cause {
    let line = last.map_or(String::new(), |line| format!(" Its last line was: \"{line}\"."));
    cause(
        format!("its container stops soon after its start, with exit code {code}.{line}"),
        "Mend what the container's log says, which is among the details.",
    )
}

fn gave_up() -> Cause {
    cause(
        "its tasks did not stay up, and ECS gave up after several tries.",
        "Look into the environment's log group in CloudWatch, which tells why, and mend that.",
    )
}

fn first_use(_: &str) -> Cause {
    cause(
        "AWS makes a role of its own (a service-linked role) when an account uses a service for the first time, \
         and that role was not known everywhere yet.",
        "The role is there now: wait a minute.",
    )
}

fn clock(_: &str) -> Cause {
    cause(
        "AWS refused a signature because of its time: a clock is wrong.",
        "Set the date and time of this machine.",
    )
}

fn certificate(_: &str) -> Cause {
    cause(
        "a certificate was not accepted: something on the way answers in place of the server that was meant.",
        "Have the proxy or firewall of the task's network let AWS and the image's registry through unchanged.",
    )
}

fn no_way_out(_: &str) -> Cause {
    cause(
        "its tasks can't reach AWS from their subnets.",
        "Give the subnets a way out (a NAT gateway, or VPC endpoints for ECR, S3, CloudWatch Logs and Secrets \
         Manager), or choose others.",
    )
}

fn image_denied(_: &str) -> Cause {
    cause(
        "its image can't be pulled: the registry does not let this account read it.",
        "Ask the owner of the image's repository to allow this account to pull.",
    )
}

fn image_missing(_: &str) -> Cause {
    cause("its image can't be pulled: the registry does not have it any more.", "Choose another image tag.")
}

fn image(_: &str) -> Cause {
    cause("its image can't be pulled.", "Mend what AWS names in the details, or choose another image.")
}

fn secret(_: &str) -> Cause {
    cause(
        "the secret in Secrets Manager is missing, or the container may not read it.",
        "Check that the secret exists in this region, and that no policy or key keeps the task's role from reading it.",
    )
}

fn memory(_: &str) -> Cause {
    cause(
        "its container needs more memory than it has.",
        "Choose another image tag, and report this with the details: how much memory a task has is fixed.",
    )
}

fn unhealthy(_: &str) -> Cause {
    cause(
        "its tasks start, but do not answer the health check.",
        "See in the container's log, which is among the details, what it waits for; most often that is Benchling \
         or a Quilt service that it can't reach.",
    )
}

fn capacity(_: &str) -> Cause {
    cause(
        "AWS has no room for its tasks in these zones at the moment.",
        "Wait some minutes, or choose subnets in other zones.",
    )
}

fn vpcs(_: &str) -> Cause {
    cause(
        "this account has reached its quota of VPCs in the region.",
        "Use an existing VPC instead (--vpc), delete one that nobody needs, or ask for more in the AWS console \
         under Service Quotas.",
    )
}

fn quota(text: &str) -> Cause {
    let of = counted(text).map_or_else(|| "a quota".to_owned(), |what| format!("its quota of {what}"));
    cause(
        format!("this account has reached {of} in the region."),
        "Delete what nobody needs, or ask for more in the AWS console under Service Quotas.",
    )
}

/// What there are too many of, as far as AWS names it.
fn counted(text: &str) -> Option<String> {
    let after = |start: &str| text.split_once(start).map(|(_, rest)| rest);
    let until = |rest: &str, ends: &[&str]| {
        let end = ends.iter().filter_map(|end| rest.find(end)).min()?;
        Some(rest[..end].trim().to_owned())
    };
    let found = after("maximum number of ")
        .and_then(|rest| until(rest, &[" has been", " have been", " reached", " is ", "."]))
        .or_else(|| after("limit on the number of ").and_then(|rest| until(rest, &[" you can", "."])))
        .or_else(|| after("exceed quota for ").and_then(|rest| until(rest, &[":", ".", " "])))
        .or_else(|| after("resource of type '").and_then(|rest| until(rest, &["'"])))?;
    Some(if found == "addresses" { "Elastic IP addresses".to_owned() } else { found })
}

fn name_taken(text: &str) -> Cause {
    let what = taken(text).map_or_else(|| "its name".to_owned(), |name| format!("its name ({name})"));
    cause(
        format!("{what} is taken by something that does not belong to this stack."),
        "Find out whether that is still needed, and delete or rename it if not.",
    )
}

/// The last word before "already exists", without what stands around it.
fn taken(text: &str) -> Option<&str> {
    let word = text.split_once(" already exists")?.0.rsplit(char::is_whitespace).next()?;
    let name = word.trim_matches(|c| "'\"{}".contains(c));
    // An identifier is a path and its value: /properties/LogGroupName":"/ecs/benchling-webhook
    let name = name.rsplit("\":\"").next().unwrap_or(name);
    Some(name).filter(|name| !name.is_empty())
}

fn permission(text: &str) -> Cause {
    match refused_action(text) {
        Some(action) if text.contains("explicit deny") => cause(
            format!("a policy denies {action}."),
            format!("Ask whoever manages the AWS account to change the policy that denies {action}."),
        ),
        Some(action) => cause(
            format!("the permission {action} is missing."),
            format!("Ask whoever manages the AWS account to allow {action}."),
        ),
        None => cause(
            "a permission is missing.",
            "Ask whoever manages the AWS account to allow what AWS names in the details.",
        ),
    }
}

#[cfg(test)]
mod tests;
