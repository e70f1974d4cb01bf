//! The engine with a rehearsed cloud, in no time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::benchling::RehearsedBenchling;
use engine::clock::StillClock;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::progress::Board;
use engine::secret::{Secret, SecretStore, SessionStore};
use engine::{Clock, Engine, Paths, deploy, profiles, quilt};
use ipc::bridge::Mode;
use ipc::plan::{DeployRequest, Plan, Target};
use ipc::progress::{Outcome, Progress};
use ipc::{Environment, Problem, Profile, ProfileName, Timestamp};

pub struct World {
    pub engine: Engine,
    pub rehearsal: Arc<Rehearsal>,
    pub clock: Arc<StillClock>,
    _folder: tempfile::TempDir,
}

impl World {
    /// Both profiles, a session's secret, and AWS in no time.
    pub async fn new() -> Self {
        Self::paced(Pace::instant()).await
    }

    pub async fn paced(pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock::at(Timestamp(1_780_000_000_000)));
        let paths = Paths::at(folder.path());
        let rehearsal = Arc::new(Rehearsal::open(paths.rehearsed_cloud(), clock.clone(), pace).unwrap());
        let session = Arc::new(SessionStore::default());
        let engine = Engine {
            mode: Mode::Rehearsal,
            paths,
            clock: clock.clone(),
            cloud: Some(rehearsal.clone()),
            benchling: Arc::new(RehearsedBenchling),
            keyring: session.clone(),
            session,
            readiness: Duration::from_secs(600),
        };
        let arn = quilt::stacks(&engine).await.unwrap().remove(0).arn;
        for environment in Environment::ALL {
            let name = ProfileName::usual_for(environment);
            let profile = Profile {
                benchling_tenant: "acme".parse().unwrap(),
                benchling_app_definition_id: format!("appdef_{environment}").parse().unwrap(),
                benchling_client_id: "id".into(),
                quilt_stack_arn: arn.clone(),
                benchling_pkg_bucket: "packages".parse().unwrap(),
                pkg_prefix: "benchling".into(),
                pkg_key: "experiment_id".into(),
                log_level: ipc::LogLevel::Info,
                image_tag: "0.17.1".parse().unwrap(),
                image_repository: None,
                webhook_allow_list: String::new(),
                enable_webhook_verification: true,
                aws_profile: None,
                task_size: None,
                task_count: None,
                profile: name.clone(),
            };
            profiles::save(&engine.paths, &profile).unwrap();
            engine.session.save(&name, &Secret::new("s3cret")).unwrap();
        }
        Self { engine, rehearsal, clock, _folder: folder }
    }

    pub fn board(&self, request: &DeployRequest) -> (Board, Arc<Mutex<Vec<Progress>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let listener = heard.clone();
        let environments = request.targets.iter().map(|target| target.environment).collect();
        let run = deploy::run_name(self.clock.now(), request);
        let board = Board::new(
            run,
            environments,
            self.clock.clone(),
            Box::new(move |progress| listener.lock().unwrap().push(progress.clone())),
        );
        (board, heard)
    }

    pub async fn deploy(&self, request: &DeployRequest) -> Outcome {
        // Two runs in one moment would have one name.
        self.clock.sleep(Duration::from_secs(1)).await;
        let (board, _) = self.board(request);
        match deploy::prepare(&self.engine, request, &board).await {
            Ok(prepared) => deploy::execute(&self.engine, prepared, &board).await,
            Err(problem) => Outcome::Failed { problem },
        }
    }
}

pub async fn plan(world: &World, request: &DeployRequest) -> Result<Plan, Problem> {
    let (board, _) = world.board(request);
    let prepared = deploy::prepare(&world.engine, request, &board).await?;
    let plan = prepared.plan.clone();
    deploy::discard(&world.engine, prepared).await?;
    Ok(plan)
}

pub fn request(environment: Environment, tag: &str) -> DeployRequest {
    let target = Target::new(environment, ProfileName::usual_for(environment));
    DeployRequest::new(vec![Target { image_tag: Some(tag.parse().unwrap()), ..target }])
}

pub fn prod() -> DeployRequest {
    request(Environment::Prod, "0.17.1")
}

pub fn problem(outcome: &Outcome) -> &ipc::Problem {
    match outcome {
        Outcome::Failed { problem } => problem,
        other => panic!("not a failure: {other:?}"),
    }
}
