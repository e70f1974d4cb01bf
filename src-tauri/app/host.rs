//! What the window holds between two commands: an engine, plans that wait for an answer, and the deployment
//! that runs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use engine::benchling::Benchling;
use engine::cloud::aws::SignIn;
use engine::connect::Surroundings;
use engine::deploy::{self, Prepared};
use engine::history::Book;
use engine::progress::Board;
use engine::{Engine, journal, profiles};
use ipc::aws::AwsChoice;
use ipc::bridge::{HistoryPage, HistoryQuery, Mode, event};
use ipc::plan::{DeployRequest, Plan, RemoveRequest, RepairRequest};
use ipc::progress::{Progress, RawEvent};
use ipc::{Code, Environment, Problem};
use tauri::{AppHandle, Emitter, Manager};

use crate::start::Arguments;

const LEAVE_WITHIN: Duration = Duration::from_secs(5);

type Result<T> = std::result::Result<T, Problem>;

pub struct Host {
    app: AppHandle,
    pub(crate) surroundings: Surroundings,
    engine: Mutex<Engine>,
    plans: Mutex<HashMap<String, Waiting>>,
    history: Mutex<Book>,
    /// The deployment that runs or ran last: a rehearsal goes on while somebody is at what is real.
    boards: Mutex<HashMap<Mode, Arc<Board>>>,
    pub(crate) signing_in: Mutex<Option<Arc<SignIn>>>,
}

/// A plan that was shown and not answered yet.
struct Waiting {
    prepared: Prepared,
    board: Arc<Board>,
    /// The page hears of a run only from the moment it was agreed to, and in its own mode.
    live: Arc<AtomicBool>,
}

impl Host {
    pub fn new(arguments: Arguments, app: AppHandle) -> Result<Self> {
        let mut surroundings = Surroundings::look_up(|name| std::env::var(name).ok());
        surroundings.config_dir = arguments.config_dir.or(surroundings.config_dir);
        let mode = if arguments.rehearsal { Mode::Rehearsal } else { Mode::Real };
        Ok(Self {
            app,
            engine: Mutex::new(surroundings.engine(mode)?),
            surroundings,
            plans: Mutex::default(),
            history: Mutex::default(),
            boards: Mutex::default(),
            signing_in: Mutex::default(),
        })
    }

    /// The engine as it is, connected or not.
    pub fn engine(&self) -> Engine {
        lock(&self.engine).clone()
    }

    fn mode(&self) -> Mode {
        lock(&self.engine).mode
    }

    /// The engine, connected as the profile for prod (else dev) says, if nobody has connected it yet.
    pub async fn connected(&self) -> Result<Engine> {
        let engine = self.engine();
        if engine.cloud.is_some() {
            return Ok(engine);
        }
        self.connect(&AwsChoice::usual(&profiles::list(&engine.paths)?)).await
    }

    pub async fn connect(&self, choice: &AwsChoice) -> Result<Engine> {
        let connected = self.surroundings.connect(self.engine(), choice).await?;
        let mut engine = lock(&self.engine);
        if engine.mode == connected.mode {
            engine.cloud = connected.cloud;
        }
        Ok(engine.clone())
    }

    /// What is asked from now on is asked through another way out.
    pub(crate) fn reach_by(&self, benchling: Arc<dyn Benchling>) {
        let mut engine = lock(&self.engine);
        engine.benchling = benchling;
        engine.cloud = None;
    }

    /// Goes on for real, or rehearses. What was planned in the other mode is discarded.
    pub async fn choose_mode(&self, mode: Mode) -> Result<()> {
        if self.mode() != mode {
            let plans: Vec<String> = lock(&self.plans).keys().cloned().collect();
            for plan in plans {
                self.discard(&plan).await?;
            }
            *lock(&self.engine) = self.surroundings.engine(mode)?;
        }
        Ok(())
    }

    pub fn rehearse_failure(&self, fault: Option<ipc::bridge::Fault>) -> Result<()> {
        let engine = self.engine();
        if engine.mode == Mode::Rehearsal {
            self.surroundings.rehearsal(&engine.paths, engine.clock)?.fail_with(fault)?;
        }
        Ok(())
    }

    pub fn history(&self, query: &HistoryQuery) -> Result<HistoryPage> {
        lock(&self.history).page(&self.engine().paths, query)
    }

    pub async fn plan(&self, request: &DeployRequest) -> Result<Plan> {
        let engine = self.connected().await?;
        let live = Arc::new(AtomicBool::new(false));
        let run = deploy::run_name(engine.clock.now(), request);
        let environments = request.targets.iter().map(|target| target.environment).collect();
        let board = self.new_board(&engine, run, environments, Arc::clone(&live));
        let prepared = deploy::prepare(&engine, request, &board).await?;
        Ok(self.hold(prepared, board, live))
    }

    pub async fn plan_removal(&self, request: &RemoveRequest) -> Result<Plan> {
        let engine = self.connected().await?;
        let (board, live) = self.unheard(&engine, request.environment.into_iter().collect());
        let prepared = deploy::remove::prepare(&engine, request, &board).await?;
        Ok(self.hold(prepared, board, live))
    }

