//! One cell of the matrix: a deployment that meets a fault, the same command again without it, and what they leave.

use anyhow::{Context, Result, ensure};
use engine::Paths;
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use installer_tests::benchling::{APPS, CLIENT_SECRET};
use installer_tests::command::{Cli, Ran, ended, setup_profile};
use installer_tests::proxy::{Disturbance, Fault, Proxy};
use installer_tests::world::{IMAGE_TAG, NEWER_TAG, World};
use serde_json::Value;

const DEPLOY: [&str; 9] = [
    "deploy",
    "--yes",
    "--client-secret-stdin",
    "--json",
    "--wait-timeout",
    "0",
    "--environment",
    "prod",
    "--image-tag",
];

/// How these lines of a journal begin.
const RECORD: &str = "{\"entry\":\"record\"";
const END: &str = "{\"entry\":\"ended\"";

/// Where in a deployment.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub name: &'static str,
    /// Empty where AWS is not asked.
    pub call: &'static str,
    /// Which occurrence of the call belongs to this step.
    pub from: usize,
    /// Prod is there already, and gets a newer image.
    pub update: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Trouble {
    pub name: &'static str,
    pub fault: Fault,
    pub times: usize,
}

impl Trouble {
    pub fn kills(&self) -> bool {
        matches!(self.fault, Fault::HeldBack | Fault::AnswerHeld)
    }
}

/// How the first run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// The stack is as it was meant to be, in spite of the fault.
    CarriedOut,
    Refused(String),
    Killed,
}

/// What the second run had to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// All of it.
    Deployed,
    /// It followed the first to its end, and found nothing to change.
    TookUp,
    /// The first was complete.
    Nothing,
}

struct Place {
    world: World,
    proxy: Proxy,
    cli: Cli,
    tag: &'static str,
}

/// Runs it in a world of its own. Fails where something is half done or half recorded.
pub async fn run(step: Step, trouble: Trouble) -> Result<(First, Second)> {
    let world = World::start().await?;
    let proxy = Proxy::before(world.aws.endpoint()).await?;
    let mut cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    cli.environment.insert("AWS_ENDPOINT_URL", proxy.endpoint());
    let place = Place { world, proxy, cli, tag: if step.update { NEWER_TAG } else { IMAGE_TAG } };
    if step.update {
        let before = place.deploy(IMAGE_TAG).await?;
        ensure!(before.code == 1, "without a fault: {before:#?}");
    }

    let Step { call, from, .. } = step;
    let Trouble { fault, times, .. } = trouble;
    place.proxy.disturb(Disturbance { call, from, times, fault });
    let first = match fault {
        _ if call.is_empty() => place.killed_while_recording(fault == Fault::AnswerHeld).await?,
        Fault::HeldBack | Fault::AnswerHeld => place.killed().await?,
        _ => place.first().await?,
    };
    ensure!(call.is_empty() || place.proxy.calm() > 0, "the fault was not met: {first:?}");
    place.files_are_whole()?;

    let again = place.deploy(place.tag).await?;
    let taken_up = again.talk.contains("An earlier run was cut off");
    let second = match &again.json()? {
        end if end["notAnsweringYet"].is_object() => Second::Deployed,
        end if end["nothingToChange"].is_object() && taken_up => Second::TookUp,
        end if end["nothingToChange"].is_object() => Second::Nothing,
        _ => anyhow::bail!("after {first:?} the same command does not succeed: {again:#?}"),
    };
    place.all_agree(step.update).await.with_context(|| format!("after {first:?} and {again:#?}"))?;
    Ok((first, second))
}

impl Place {
    async fn deploy(&self, tag: &str) -> Result<Ran> {
        self.cli.run(&[&DEPLOY[..], &[tag]].concat()).await
    }

    async fn first(&self) -> Result<First> {
        let ran = self.deploy(self.tag).await?;
        let said = ran.json()?;
        // No container runs on the stand-in.
        if said["notAnsweringYet"].is_object() {
            return Ok(First::CarriedOut);
        }
        let problem = &said["problem"];
        ensure!(ran.code == 1 && problem["next"].as_str().is_some_and(|next| !next.is_empty()), "{ran:#?}");
        Ok(First::Refused(problem["code"].as_str().context("a code")?.to_owned()))
    }

