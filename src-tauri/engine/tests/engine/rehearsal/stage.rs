//! One rehearsed world for a test.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use engine::Clock;
use engine::clock::StillClock;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::cloud::{
    ChangeSet, ChangeSetRequest, Cloud, HttpAnswer, HttpMethod, HttpRequest, Parameter, StackEvent,
};
use ipc::{Problem, Timestamp};
use serde_json::Value;

use super::stack::template;

pub const STACK: &str = "BenchlingWebhookStack";

/// One world in a folder that goes with it.
pub struct Stage {
    folder: tempfile::TempDir,
    pub clock: Arc<StillClock>,
    pub cloud: Rehearsal,
}

impl Stage {
    pub fn new(pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock::at(Timestamp(1_790_000_000_000)));
        let cloud =
            Rehearsal::open(folder.path().join("rehearsal/cloud-state.json"), clock.clone(), pace).unwrap();
        Self { folder, clock, cloud }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("rehearsal/cloud-state.json")
    }

    pub async fn pass(&self, seconds: f64) {
        self.clock.sleep(Duration::from_secs_f64(seconds)).await;
    }

    pub async fn plan(&self, create: bool, values: &[(&str, &str)]) -> Result<ChangeSet, Problem> {
        self.cloud.create_change_set(&request(create, &template(), values)).await
    }

    /// Runs a change set to its end, however fast it goes.
    pub async fn deploy(&self, create: bool, values: &[(&str, &str)]) -> String {
        let change_set = self.plan(create, values).await.unwrap();
        self.cloud.execute_change_set(&change_set, &format!("run-{}", change_set.id)).await.unwrap();
        self.settle().await
    }

    pub async fn settle(&self) -> String {
        for _ in 0..400 {
            let stack = self.cloud.stack(STACK).await.unwrap().unwrap();
            if !stack.is_busy() {
                return stack.state;
            }
            self.pass(0.25).await;
        }
        panic!("the operation does not end");
    }

    pub async fn events(&self) -> Vec<StackEvent> {
        self.cloud.stack_events(STACK, None).await.unwrap()
    }

    pub async fn outputs(&self) -> BTreeMap<String, String> {
        self.cloud.stack(STACK).await.unwrap().unwrap().outputs
    }

    pub async fn physical_ids(&self) -> BTreeMap<String, String> {
        let resources = self.cloud.resources(STACK).await.unwrap();
        resources.into_iter().map(|r| (r.logical_id, r.physical_id.unwrap_or_default())).collect()
    }

    pub async fn http(&self, method: HttpMethod, path: &str) -> (u16, String) {
        let url = format!("https://rehearsal0.execute-api.us-east-1.amazonaws.com/{path}").parse().unwrap();
        let body = (method == HttpMethod::Post).then(|| "{}".to_owned());
        let request = HttpRequest { method, url, body, timeout: Duration::from_secs(5) };
        match self.cloud.http(request).await {
            HttpAnswer::Answered { status, body, .. } => (status, body),
            HttpAnswer::Unreachable { reason } => panic!("{reason}"),
        }
    }
}

pub fn request(create: bool, template: &Value, values: &[(&str, &str)]) -> ChangeSetRequest {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let value = |text: &str| match text {
        "<previous>" => Parameter::Previous,
        text => Parameter::Value(text.to_owned()),
    };
    ChangeSetRequest {
        stack: STACK.into(),
        name: format!("change-{count}"),
        create,
        template: engine::template::compact(template),
        parameters: values.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect(),
        tags: BTreeMap::new(),
        token: format!("token-{count}"),
    }
}
