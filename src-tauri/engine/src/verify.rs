//! The test of a running environment: it answers, is ready, refuses what nobody signed, and is the version that
//! was deployed.

use std::time::Duration;

use ipc::check::{Check, CheckOutcome, Verification};
use ipc::status::Tested;
use ipc::{Code, Environment, Problem};
use serde_json::Value;
use url::Url;

use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest, Stack};
use crate::status::{self, ask, describe, send};
use crate::template::STACK_NAME;
use crate::{Engine, Result, tested};

const TIMEOUT: Duration = Duration::from_secs(15);
/// A cold start may need another try.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_secs(2);

/// Tests an environment of the stack.
pub async fn environment(engine: &Engine, environment: Environment) -> Result<Verification> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?.filter(|stack| !stack.is_empty());
    let endpoint = stack.as_ref().and_then(|stack| stack.endpoint(environment));
    let (Some(stack), Some(endpoint)) = (&stack, endpoint) else {
        return Err(Problem::new(
            Code::StackMissing,
            format!("{} is not deployed, so there is nothing to test.", environment.title()),
            format!("Deploy it first: benchling-webhook deploy --environment {environment}"),
        ));
    };
    let tag = stack.output(environment, "ImageTag");
    let mut checks = checks(engine, endpoint, stack.is_restricted(environment), tag).await;
    if stack.has(environment.other()) {
        checks.push(check("Backend of its own", own_backend(engine, stack, environment).await));
    }
    let report = Verification { environment: Some(environment), endpoint: endpoint.to_owned(), checks };
    // Where it can't be noted, the next promotion asks for another test.
    if let Ok(Some(deployed)) = status::environment(engine, stack, environment).await {
        let tested = Tested {
            at: engine.clock.now(),
            passed: report.passed(),
            endpoint: deployed.endpoint,
            digest: deployed.digest,
        };
        let _ = tested::record(&engine.paths, environment, &tested);
    }
    Ok(report)
}

/// Tests any address.
pub async fn address(engine: &Engine, url: &Url) -> Verification {
    let endpoint = url.as_str().trim_end_matches('/').to_owned();
    let checks = checks(engine, &endpoint, false, None).await;
    Verification { environment: None, endpoint, checks }
}

async fn checks(engine: &Engine, endpoint: &str, restricted: bool, tag: Option<&str>) -> Vec<Check> {
    let health = patiently(engine, endpoint, "/health").await;
    if restricted && matches!(health, HttpAnswer::Answered { status: 403, .. }) {
        let detail = "The access list does not let this machine in. Test from an address that is in it.";
        return vec![check("Health", CheckOutcome::Attention { detail: detail.into() })];
    }
    let ready = patiently(engine, endpoint, "/health/ready").await;
    let post = unsigned_post(engine, endpoint).await;
    let mut checks = vec![
        check("Health", answers_200("/health", &health)),
        check("Readiness", answers_200("/health/ready", &ready)),
        check("Unsigned webhook is refused", refuses(&post)),
    ];
    if let HttpAnswer::Answered { status: 200, body, .. } = &health {
        checks.extend(version(body, tag).map(|outcome| check("Version", outcome)));
    }
    checks
}

/// That the other environment's requests end at other tasks.
async fn own_backend(engine: &Engine, stack: &Stack, environment: Environment) -> CheckOutcome {
    let targets = async |of: Environment| -> Result<Vec<String>> {
        let group = stack.output(of, "TargetGroupArn").unwrap_or_default();
        Ok(engine.cloud()?.target_health(group).await?.into_iter().map(|target| target.id).collect())
    };
    let (own, others) = match futures::try_join!(targets(environment), targets(environment.other())) {
        Ok(both) => both,
        Err(problem) => return CheckOutcome::Failed { problem },
    };
    if own.is_empty() {
        return CheckOutcome::Attention { detail: "The load balancer knows no task of it yet.".into() };
    }
    match own.iter().find(|target| others.contains(target)) {
        Some(shared) => failed(
            format!("The task at {shared} serves both environments."),
            "Deploy both environments again, and report this.",
        ),
        None => CheckOutcome::Passed {
            detail: format!("{} at {}, none of {}'s", words(own.len()), own.join(", "), environment.other()),
        },
    }
}

fn words(tasks: usize) -> String {
    if tasks == 1 { "1 task".into() } else { format!("{tasks} tasks") }
}

async fn patiently(engine: &Engine, endpoint: &str, path: &str) -> HttpAnswer {
    let mut answer = ask(engine, endpoint, path).await;
    for _ in 1..TRIES {
        let cold = match &answer {
            HttpAnswer::Answered { status, .. } => *status >= 500,
            HttpAnswer::Unreachable { .. } => true,
        };
        if !cold {
            break;
        }
        engine.clock.sleep(PAUSE).await;
        answer = ask(engine, endpoint, path).await;
    }
    answer
}

async fn unsigned_post(engine: &Engine, endpoint: &str) -> HttpAnswer {
    match Url::parse(&format!("{endpoint}/event")) {
        Ok(url) => {
            let body = Some(r#"{"message":{"type":"v2.entry.created"}}"#.to_owned());
            send(engine, HttpRequest { method: HttpMethod::Post, url, body, timeout: TIMEOUT }).await
        }
        Err(error) => HttpAnswer::Unreachable { reason: error.to_string() },
    }
}

fn answers_200(path: &str, answer: &HttpAnswer) -> CheckOutcome {
    match answer {
        HttpAnswer::Answered { status: 200, took, .. } => {
            CheckOutcome::Passed { detail: format!("{path} answered 200 in {} ms", took.as_millis()) }
        }
        other => failed(
            describe(path, other),
            "Look at the environment's logs, and wait if it has just been deployed.",
        ),
    }
}

/// 401 by images of 0.6, 403 by newer ones.
fn refuses(answer: &HttpAnswer) -> CheckOutcome {
    match answer {
        HttpAnswer::Answered { status: status @ (401 | 403), .. } => {
            CheckOutcome::Passed { detail: format!("/event answered {status} to a post that nobody signed") }
        }
        HttpAnswer::Answered { status: 200..=299, .. } => failed(
            "/event accepted a post that nobody signed.".into(),
            "Switch on the verification of webhooks in the profile and deploy again.",
        ),
        other => failed(describe("/event", other), "Look at the environment's logs."),
    }
}

/// `latest` says nothing about a version, so there is nothing to compare then.
fn version(body: &str, tag: Option<&str>) -> Option<CheckOutcome> {
    let body: Value = serde_json::from_str(body).ok()?;
    let reported = body.get("version")?.as_str()?.to_owned();
    let tag = tag.filter(|tag| tag.starts_with(|c: char| c.is_ascii_digit()));
    Some(match tag {
        None => CheckOutcome::Passed { detail: format!("{reported} runs") },
        Some(tag) if tag == reported || tag.starts_with(&format!("{reported}-")) => {
            CheckOutcome::Passed { detail: format!("{reported} runs, as deployed") }
        }
        Some(tag) => CheckOutcome::Attention { detail: format!("{reported} runs, but {tag} was deployed") },
    })
}

fn failed(message: String, next: &str) -> CheckOutcome {
    CheckOutcome::Failed { problem: Problem::new(Code::VerificationFailed, message, next) }
}

fn check(title: &str, outcome: CheckOutcome) -> Check {
    Check { title: title.into(), outcome }
}