    /// Ended without warning, while it waits for the answer.
    async fn killed(&self) -> Result<First> {
        let mut child = self.cli.start(&[&DEPLOY[..], &[self.tag]].concat(), CLIENT_SECRET).await?;
        tokio::select! {
            () = self.proxy.held() => {}
            _ = child.wait() => anyhow::bail!("it ended before it was killed: {:#?}", ended(child).await?),
        }
        child.kill().await?;
        Ok(First::Killed)
    }

    /// Ended between the announcement of the record and the journal's end, once the record is `written` or before. The
    /// moment is short: a process that was quicker than we loses what it would not have written.
    async fn killed_while_recording(&self, written: bool) -> Result<First> {
        let mut child = self.cli.start(&[&DEPLOY[..], &[self.tag]].concat(), CLIENT_SECRET).await?;
        let record = self.paths().deploy_record();
        let announced = || self.journals().is_ok_and(|text| text.contains(RECORD));
        let is_time = || if written { record.exists() } else { announced() };
        while !is_time() && child.try_wait()?.is_none() {
            tokio::task::yield_now().await;
        }
        ensure!(is_time(), "it ended before it recorded anything");
        child.kill().await?;
        for journal in std::fs::read_dir(self.paths().journal())? {
            let path = journal?.path();
            let text = std::fs::read_to_string(&path)?;
            std::fs::write(&path, text.split_once(END).map_or(text.as_str(), |(before, _)| before))?;
        }
        if !written && record.exists() {
            std::fs::remove_file(record)?;
        }
        Ok(First::Killed)
    }

    fn journals(&self) -> Result<String> {
        let files = std::fs::read_dir(self.paths().journal())?;
        files.map(|file| Ok(std::fs::read_to_string(file?.path())?)).collect()
    }

    fn paths(&self) -> Paths {
        Paths::at(self.world.config_dir())
    }

    fn record(&self) -> Result<Value> {
        let text = std::fs::read_to_string(self.paths().deploy_record())?;
        Ok(serde_json::from_str(&text)?)
    }

    fn files_are_whole(&self) -> Result<()> {
        if self.paths().deploy_record().exists() {
            self.record()?;
        }
        for line in self.journals().unwrap_or_default().lines() {
            serde_json::from_str::<Value>(line).with_context(|| format!("a journal's line: {line}"))?;
        }
        Ok(())
    }

    /// The stack, the record, its history and the journal tell the same story.
    async fn all_agree(&self, update: bool) -> Result<()> {
        let stack = self.world.aws.aws().await?.stack(STACK_NAME).await?.context("there is no stack")?;
        let state = if update { "UPDATE_COMPLETE" } else { "CREATE_COMPLETE" };
        ensure!(stack.state == state, "the stack is {}", stack.state);
        ensure!(stack.parameters["ProdImageTag"] == self.tag, "the stack has another image");

        let record = self.record()?;
        ensure!(record["prod"]["imageTag"] == self.tag, "deploy.json has another image: {record:#}");
        ensure!(record["prod"]["endpoint"] == stack.outputs["ProdEndpoint"].as_str(), "{record:#}");
        let rows: Vec<(&str, &str)> = record["history"]
            .as_array()
            .context("a history")?
            .iter()
            .map(|row| {
                (row["imageTag"].as_str().unwrap_or_default(), row["outcome"].as_str().unwrap_or_default())
            })
            .collect();
        let done = |tag: &'static str| (tag, "not_answering_yet");
        let wanted = if update { vec![done(NEWER_TAG), done(IMAGE_TAG)] } else { vec![done(IMAGE_TAG)] };
        // What was tried before and refused or cut off has its own row.
        let made: Vec<_> =
            rows.iter().copied().filter(|(_, outcome)| !["failed", "cancelled"].contains(outcome)).collect();
        ensure!(made == wanted, "the history says {rows:?}");

        ensure!(engine::journal::unfinished(&self.paths())?.is_none(), "a run was never ended");
        ensure!(engine::journal::hold(&self.paths())?.is_some(), "the lock is still held");
        self.files_are_whole()
    }
}
