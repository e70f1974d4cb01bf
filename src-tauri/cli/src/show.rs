//! Results as text for people and JSON for programs, on standard output; talk on standard error.

mod found;

use std::io::Write;
use std::process::ExitCode;

use ipc::check::{Check, CheckOutcome, Preflight, Verification};
use ipc::plan::{Change, ChangeAction, Cost, Group, ParameterChange, Plan, PlanKind};
use ipc::progress::{Endpoint, Outcome};
use ipc::status::{DeployRecord, HealthState, SecretStatus, Status};
use ipc::{Code, Problem, Timestamp};
use serde::Serialize;

pub use self::found::preview;

/// One text, as it is. A reader that went away is no failure.
pub fn text(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end());
    ExitCode::SUCCESS
}

pub fn json(value: &impl Serialize) {
    let _ = text(&serde_json::to_string_pretty(value).unwrap_or_default());
}

pub fn problem(problem: &Problem, as_json: bool) {
    if as_json {
        json(&serde_json::json!({ "problem": problem }));
    }
    eprintln!("{}", problem.message);
    eprintln!("{}", problem.next);
    if let Some(option) = option(problem.code) {
        eprintln!("Here that is {option}.");
    }
    for cause in &problem.causes {
        eprintln!("  {cause}");
    }
    eprintln!("  ({})", problem.code);
}

/// The option that does what the next action says.
fn option(code: Code) -> Option<&'static str> {
    match code {
        Code::PairingUnconfirmed => Some("--confirm-pairing"),
        Code::ImageVersionUnknown => Some("--image-version"),
        Code::OtherEnvironmentTouched => Some("--update-both"),
        Code::NetworkUnsuitable => Some("--vpc and --subnets"),
        _ => None,
    }
}

pub fn preflight(report: &Preflight) {
    checks(&report.checks);
}

pub fn verification(report: &Verification) {
    let _ = text(&report.endpoint);
    checks(&report.checks);
}

fn checks(checks: &[Check]) {
    for check in checks {
        let (word, detail) = match &check.outcome {
            CheckOutcome::Passed { detail } => ("OK  ", detail.as_str()),
            CheckOutcome::Attention { detail } => ("NOTE", detail.as_str()),
            CheckOutcome::Skipped { detail } => ("SKIP", detail.as_str()),
            CheckOutcome::Failed { problem } => ("FAIL", problem.message.as_str()),
        };
        let _ = text(&format!("{word}  {}: {detail}", check.title));
        if let CheckOutcome::Failed { problem } = &check.outcome {
            let _ = text(&format!("      {}", problem.next));
        }
    }
}

/// The plan as a letter.
pub fn plan(plan: &Plan) -> String {
    let mut lines = plan.summary.clone();
    if !plan.warnings.is_empty() {
        lines.push(String::new());
        lines.extend(plan.warnings.iter().map(|warning| format!("Note: {warning}")));
    }
    if plan.kind == PlanKind::Update {
        lines.push(String::new());
        lines.push(changes(plan));
        lines.extend(plan.parameters.iter().map(parameter));
    }
    if plan.kind != PlanKind::NothingToChange {
        if !plan.cost.lines.is_empty() {
            lines.push(String::new());
            lines.extend(cost(&plan.cost));
        }
        if !plan.stored.is_empty() {
            lines.push(String::new());
            lines.push("What is kept where:".into());
            lines.extend(plan.stored.iter().map(|line| format!("  {line}")));
        }
        if !plan.undo.is_empty() {
            lines.push(String::new());
            lines.push("What can be undone:".into());
            lines.extend(plan.undo.iter().map(|line| format!("  {line}")));
        }
    }
    lines.join("\n")
}

fn parameter(change: &ParameterChange) -> String {
    let before = change.before.as_ref().map(|before| format!("{before} -> ")).unwrap_or_default();
    format!("  parameter {}: {before}{}", change.name, change.after)
}

