//! Three deployments against the same stand-in: prod, dev beside it, and nothing to change.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use engine::template::{self, Network};
use installer_tests::benchling::{APPS, CLIENT_SECRET};
use installer_tests::command::{Cli, setup_profile};
use installer_tests::proxy::Proxy;
use installer_tests::world::{IMAGE_TAG, World};
use installer_tests::{programs, stacks};
use ipc::Environment;

use super::Bench;
use super::figures::Sample;
use super::peers::{self, Cdk};
use super::run::{Place, Ran, measured};
use super::table::{Section, Table};

/// What is deployed in turn.
const STEPS: [(&str, &[Environment]); 3] = [
    ("prod", &[Environment::Prod]),
    ("dev beside it", &Environment::ALL),
    ("nothing to change", &Environment::ALL),
];

struct Step {
    ran: Ran,
    calls: usize,
}

type Variables = Vec<(&'static str, String)>;

/// A stand-in of its own for each run, and a proxy before it that counts the calls.
struct Stage {
    world: World,
    proxy: Proxy,
    folder: tempfile::TempDir,
}

impl Stage {
    async fn set() -> Result<Self> {
        let world = World::start().await?;
        let proxy = Proxy::before(world.aws.endpoint()).await?;
        Ok(Self { world, proxy, folder: tempfile::tempdir()? })
    }

    fn variables(&self) -> Variables {
        let mut variables = self.world.environment();
        variables.retain(|(name, _)| *name != "AWS_ENDPOINT_URL");
        variables.push(("AWS_ENDPOINT_URL", self.proxy.endpoint()));
        variables
    }

    async fn step(&self, program: &Path, arguments: &[String], more: Variables) -> Result<Step> {
        let variables: Variables = self.variables().into_iter().chain(more).collect();
        self.proxy.calls();
        let place = Place { input: CLIENT_SECRET, ..Place::of(self.folder.path(), &variables) };
        let ran = measured(program, arguments, &place).await?;
        Ok(Step { ran, calls: self.proxy.calls() })
    }
}

pub async fn row(bench: &Bench) -> Result<Section> {
    let mut runs: [Vec<[Step; 3]>; 3] = Default::default();
    for _ in 0..bench.runs(5) {
        runs[0].push(with_this().await?);
        runs[1].push(with_aws().await?);
        runs[2].push(with_cdk().await?);
    }
    let who = ["`benchling-webhook deploy`", "`aws cloudformation deploy`", "`cdk deploy`"];
    let mut wall = Table::of(&["prod", "dev beside it", "nothing to change", "all three"]);
    let mut cost = Table::of(&["API calls for all three", "peak memory"]);
    for (who, runs) in who.iter().zip(&runs) {
        let of = |step: usize| Sample::seconds(runs.iter().map(|run| run[step].ran.seconds));
        let all = runs.iter().map(|run| run.iter().map(|step| step.ran.seconds).sum());
        wall.line(who, [of(0), of(1), of(2), Sample::seconds(all)].map(Some));
        let calls = runs.iter().map(|run| run.iter().map(|step| step.calls as f64).sum());
        let most = |run: &[Step; 3]| run.iter().map(|step| step.ran.mebibytes).fold(0.0, f64::max);
        cost.line(who, [Some(Sample::of(calls, "calls")), Some(Sample::of(runs.iter().map(most), "MiB"))]);
    }
    let (aws, cdk) = (wall.ratio(1, 3), wall.ratio(2, 3));
    Ok(Section {
        title: "Three deployments against the same stand-in",
        about: "fakecloud carries out a stack operation at once, so this is what a tool adds of its own. Ours also \
                checks the Benchling app, the image, the bucket and the Quilt stack, tells the plan, writes the secret \
                and keeps a record; `aws cloudformation deploy` sends our own template; `cdk deploy` the app of the \
                first row, into an account that is bootstrapped already. None waits for a container."
            .into(),
        tables: vec![wall, cost],
        goals: Vec::new(),
        headline: Some(format!(
            "Three deployments take the CDK {} times and the AWS command line {} times as long.",
            super::figures::number(cdk),
            super::figures::number(aws)
        )),
    })
}

async fn with_this() -> Result<[Step; 3]> {
    let stage = Stage::set().await?;
    let cli = Cli::of(&stage.world);
    setup_profile(&cli, &stage.world, "default", APPS[0]).await?;
    setup_profile(&cli, &stage.world, "dev", APPS[1]).await?;
    let mut steps = Vec::new();
    for environment in ["prod", "dev", "dev"] {
        let words = ["deploy", "--yes", "--client-secret-stdin", "--no-wait", "--environment", environment];
        let words = words.map(str::to_owned);
        steps.push(stage.step(&programs::cli()?, &words, Vec::new()).await?);
    }
    three(steps)
}

async fn with_aws() -> Result<[Step; 3]> {
    let stage = Stage::set().await?;
    let file = stage.folder.path().join("template.yaml");
    std::fs::write(&file, template::compact(&template::template()))?;
    let mut steps = Vec::new();
    for (_, environments) in STEPS {
        let mut parameters = template::shared_parameters(&Network::default(), true);
        for environment in environments {
            let settings = stacks::settings(*environment, IMAGE_TAG);
            parameters.extend(template::parameters(&settings, &BTreeMap::new()));
        }
        let mut words: Vec<String> = ["cloudformation", "deploy", "--stack-name", "Bench", "--template-file"]
            .map(str::to_owned)
            .into();
        words.push(file.display().to_string());
        words.extend(["--capabilities", "CAPABILITY_NAMED_IAM", "--parameter-overrides"].map(str::to_owned));
        words.extend(parameters.iter().map(|(name, value)| format!("{name}={value}")));
        steps.push(stage.step(&peers::aws()?, &words, peers::aws_variables()).await?);
    }
    three(steps)
}

async fn with_cdk() -> Result<[Step; 3]> {
    let stage = Stage::set().await?;
    let cdk = Cdk::installed()?;
    let bootstrap = cdk.arguments(&["bootstrap"]);
    stage.step(&Cdk::program(), &bootstrap, cdk.variables(stage.folder.path())).await?;
    let mut steps = Vec::new();
    for (_, environments) in STEPS {
        let names: Vec<&str> = environments.iter().map(|environment| environment.as_str()).collect();
        let context = format!("environments={}", names.join(","));
        let words = cdk.arguments(&["deploy", "--all", "--require-approval", "never", "--context", &context]);
        steps.push(stage.step(&Cdk::program(), &words, cdk.variables(stage.folder.path())).await?);
    }
    three(steps)
}

fn three(steps: Vec<Step>) -> Result<[Step; 3]> {
    steps.try_into().ok().context("three steps")
}
