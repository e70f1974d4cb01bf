//! What runs now, asked of AWS: the stack, and for each environment its service, targets and answers.

use std::time::Duration;

use ipc::status::{
    Deployed, EnvironmentStatus, Health, HealthState, SecretStatus, StackSummary, Status, TargetCounts,
    TaskCounts,
};
use ipc::{Digest, Environment, Timestamp};
use serde_json::Value;
use url::Url;

use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest, Rollout, SecretFacts, Service, Stack, Task};
use crate::template::STACK_NAME;
use crate::{Engine, Result, agreement, clock, history, rollback, seen, tested};

/// API Gateway cuts an answer off after 29 seconds; a health route that needs 10 is not healthy.
const TIMEOUT: Duration = Duration::from_secs(10);

pub async fn status(engine: &Engine) -> Result<Status> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?.filter(|stack| !stack.is_empty());
    if let Some(stack) = stack.as_ref().filter(|stack| !stack.is_busy()) {
        // A record that can't be written takes nothing away from what is seen.
        let _ = history::rebuild(&engine.paths, stack);
    }
    let (dev, prod) = match &stack {
        Some(stack) => futures::join!(
            environment(engine, stack, Environment::Dev),
            environment(engine, stack, Environment::Prod)
        ),
        None => (Ok(None), Ok(None)),
    };
    let summary = match &stack {
        Some(stack) => {
            let arn: Option<ipc::StackArn> = stack.arn.parse().ok();
            Some(StackSummary {
                name: stack.name.clone(),
                account: arn.as_ref().map(|arn| arn.account().to_owned()).unwrap_or_default(),
                region: arn.as_ref().map(|arn| arn.region().to_owned()).unwrap_or_default(),
                state: stack.state.clone(),
                busy: stack.is_busy(),
            })
        }
        None => None,
    };
    let status = Status {
        stack: summary,
        environments: vec![
            EnvironmentStatus { environment: Environment::Dev, deployed: dev? },
            EnvironmentStatus { environment: Environment::Prod, deployed: prod? },
        ],
        checked_at: engine.clock.now(),
    };
    seen::note(&engine.paths, &status);
    Ok(status)
}

/// One environment of the stack; `None` where the stack doesn't have it.
pub async fn environment(
    engine: &Engine,
    stack: &Stack,
    environment: Environment,
) -> Result<Option<Deployed>> {
    let output = |name: &str| stack.output(environment, name);
    let Some(endpoint) = stack.endpoint(environment) else { return Ok(None) };

    let service = async {
        match (output("ServiceName"), stack.outputs.get("ClusterName")) {
            (Some(service), Some(cluster)) => engine.cloud()?.service(cluster, service).await,
            _ => Ok(None),
        }
    };
    let tasks = async {
        let (service, cluster) = (output("ServiceName")?, stack.outputs.get("ClusterName")?);
        engine.cloud().ok()?.tasks(cluster, service).await.ok()
    };
    let targets = async { engine.cloud().ok()?.target_health(output("TargetGroupArn")?).await.ok() };
    let secret = async {
        match output("SecretName") {
            Some(name) => engine.cloud()?.secret(name).await.map(Some),
            None => Ok(None),
        }
    };
    let (service, tasks, targets, secret, compared, health, ready) = futures::join!(
        service,
        tasks,
        targets,
        secret,
        agreement::compare(engine, stack, environment),
        ask(engine, endpoint, "/health"),
        ask(engine, endpoint, "/health/ready")
    );
    let tasks: Vec<Task> = tasks.unwrap_or_default();
    let targets = targets.map(|targets| TargetCounts {
        healthy: count(targets.iter().filter(|target| target.state == "healthy").count()),
        total: count(targets.len()),
    });
    let evidence = Evidence {
        health,
        ready,
        service,
        targets,
        is_restricted: stack.is_restricted(environment),
        is_busy: stack.is_busy(),
    };
    let health = evidence.judge();
    let service = evidence.service.ok().flatten();
    let record = history::current(&engine.paths, environment).ok().flatten();
    let deployed_at = record
        .and_then(|record| clock::parse_rfc3339(&record.deployed_at))
        .or(stack.updated_at)
        .or(stack.created_at);
    let mut deployed = Deployed {
        endpoint: endpoint.to_owned(),
        image_tag: stack.image_tag(environment),
        digest: running_digest(&tasks).or_else(|| stack.declared_digest(environment)),
        profile: stack.profile(environment),
        deployed_at: deployed_at.filter(|at| *at > Timestamp(0)),
        health,
        tasks: service.as_ref().map(|service| TaskCounts {
            running: service.running,
            desired: service.desired,
            failed: primary(service).map_or(0, |deployment| deployment.failed),
        }),
        targets,
        secret: None,
        agreement: None,
        tested: None,
        previous: None,
    };
    if let Some(name) = output("SecretName") {
        let facts = secret.map(Option::flatten);
        let status = secret_status(name, facts.clone().ok().flatten(), &tasks);
        deployed.agreement = Some(agreement::agreement(compared, facts, name, status.in_use));
        deployed.secret = Some(status);
    }
    deployed.tested = tested::of(&engine.paths, environment, &deployed);
    deployed.previous = rollback::recent(&engine.paths, environment, deployed.digest.as_ref());
    Ok(Some(deployed))
}

