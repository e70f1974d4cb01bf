//! A stack that somebody else is changing, followed, stopped and cleared away, on a stand-in whose operations take time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use engine::benchling::RehearsedBenchling;
use engine::clock::SystemClock;
use engine::cloud::aws::Aws;
use engine::cloud::{ChangeSetRequest, Cloud};
use engine::history::Origin;
use engine::journal::{self, Action, Entry};
use engine::progress::Board;
use engine::secret::SessionStore;
use engine::template::{self, STACK_NAME};
use engine::{Clock, Engine, Paths, deploy};
use installer_tests::stacks;
use installer_tests::standins::StandIn;
use ipc::bridge::Mode;
use ipc::plan::{ChangeAction, PlanKind, RepairRequest};
use ipc::progress::Outcome;
use ipc::{Code, Timestamp};
use serde_json::{Value, json};

/// The machine's clock, which remembers how long it was told to wait.
#[derive(Default)]
struct Watched(Mutex<Vec<Duration>>);

#[async_trait]
impl Clock for Watched {
    fn now(&self) -> Timestamp {
        SystemClock.now()
    }
    async fn sleep(&self, duration: Duration) {
        self.0.lock().unwrap().push(duration);
        SystemClock.sleep(duration).await;
    }
}

struct World {
    engine: Engine,
    aws: Arc<Aws>,
    clock: Arc<Watched>,
    ministack: StandIn,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Result<Self> {
        let ministack = StandIn::ministack().await?;
        let aws = Arc::new(ministack.aws().await?);
        let folder = tempfile::tempdir()?;
        let session = Arc::new(SessionStore::default());
        let clock = Arc::new(Watched::default());
        let engine = Engine {
            mode: Mode::Real,
            paths: Paths::at(folder.path()),
            clock: clock.clone(),
            cloud: Some(aws.clone()),
            benchling: Arc::new(RehearsedBenchling),
            keyring: session.clone(),
            session,
            readiness: Duration::ZERO,
        };
        Ok(Self { engine, aws, clock, ministack, _folder: folder })
    }

    /// Begins to make or change the stack; with `waits` it is under way until it is released.
    async fn begin(&self, waits: Option<&str>) -> Result<()> {
        let create = self.aws.stack(STACK_NAME).await?.is_none();
        let name = if create { "first" } else { "second" };
        let change_set = self.aws.create_change_set(&request(name, create, &template(waits))).await?;
        Ok(self.aws.execute_change_set(&change_set, name).await?)
    }

    async fn until(&self, what: &str, state: &str) -> Result<()> {
        for _ in 0..150 {
            if self.aws.stack(STACK_NAME).await?.is_some_and(|stack| stack.state == state) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        anyhow::bail!("{what}: the stack never was {state}")
    }

    async fn release(&self) -> Result<()> {
        stacks::release(&self.ministack, STACK_NAME).await
    }

    /// Those that wait, as the stand-in lists them.
    async fn change_sets(&self) -> Result<Vec<String>> {
        let client = aws_sdk_cloudformation::Client::new(&self.ministack.sdk_config().await);
        let listed = client.list_change_sets().stack_name(STACK_NAME).send().await?;
        Ok(listed.summaries().iter().filter_map(|one| one.change_set_name().map(str::to_owned)).collect())
    }

    async fn repair(&self) -> Result<(PlanKind, Outcome)> {
        let board = Board::new("run".into(), vec![], self.clock.clone(), Box::new(|_| {}));
        let prepared = deploy::repair::prepare(&self.engine, &RepairRequest::default(), &board).await?;
        let kind = prepared.plan.kind;
        Ok((kind, deploy::execute(&self.engine, prepared, &board).await))
    }
}

fn request(name: &str, create: bool, template: &Value) -> ChangeSetRequest {
    ChangeSetRequest {
        stack: STACK_NAME.into(),
        name: name.into(),
        create,
        template: template::compact(template),
        parameters: [].into(),
        tags: [].into(),
        token: name.into(),
    }
}

fn template(waits: Option<&str>) -> Value {
    let mut resources = json!({ "Queue": { "Type": "AWS::SQS::Queue" } });
    if let Some(timeout) = waits {
        resources["Handle"] = json!({ "Type": "AWS::CloudFormation::WaitConditionHandle" });
        resources["Wait"] = json!({
            "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Queue",
            "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": timeout },
        });
        resources["After"] = json!({ "Type": "AWS::SQS::Queue", "DependsOn": "Wait" });
    }
    json!({ "Resources": resources })
}