/// What a plan does to each resource, by name.
pub fn changes(plan: &Plan) -> String {
    let verb = |action| match action {
        ChangeAction::Add => "added",
        ChangeAction::Modify => "changed",
        ChangeAction::MaybeReplace => "changed or replaced",
        ChangeAction::Replace => "replaced",
        ChangeAction::Remove => "removed",
    };
    let line = |change: &Change| {
        let place = match change.group {
            Group::Shared => "shared",
            Group::Dev => "dev",
            Group::Prod => "prod",
        };
        let cause = change.cause.as_ref().map(|cause| format!(". {cause}")).unwrap_or_default();
        format!("  {place:<6} {:<40} {}{cause}", change.name, verb(change.action))
    };
    plan.changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn cost(cost: &Cost) -> Vec<String> {
    let (from, to) = cost.total();
    let before = cost.before.map(|(from, to)| format!(", now {}", dollars(from, to))).unwrap_or_default();
    let mut lines = vec![format!("Cost a month: about {}{before}", dollars(from, to))];
    let width = cost.lines.iter().map(|line| line.what.len()).max().unwrap_or_default();
    lines.extend(
        cost.lines.iter().map(|line| format!("  {:<width$}  {}", line.what, dollars(line.from, line.to))),
    );
    lines.extend(cost.notes.iter().cloned());
    lines
}

fn dollars(from: u32, to: u32) -> String {
    if from == to { format!("${from}") } else { format!("${from} to ${to}") }
}

/// How a deployment ended: its addresses on standard output, the sentence on standard error.
pub fn outcome(outcome: &Outcome) {
    for endpoint in outcome.endpoints() {
        let _ = text(&reached(endpoint));
    }
    remarks(outcome);
}

/// The outcome of a run that was taken up on the way to another: only that one's is data.
pub fn earlier(outcome: &Outcome) {
    for endpoint in outcome.endpoints() {
        eprintln!("{}", reached(endpoint));
    }
    remarks(outcome);
}

fn reached(endpoint: &Endpoint) -> String {
    format!("{:<5} {}", endpoint.environment.as_str(), endpoint.url)
}

fn remarks(outcome: &Outcome) {
    if let Outcome::NotAnsweringYet { seen, .. } = outcome {
        eprintln!("Deployed, not answering yet. {seen}");
        eprintln!("Run `benchling-webhook status` in a few minutes, or look at the container's logs.");
    }
    if matches!(outcome, Outcome::Succeeded { .. } | Outcome::NotWaited { .. }) {
        eprintln!("In Benchling, set the app's webhook URL to this address and its routing to Suffixed.");
    }
}

pub fn status(status: &Status, now: Timestamp) {
    let Some(stack) = &status.stack else {
        let _ = text("Nothing is deployed in this account and region.");
        return;
    };
    let _ = text(&format!("{}  {} / {}  {}", stack.name, stack.region, stack.account, stack.state));
    for one in &status.environments {
        let Some(deployed) = &one.deployed else {
            let _ = text(&format!("\n{:<5} not deployed", one.environment.as_str()));
            continue;
        };
        let health = health_word(deployed.health.state);
        let _ = text(&format!("\n{:<5} {health}  {}", one.environment.as_str(), deployed.endpoint));
        let digest =
            deployed.digest.as_ref().map(|digest| format!("  {}", digest.short())).unwrap_or_default();
        let tasks =
            deployed.tasks.map(|t| format!("  {} of {} tasks", t.running, t.desired)).unwrap_or_default();
        let latency = deployed.health.latency_ms.map(|ms| format!("  {ms} ms")).unwrap_or_default();
        let age = deployed
            .deployed_at
            .map(|at| format!("  deployed {}", ago(now.seconds_since(at))))
            .unwrap_or_default();
        let _ = text(&format!("      {}{digest}{tasks}{latency}{age}", deployed.image_tag));
        let _ = text(&format!("      {}", deployed.health.detail));
        if let Some(secret) = &deployed.secret {
            let _ = text(&format!("      {}", secret_line(secret, now)));
        }
        if let Some(agreement) = &deployed.agreement {
            let remedy = agreement.remedy.map(|_| {
                format!(" To bring it up to date: benchling-webhook settle --environment {}", one.environment)
            });
            let _ = text(&format!("      {}{}", agreement.detail, remedy.unwrap_or_default()));
        }
    }
}

fn secret_line(secret: &SecretStatus, now: Timestamp) -> String {
    let Some(written) = secret.written_at else {
        return format!("its secret {} is missing in Secrets Manager", secret.name);
    };
    let used = match secret.in_use {
        Some(true) => ", used by all of its tasks",
        Some(false) => ", not used by all of its tasks yet",
        None => "",
    };
    format!("secret written {}{used}", ago(now.seconds_since(written)))
}

fn health_word(state: HealthState) -> &'static str {
    match state {
        HealthState::Healthy => "healthy",
        HealthState::Degraded => "degraded",
        HealthState::Starting => "starting",
        HealthState::Unhealthy => "unhealthy",
        HealthState::Refused => "not visible from here",
        HealthState::Unknown => "unknown",
    }
}

