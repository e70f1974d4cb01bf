//! A stateful simulation of AWS in this process, for people who want to try before they touch an account and
//! for tests that need time and faults. Nothing is ever sent to AWS.
//!
//! The way of a deployment: the template that would be sent is read and checked ([`template`]), its conditions
//! and functions are evaluated ([`evaluate`]) in the order of their dependencies ([`graph`]), the result is
//! compared with what exists ([`change`]); on execution all events of the operation are computed at once with
//! their times ([`schedule`], [`rollback`]) and stored ([`world`], [`store`]). Every question loads the state
//! and folds the events up to now ([`view`]); services, logs and HTTP answers follow from that ([`runtime`],
//! [`logs`], [`http`]). So an operation goes on while the program is closed, and two programs see one world.

mod buckets;
mod change;
mod change_sets;
mod cidr;
mod durations;
mod ending;
mod evaluate;
mod failure;
mod faults;
mod graph;
mod http;
mod images;
mod logs;
mod names;
#[cfg(test)]
mod properties;
mod quilt;
mod references;
mod rollback;
mod runtime;
mod schedule;
mod secrets;
mod store;
mod template;
mod view;
mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ipc::aws::Caller;
use ipc::bridge::Fault;
use ipc::{BucketName, ImageRepository, ImageTag, Timestamp};
use serde_json::Value;

use super::{
    Bucket, ChangeSet, ChangeSetRequest, Cloud, Drifted, HttpAnswer, HttpRequest, Image, LogLine, LogQuery,
    SecretComparison, SecretFacts, SecretState, Service, Stack, StackEvent, StackResource, Subnet,
    TargetHealth, Task,
};
use crate::secret::Secret;
use crate::{Clock, Result};
use store::Store;
use view::StackView;
use world::World;

/// How fast the rehearsed time goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    full_deployment: Duration,
}

impl Pace {
    /// Creating everything in a template takes about that many real seconds; whatever does less, less.
    pub const fn seconds(seconds: u64) -> Self {
        Self { full_deployment: Duration::from_secs(seconds) }
    }

    /// Everything is done as soon as it is asked for.
    pub const fn instant() -> Self {
        Self { full_deployment: Duration::ZERO }
    }
}

pub struct Rehearsal {
    store: Store,
    clock: Arc<dyn Clock>,
    pace: Pace,
}

impl Rehearsal {
    /// Goes on with the world in `file`, or starts one there: an account with one Quilt stack.
    pub fn open(file: PathBuf, clock: Arc<dyn Clock>, pace: Pace) -> Result<Self> {
        let store = Store::open(file, || quilt::first_world(clock.now()))?;
        Ok(Self { store, clock, pace })
    }

    /// Everything fails so from now on; `None` clears it. An operation under way keeps what it began with.
    pub fn fail_with(&self, fault: Option<Fault>) -> Result<()> {
        self.store.change(|world| {
            world.fault = fault;
            Ok(())
        })
    }

    /// Somebody changes properties of a resource behind its stack's back, or takes it away for none.
    pub fn tamper(&self, logical_id: &str, properties: &[&str]) -> Result<()> {
        self.store.change(|world| {
            let properties = properties.iter().map(|property| (*property).to_owned()).collect();
            world.tampered.insert(logical_id.to_owned(), properties);
            Ok(())
        })
    }

    /// What [`Rehearsal::fail_with`] was last told.
    pub fn fault(&self) -> Result<Option<Fault>> {
        Ok(self.store.load()?.fault)
    }

    /// The world as it is stored now, for one question.
    fn world(&self) -> Result<World> {
        let mut world = self.store.load()?;
        admitted(&world)?;
        bury(&mut world, self.clock.now());
        Ok(world)
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> Result<T>) -> Result<T> {
        self.store.change(|world| {
            admitted(world)?;
            bury(world, self.clock.now());
            change(world)
        })
    }

    /// Real milliseconds that creating everything takes.
    fn full_deployment_ms(&self) -> f64 {
        self.pace.full_deployment.as_secs_f64() * 1000.0
    }