/// A container reads its secret when it starts.
fn secret_status(name: &str, facts: Option<SecretFacts>, tasks: &[Task]) -> SecretStatus {
    let written_at = facts.and_then(|facts| facts.written_at);
    let started: Option<Vec<Timestamp>> =
        tasks.iter().filter(|task| task.running).map(|task| task.started_at).collect();
    let in_use = written_at
        .zip(started.filter(|started| !started.is_empty()))
        .map(|(written, started)| started.iter().all(|started| *started >= written));
    SecretStatus { name: name.to_owned(), written_at, in_use }
}

pub async fn ask(engine: &Engine, endpoint: &str, path: &str) -> HttpAnswer {
    match Url::parse(&format!("{endpoint}{path}")) {
        Ok(url) => {
            let request = HttpRequest { method: HttpMethod::Get, url, body: None, timeout: TIMEOUT };
            send(engine, request).await
        }
        Err(error) => HttpAnswer::Unreachable { reason: format!("{endpoint} is not an address: {error}") },
    }
}

pub async fn send(engine: &Engine, request: HttpRequest) -> HttpAnswer {
    match engine.cloud() {
        Ok(cloud) => cloud.http(request).await,
        Err(problem) => HttpAnswer::Unreachable { reason: problem.message },
    }
}

/// All that was seen of an environment at one moment.
struct Evidence {
    health: HttpAnswer,
    ready: HttpAnswer,
    /// ECS may refuse to tell: then it is not known whether the environment is whole.
    service: Result<Option<Service>>,
    targets: Option<TargetCounts>,
    is_restricted: bool,
    is_busy: bool,
}

impl Evidence {
    /// What the answers, the tasks and the targets say together.
    fn judge(&self) -> Health {
        let (latency_ms, version, mode) = match &self.health {
            HttpAnswer::Answered { status: 200, body, took } => {
                let body: Value = serde_json::from_str(body).unwrap_or_default();
                let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
                (u64::try_from(took.as_millis()).ok(), text("version"), text("mode"))
            }
            _ => (None, None, None),
        };
        let (state, detail) = match (&self.health, &self.ready) {
            (HttpAnswer::Answered { status: 403, .. }, _) if self.is_restricted => (
                HealthState::Refused,
                "The access list does not let this machine in, so its health can't be told from here."
                    .to_owned(),
            ),
            (HttpAnswer::Answered { status: 200, .. }, HttpAnswer::Answered { status: 200, .. }) => {
                self.judge_answering(mode.as_deref() == Some("degraded"))
            }
            (HttpAnswer::Answered { status: 200, .. }, other) => self.judge_silent("/health/ready", other),
            (other, _) => self.judge_silent("/health", other),
        };
        Health { state, detail, latency_ms, version }
    }

    /// It answers; whether it is whole, ECS and the load balancer tell.
    fn judge_answering(&self, degraded: bool) -> (HealthState, String) {
        let service = match &self.service {
            Err(problem) => {
                let detail = format!("It answers, but its tasks can't be seen. {}", problem.message);
                return (HealthState::Unknown, detail);
            }
            Ok(None) => return (HealthState::Unknown, "It answers, but ECS knows no service of it.".into()),
            Ok(Some(service)) => service,
        };
        let rollout = primary(service).map(|deployment| deployment.rollout);
        let (running, desired) = (service.running, service.desired.max(1));
        if degraded {
            (HealthState::Degraded, "It answers, and says itself that something is missing.".into())
        } else if rollout == Some(Rollout::Failed) {
            (HealthState::Unhealthy, "It answers, but the last roll-out of its containers failed.".into())
        } else if running < desired {
            let state = if self.is_moving(service) { HealthState::Starting } else { HealthState::Unhealthy };
            (state, format!("It answers, but {running} of {desired} tasks run."))
        } else if rollout == Some(Rollout::InProgress) {
            (HealthState::Starting, "It answers, and new containers are being rolled out.".into())
        } else if self.targets.is_some_and(|targets| targets.healthy == 0) {
            (HealthState::Starting, "It answers, but the load balancer counts no healthy target yet.".into())
        } else {
            (HealthState::Healthy, "It answers and is ready.".into())
        }
    }

    fn judge_silent(&self, path: &str, answer: &HttpAnswer) -> (HealthState, String) {
        let seen = describe(path, answer);
        match &self.service {
            Ok(Some(service)) => {
                let state =
                    if self.is_moving(service) { HealthState::Starting } else { HealthState::Unhealthy };
                let (running, desired) = (service.running, service.desired.max(1));
                (state, format!("{seen} {running} of {desired} tasks run."))
            }
            _ if self.is_busy => (HealthState::Starting, seen),
            _ => (HealthState::Unhealthy, seen),
        }
    }

    /// Something is on its way, so what is not good may become good by waiting.
    fn is_moving(&self, service: &Service) -> bool {
        let rolling = primary(service).is_some_and(|deployment| deployment.rollout == Rollout::InProgress);
        self.is_busy || rolling || service.pending > 0 || service.running == 0
    }
}

/// What a request came to, as a sentence.
pub fn describe(path: &str, answer: &HttpAnswer) -> String {
    match answer {
        HttpAnswer::Answered { status, .. } => format!("{path} answers {status}."),
        HttpAnswer::Unreachable { reason } => format!("{path} can't be reached: {reason}."),
    }
}

fn primary(service: &Service) -> Option<&crate::cloud::ServiceDeployment> {
    service.deployments.iter().find(|deployment| deployment.primary)
}

/// What really runs, as its tasks say: a tag may have moved on since.
fn running_digest(tasks: &[Task]) -> Option<Digest> {
    tasks.iter().filter(|task| task.running).find_map(|task| task.image_digest.clone())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