fn code(outcome: &Outcome) -> Option<Code> {
    match outcome {
        Outcome::Failed { problem } => Some(problem.code),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_is_followed_and_its_end_is_noticed_at_the_next_look() -> Result<()> {
    let world = World::new().await?;
    world.begin(Some("60")).await?;
    world.until("begun", "CREATE_IN_PROGRESS").await?;
    let (followed, looks) = tokio::join!(world.repair(), async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        world.release().await?;
        world.until("released", "CREATE_COMPLETE").await?;
        Ok::<_, anyhow::Error>(world.clock.0.lock().unwrap().len())
    });
    let (kind, outcome) = followed?;
    assert_eq!(kind, PlanKind::Repair);
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    let waits = world.clock.0.lock().unwrap().clone();
    assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(1)), "{waits:?}");
    assert!(waits.len() <= looks? + 1, "it looked again and again after the end: {waits:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_without_a_change_is_none_and_leaves_no_change_set() -> Result<()> {
    let world = World::new().await?;
    world.begin(None).await?;
    world.until("made", "CREATE_COMPLETE").await?;
    let same = world.aws.create_change_set(&request("again", false, &template(None))).await?;
    assert_eq!(same.changes, []);
    let listed = world.change_sets().await?;
    assert!(!listed.contains(&"again".to_owned()), "{listed:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replacement_is_told_with_the_property_that_causes_it() -> Result<()> {
    let world = World::new().await?;
    let named = |name: &str| json!({ "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name } } } });
    let made = world.aws.create_change_set(&request("first", true, &named("one"))).await?;
    world.aws.execute_change_set(&made, "first").await?;
    world.until("made", "CREATE_COMPLETE").await?;
    let renamed = world.aws.create_change_set(&request("second", false, &named("two"))).await?;
    let changes = deploy::changes(&renamed, false);
    let [change] = changes.as_slice() else { anyhow::bail!("{changes:?}") };
    assert_eq!(change.action, ChangeAction::Replace, "{change:?}");
    let cause = "Its QueueName can't be changed in place, so a new one takes its place.";
    assert_eq!(change.cause.as_deref(), Some(cause));
    assert_eq!(change.consequence.as_deref(), Some("Messages that wait in it are lost."));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_cut_off_is_taken_up_while_it_is_under_way() -> Result<()> {
    let world = World::new().await?;
    let made = world.aws.create_change_set(&request("first", true, &template(Some("60")))).await?;
    let empty = world.aws.stack(STACK_NAME).await?.context("the change set made it")?;
    let mut plan = deploy::blank("run-1", PlanKind::Create, &empty, &world.aws.caller().await?);
    plan.changes = deploy::changes(&made, false);
    let note = |entry| journal::append(&world.engine.paths, "run-1", &entry);
    let at = world.clock.now();
    note(Entry::Began {
        at,
        deployed_by: "anna".into(),
        plan: Box::new(plan),
        wait: false,
        leftovers: Vec::new(),
        origin: Origin::default(),
    })?;
    let action = Action::Execute(made.clone());
    note(Entry::Execute { at, action, stack: STACK_NAME.into(), token: "first".into(), after: None })?;
    world.aws.execute_change_set(&made, "first").await?;
    world.until("begun", "CREATE_IN_PROGRESS").await?;

    // Another program, at its start.
    let unfinished = journal::unfinished(&world.engine.paths)?.context("a run that was cut off")?;
    let board = Board::new(unfinished.run.clone(), vec![], world.clock.clone(), Box::new(|_| {}));
    let (outcome, released) = tokio::join!(deploy::resume(&world.engine, unfinished, &board), async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        world.release().await
    });
    released?;
    ensure!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    ensure!(board.snapshot().resources.iter().any(|row| row.logical_id == "After"), "{:?}", board.snapshot());
    ensure!(journal::unfinished(&world.engine.paths)?.is_none(), "its record was not finished");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_failed_says_why_and_is_cleared_away() -> Result<()> {
    let world = World::new().await?;
    world.begin(Some("1")).await?;
    let (_, outcome) = world.repair().await?;
    let Outcome::Failed { problem } = &outcome else { anyhow::bail!("{outcome:?}") };
    ensure!(problem.message.contains("WaitCondition timed out"), "{problem:?}");
    world.until("rolled back", "ROLLBACK_COMPLETE").await?;
    let (_, outcome) = world.repair().await?;
    ensure!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    ensure!(world.aws.stack(STACK_NAME).await?.is_none());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_update_is_followed_back_to_what_was_before() -> Result<()> {
    let world = World::new().await?;
    world.begin(None).await?;
    world.until("made", "CREATE_COMPLETE").await?;
    world.begin(Some("60")).await?;
    world.until("begun", "UPDATE_IN_PROGRESS").await?;
    let (followed, stopped) = tokio::join!(world.repair(), async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        deploy::stop(&world.engine).await?;
        // This stand-in stops before the next resource, not in the middle of one.
        world.release().await
    });
    stopped?;
    let (_, outcome) = followed?;
    assert_eq!(code(&outcome), Some(Code::DeploymentStopped), "{outcome:?}");
    world.until("put back", "UPDATE_ROLLBACK_COMPLETE").await?;
    let left = world.aws.resources(STACK_NAME).await?;
    assert!(left.iter().all(|one| one.logical_id == "Queue" || one.status == "DELETE_COMPLETE"), "{left:?}");
    Ok(())
}