    /// An answer about one stack; `None` where it does not exist.
    fn ask<T>(&self, stack: &str, answer: impl FnOnce(StackView<'_>) -> T) -> Result<Option<T>> {
        let world = self.world()?;
        Ok(world.stack(stack).map(|stored| answer(StackView::at(stored, self.clock.now()))))
    }
}

fn admitted(world: &World) -> Result<()> {
    match world.fault {
        Some(Fault::CredentialsExpired) => Err(faults::expired()),
        _ => Ok(()),
    }
}

/// Stacks whose deletion has come to its end by now.
fn bury(world: &mut World, now: Timestamp) {
    let buried = |stored: &world::StoredStack| StackView::at(stored, now).is_deleted();
    if world.stacks.iter().any(buried) {
        let World { stacks, change_sets, .. } = world;
        stacks.retain(|stored| !buried(stored));
        change_sets.retain(|set| stacks.iter().any(|stored| stored.name == set.stack));
    }
}

#[async_trait]
impl Cloud for Rehearsal {
    async fn caller(&self) -> Result<Caller> {
        self.world()?;
        Ok(Caller {
            account: names::ACCOUNT.to_owned(),
            arn: names::CALLER.to_owned(),
            region: names::REGION.to_owned(),
            source: "rehearsal".to_owned(),
        })
    }

    async fn stacks(&self) -> Result<Vec<Stack>> {
        let world = self.world()?;
        Ok(view::stacks(&world, self.clock.now()).iter().map(StackView::stack).collect())
    }

    async fn stack(&self, name: &str) -> Result<Option<Stack>> {
        self.ask(name, |view| view.stack())
    }

    async fn template(&self, stack: &str) -> Result<Option<Value>> {
        let template = self.ask(stack, |view| view.content.map(|content| content.template.clone()))?;
        Ok(template.flatten())
    }

    async fn resources(&self, stack: &str) -> Result<Vec<StackResource>> {
        let doing = format!("list the resources of {stack}");
        self.ask(stack, |view| view.stack_resources())?.ok_or_else(|| faults::missing(&doing, stack))
    }

    async fn create_change_set(&self, request: &ChangeSetRequest) -> Result<ChangeSet> {
        self.change(|world| change_sets::create(world, request, self.clock.now()))
    }

    async fn delete_change_set(&self, change_set: &ChangeSet) -> Result<()> {
        self.change(|world| {
            change_sets::delete(world, change_set, self.clock.now());
            Ok(())
        })
    }

    async fn execute_change_set(&self, change_set: &ChangeSet, token: &str) -> Result<()> {
        let (now, pace) = (self.clock.now(), self.full_deployment_ms());
        self.change(|world| change_sets::execute(world, change_set, token, now, pace))
    }

    async fn delete_stack(&self, stack: &str, keep: &[String], token: &str) -> Result<()> {
        self.change(|world| {
            ending::delete(world, stack, keep, token, self.clock.now(), self.full_deployment_ms());
            Ok(())
        })
    }

    async fn continue_rollback(&self, stack: &str, skip: &[String], token: &str) -> Result<()> {
        let (now, pace) = (self.clock.now(), self.full_deployment_ms());
        self.change(|world| ending::put_back(world, stack, "UPDATE_ROLLBACK_FAILED", skip, token, now, pace))
    }

    async fn cancel_update(&self, stack: &str, token: &str) -> Result<()> {
        let (now, pace) = (self.clock.now(), self.full_deployment_ms());
        self.change(|world| ending::put_back(world, stack, "UPDATE_IN_PROGRESS", &[], token, now, pace))
    }

    /// Nobody else touches a rehearsed account, but for [`Rehearsal::tamper`].
    async fn drift(&self, stack: &str) -> Result<Vec<Drifted>> {
        let tampered = self.world()?.tampered;
        let drifted = |view: StackView<'_>| {
            let touched = view.existing().filter_map(|(id, r)| Some((id, r, tampered.get(id)?)));
            let told = touched.map(|(id, resource, properties)| Drifted {
                logical_id: id.to_owned(),
                resource_type: resource.resource_type.clone(),
                properties: properties.clone(),
                gone: properties.is_empty(),
            });
            told.collect()
        };
        self.ask(stack, drifted)?.ok_or_else(|| faults::missing("look for drift", stack))
    }