pub fn ago(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=59 => return "just now".into(),
        60..=3599 => (seconds / 60, "minute"),
        3600..=86_399 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// A table, each row of what did not go well with its cause beneath.
pub fn history(rows: &[DeployRecord]) -> String {
    if rows.is_empty() {
        return "Nothing of this kind has been deployed from this machine yet.".into();
    }
    let head = ["When (UTC)", "Where", "What", "Result", "Took", "Who"].map(str::to_owned);
    let mut lines = vec![(head, None)];
    lines.extend(rows.iter().map(|row| (cells(row), row.cause.as_deref())));
    let width = |column: usize| lines.iter().map(|(cells, _)| cells[column].chars().count()).max();
    let widths = [0, 1, 2, 3, 4, 5].map(|column| width(column).unwrap_or_default());
    let mut text = String::new();
    for (cells, cause) in &lines {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
        if let Some(cause) = cause {
            text.push_str(&format!("{:<indent$}{cause}\n", "", indent = widths[0] + 2));
        }
    }
    text
}

fn cells(row: &DeployRecord) -> [String; 6] {
    // 2026-01-02T03:04:05.000Z
    let when = row.deployed_at.get(..16).unwrap_or(&row.deployed_at).replace('T', " ");
    [
        when,
        row.stage.to_string(),
        row.what(),
        row.outcome.title().to_owned(),
        row.seconds.map(|s| format!("{} min {:02} s", s / 60, s % 60)).unwrap_or_default(),
        row.deployed_by.clone().unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_is_a_table_with_causes() {
        let rows: Vec<DeployRecord> = serde_json::from_value(serde_json::json!([
            {
                "stage": "prod", "endpoint": "", "imageTag": "0.18.0", "deployedAt": "2026-11-23T14:02:03.000Z",
                "stackName": "S", "operation": "promote", "outcome": "failed", "deployedBy": "anna", "seconds": 252,
                "cause": "Service failed: no luck. (deployment_failed)"
            },
            {
                "stage": "dev", "endpoint": "", "imageTag": "0.17.1", "deployedAt": "2026-11-22T14:02:03.000Z",
                "stackName": "S", "outcome": "succeeded"
            }
        ]))
        .unwrap();
        let table = "\
When (UTC)        Where  What                     Result     Took        Who
2026-11-23 14:02  prod   Tried to promote 0.18.0  Failed     4 min 12 s  anna
                  Service failed: no luck. (deployment_failed)
2026-11-22 14:02  dev    Deployed 0.17.1          Succeeded
";
        assert_eq!(history(&rows), table);
    }
}