    pub async fn plan_repair(&self, request: &RepairRequest) -> Result<Plan> {
        let engine = self.connected().await?;
        let (board, live) = self.unheard(&engine, Vec::new());
        let prepared = deploy::repair::prepare(&engine, request, &board).await?;
        Ok(self.hold(prepared, board, live))
    }

    /// A board that the page doesn't hear of yet.
    fn unheard(&self, engine: &Engine, environments: Vec<Environment>) -> (Arc<Board>, Arc<AtomicBool>) {
        let live = Arc::new(AtomicBool::new(false));
        let run = deploy::run_name(engine.clock.now(), &DeployRequest::new(Vec::new()));
        (self.new_board(engine, run, environments, Arc::clone(&live)), live)
    }

    /// Keeps a plan until it is answered.
    fn hold(&self, prepared: Prepared, board: Arc<Board>, live: Arc<AtomicBool>) -> Plan {
        let plan = prepared.plan.clone();
        lock(&self.plans).insert(plan.id.clone(), Waiting { prepared, board, live });
        plan
    }

    pub async fn discard(&self, plan: &str) -> Result<()> {
        let waiting = lock(&self.plans).remove(plan);
        match waiting {
            Some(waiting) => deploy::discard(&self.engine(), waiting.prepared).await,
            None => Ok(()),
        }
    }

    /// Leaves no plan behind that nobody has answered. Bounded: nobody waits long for a window to close.
    pub fn leave(&self) {
        let plans: Vec<String> = lock(&self.plans).keys().cloned().collect();
        if plans.is_empty() {
            return;
        }
        tauri::async_runtime::block_on(async {
            let all = async {
                for plan in plans {
                    // What can't be discarded now is worked over by the next plan.
                    let _ = self.discard(&plan).await;
                }
            };
            let _ = tokio::time::timeout(LEAVE_WITHIN, all).await;
        });
    }

    pub fn refuse_while_deploying(&self, next: &str) -> Result<()> {
        match self.progress() {
            Some(progress) if progress.outcome.is_none() => {
                Err(Problem::new(Code::StackBusy, "A deployment is running already.", next))
            }
            _ => Ok(()),
        }
    }

    /// Starts what was planned. The rest comes as events.
    pub fn deploy(&self, plan: &str) -> Result<Progress> {
        self.refuse_while_deploying("Wait until it has ended, then deploy again.")?;
        let Waiting { prepared, board, live } = lock(&self.plans).remove(plan).ok_or_else(|| {
            Problem::new(
                Code::PlanStale,
                "This plan is not there any more.",
                "Make a new plan and agree to that one.",
            )
        })?;
        live.store(true, Ordering::SeqCst);
        let engine = self.engine();
        lock(&self.boards).insert(engine.mode, Arc::clone(&board));
        let snapshot = board.snapshot();
        tauri::async_runtime::spawn(async move { deploy::execute(&engine, prepared, &board).await });
        Ok(snapshot)
    }

    pub fn progress(&self) -> Option<Progress> {
        self.board().map(|board| board.snapshot())
    }

    pub fn stack_events(&self) -> Vec<RawEvent> {
        self.board().map(|board| board.events()).unwrap_or_default()
    }

    fn board(&self) -> Option<Arc<Board>> {
        lock(&self.boards).get(&self.mode()).cloned()
    }

    /// Takes up a run that was cut off, unless one is running.
    pub fn take_up(&self) -> Result<Option<Progress>> {
        if let Some(progress) = self.progress() {
            return Ok(progress.outcome.is_none().then_some(progress));
        }
        let engine = self.engine();
        let Some(unfinished) = journal::unfinished(&engine.paths)? else { return Ok(None) };
        let environments = unfinished.plan.targets.iter().map(|target| target.environment).collect();
        let live = Arc::new(AtomicBool::new(true));
        let board = self.new_board(&engine, unfinished.run.clone(), environments, live);
        board.began_at(unfinished.began);
        lock(&self.boards).insert(engine.mode, Arc::clone(&board));
        let snapshot = board.snapshot();
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move {
            match app.state::<Self>().connected().await {
                Ok(engine) => drop(deploy::resume(&engine, unfinished, &board).await),
                Err(problem) => board.finish(ipc::progress::Outcome::Failed { problem }),
            }
        });
        Ok(Some(snapshot))
    }

    fn new_board(
        &self,
        engine: &Engine,
        run: String,
        environments: Vec<Environment>,
        live: Arc<AtomicBool>,
    ) -> Arc<Board> {
        let (app, mode) = (self.app.clone(), engine.mode);
        let tell = Box::new(move |progress: &Progress| {
            if live.load(Ordering::SeqCst) && app.state::<Self>().mode() == mode {
                let _ = app.emit(event::PROGRESS, progress);
            }
        });
        Arc::new(Board::new(run, environments, Arc::clone(&engine.clock), tell))
    }
}

/// A panic while the lock was held leaves plain data behind, which is as good as before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