    async fn stack_events(&self, stack: &str, after: Option<&str>) -> Result<Vec<StackEvent>> {
        let world = self.world()?;
        let doing = format!("list the events of {stack}");
        let stored = world.stack(stack).ok_or_else(|| faults::missing(&doing, stack))?;
        let now = self.clock.now();
        let past: Vec<&StackEvent> =
            stored.events.iter().map(|e| &e.event).take_while(|e| e.at <= now).collect();
        let seen = after.and_then(|id| past.iter().position(|e| e.id == id)).map_or(0, |index| index + 1);
        Ok(past[seen..].iter().map(|e| (*e).clone()).collect())
    }

    async fn subnets(&self, vpc: &str) -> Result<Vec<Subnet>> {
        Ok(quilt::subnets(vpc))
    }

    async fn bucket(&self, name: &BucketName) -> Result<Option<Bucket>> {
        self.world().map(|_| buckets::by_name(name))
    }

    async fn secret_state(&self, name: &str, wanted: &Secret) -> Result<SecretState> {
        Ok(secrets::state(&self.world()?, name, wanted))
    }

    async fn compare_secret(
        &self,
        name: &str,
        wanted: &Secret,
        version: &str,
    ) -> Result<Option<SecretComparison>> {
        Ok(secrets::compare(&self.world()?, name, wanted, version))
    }

    async fn put_secret(
        &self,
        name: &str,
        value: &Secret,
        version: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<String> {
        self.change(|world| Ok(secrets::put(world, name, value, version, tags, self.clock.now())))
    }

    async fn put_secret_back(&self, name: &str, version: &str) -> Result<bool> {
        self.change(|world| Ok(secrets::put_back(world, name, version, self.clock.now())))
    }

    async fn secret(&self, name: &str) -> Result<Option<SecretFacts>> {
        Ok(secrets::facts(&self.world()?, name))
    }

    async fn delete_secret(&self, name: &str) -> Result<()> {
        self.change(|world| {
            secrets::delete(world, name, self.clock.now());
            Ok(())
        })
    }

    async fn image(&self, _: &ImageRepository, tag: &ImageTag) -> Result<Option<Image>> {
        match self.world()?.fault {
            Some(Fault::ImageMissing) => Ok(None),
            _ => Ok(images::by_tag(tag)),
        }
    }

    async fn service(&self, cluster: &str, service: &str) -> Result<Option<Service>> {
        let world = self.world()?;
        Ok(runtime::service(&world, cluster, service, self.clock.now()).map(|running| running.describe()))
    }

    async fn tasks(&self, cluster: &str, service: &str) -> Result<Vec<Task>> {
        let world = self.world()?;
        let running = runtime::service(&world, cluster, service, self.clock.now());
        Ok(running.map(|running| running.tasks()).unwrap_or_default())
    }

    async fn target_health(&self, target_group_arn: &str) -> Result<Vec<TargetHealth>> {
        runtime::target_health(&self.world()?, target_group_arn, self.clock.now()).ok_or_else(|| {
            faults::refused("tell the health of the targets", "One or more target groups not found")
        })
    }

    async fn log_lines(&self, group: &str, query: &LogQuery) -> Result<Vec<LogLine>> {
        Ok(logs::lines(&self.world()?, group, query, self.clock.now()))
    }

    /// The lines of a rehearsal are made up when they are asked for.
    async fn delete_log_group(&self, _: &str) -> Result<()> {
        self.world().map(drop)
    }

    async fn api_gateway_log_role(&self) -> Result<Option<String>> {
        Ok(runtime::log_role(&self.world()?, self.clock.now()))
    }

    /// Whoever calls the webhook needs no credentials, so expired ones don't matter here.
    async fn http(&self, request: HttpRequest) -> HttpAnswer {
        match self.store.load() {
            Ok(world) => http::answer(&world, &request, self.clock.now()),
            Err(problem) => HttpAnswer::Unreachable { reason: problem.message },
        }
    }
}
