//! Starts the window until it can be used, and a window of Chromium with a static page beside it.
//!
//! Ours says by itself when it can be used (the mark `interactive`), and is asked over WebDriver; the static page tells
//! the same by a request, once it has been drawn.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use installer_tests::programs;
use installer_tests::window::Window;
use tokio::process::Command;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::Bench;
use super::figures::{Goal, Sample};
use super::table::{Section, Table};
use super::{peers, processes};

/// Idle, not just started.
const REST: Duration = Duration::from_secs(3);
const PAGE: &str = include_str!("../../../bench/page.html");

pub struct Start {
    /// From the process's start until the window can be used.
    pub milliseconds: f64,
    /// From there until the web view begins with the page: what stands before is the web view's own start.
    pub page_after: Option<f64>,
    /// Of its own process and of all that it started, in MiB.
    pub own: f64,
    pub all: f64,
}

pub async fn row(bench: &Bench) -> Result<Section> {
    // The first ones fill the file cache and count for nothing.
    ours().await?;
    chromium().await?;
    let (mut warm, mut cold) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..bench.runs(7) {
        warm[0].push(ours().await?);
        warm[1].push(chromium().await?);
    }
    for _ in 0..bench.runs(5) {
        if !caches_dropped()? {
            break;
        }
        cold[0].push(ours().await?);
        caches_dropped()?;
        cold[1].push(chromium().await?);
    }
    let mut table = Table::of(&[
        "until it can be used",
        "from cold",
        "memory of all",
        "of its own process",
        "until it begins with its page",
        "the same from cold",
    ]);
    for (index, who) in ["this product's window", "Chromium with a static page"].into_iter().enumerate() {
        let seconds =
            |starts: &[Start]| Sample::seconds(starts.iter().map(|start| start.milliseconds / 1000.0));
        let memory = |of: fn(&Start) -> f64| Sample::of(warm[index].iter().map(of), "MiB");
        let from_cold = (!cold[index].is_empty()).then(|| seconds(&cold[index]));
        table.line(
            who,
            [
                Some(seconds(&warm[index])),
                from_cold,
                Some(memory(|start| start.all)),
                Some(memory(|start| start.own)),
                starts_of_pages(&warm[index]),
                starts_of_pages(&cold[index]),
            ],
        );
    }
    let (own, less) = (table.median(0, 3), table.ratio(1, 2));
    let goal = |name: &str, whole: usize, page: usize| {
        let goal = Goal::at_least(2.0, name, table.ratio(1, whole));
        if table.median(0, page) > table.median(1, whole) / 2.0 {
            goal.or_because(
                "Until the web view asks for the page takes longer than half of Chromium's time already.",
            )
        } else {
            goal
        }
    };
    let mut goals = vec![goal("times faster than Chromium, warm", 0, 4)];
    if !cold[0].is_empty() {
        goals.push(goal("times faster than Chromium, cold", 1, 5));
    }
    goals.push(Goal::at_least(1.0, "times less memory than Chromium", less));
    goals.push(Goal::at_most(100.0, "MiB in our own process", own));
    Ok(Section {
        title: "The window",
        about: "Ours with an empty configuration folder, so that it opens on its welcome page; Chromium, the engine \
                beneath Electron, as an app window with a profile of its own. Counted from the start of the process; \
                cold is with the kernel's file cache dropped. Until ours begins with its page, the web view starts: its \
                libraries, its processes, GTK. Memory is proportional (PSS), three seconds after the \
                start."
            .into(),
        tables: vec![table],
        goals,
        headline: None,
    })
}

fn starts_of_pages(starts: &[Start]) -> Option<Sample> {
    let after: Option<Vec<f64>> = starts.iter().map(|start| Some(start.page_after? / 1000.0)).collect();
    after.filter(|after| !after.is_empty()).map(Sample::seconds)
}

pub async fn ours() -> Result<Start> {
    let folder = tempfile::tempdir()?;
    let window = open(folder.path()).await?;
    let start = usable(&window).await?;
    window.close().await?;
    Ok(start)
}

pub async fn open(folder: &Path) -> Result<Window> {
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.join("config").display().to_string()),
        ("XDG_DATA_HOME", folder.join("data").display().to_string()),
    ];
    let window = Window::open("bench", &variables, &[]).await?;
    window.find("[data-page=welcome]").await?;
    Ok(window)
}

pub async fn usable(window: &Window) -> Result<Start> {
    let moments = "return [performance.timeOrigin, performance.getEntriesByName('interactive')[0].startTime]";
    let moments = window.driver.execute(moments, vec![]).await?;
    let [page, usable]: [f64; 2] = serde_json::from_value(moments.json().clone())?;
    tokio::time::sleep(REST).await;
    let process = programs::running(&programs::app()?).as_deref().and_then(processes::id);
    let process = process.context("the program is not running")?;
    let started = processes::started(process)?;
    Ok(Start {
        milliseconds: page + usable - started,
        page_after: Some(page - started),
        own: processes::memory(process)?,
        all: processes::memory_of_all(process)?,
    })
}

async fn chromium() -> Result<Start> {
    let folder = tempfile::tempdir()?;
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_raw(PAGE, "text/html");
    Mock::given(path("/")).respond_with(page).mount(&server).await;
    let mut command = Command::new(peers::chromium()?);
    command
        .arg(format!("--app={}/", server.uri()))
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .args(["--no-first-run", "--no-default-browser-check", "--password-store=basic"])
        .args(["--window-size=1120,760"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    if is_root()? {
        // Its sandbox does not work for root; ours has none.
        command.arg("--no-sandbox");
    }
    let mut child = command.spawn()?;
    let process = child.id().context("it has just been started")?;
    let moment = loop {
        let requests = server.received_requests().await.context("they are recorded")?;
        let told = requests.iter().find(|request| request.url.path() == "/usable");
        if let Some((_, moment)) = told.and_then(|request| request.url.query_pairs().next()) {
            break moment.parse::<f64>()?;
        }
        anyhow::ensure!(child.try_wait()?.is_none(), "Chromium ended by itself");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    tokio::time::sleep(REST).await;
    let start = Start {
        milliseconds: moment - processes::started(process)?,
        page_after: None,
        own: processes::memory(process)?,
        all: processes::memory_of_all(process)?,
    };
    child.kill().await?;
    // The others notice a moment later, and its folder is theirs until then.
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(start)
}

/// Whether the kernel has forgotten the files that it had read; only root can ask it to.
fn caches_dropped() -> Result<bool> {
    if !is_root()? {
        return Ok(false);
    }
    std::process::Command::new("sync").status()?;
    Ok(std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok())
}

fn is_root() -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}
