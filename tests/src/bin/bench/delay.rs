//! How long after a stack's end a tool says so.
//!
//! ministack holds a stack with a wait condition in progress until somebody answers at the condition's address. That is
//! done here, at another moment of each run, since tools ask every so often; the tool has said so when its process ends.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use engine::cloud::aws::Aws;
use engine::cloud::{ChangeSetRequest, Cloud};
use engine::template::STACK_NAME;
use installer_tests::standins::StandIn;
use installer_tests::{programs, stacks};
use serde_json::json;
use tokio::process::{Child, Command};

use super::Bench;
use super::figures::{Goal, Sample};
use super::peers::{self, Cdk};
use super::run::Place;
use super::table::{Section, Table};

/// The name under which this product finds a stack; the others get it too.
const STACK: &str = STACK_NAME;
/// The longest pause that one of them makes between two questions; the ends are spread over it.
const LONGEST_PAUSE: f64 = 30.0;
const GIVEN_UP: Duration = Duration::from_secs(120);

#[derive(Clone, Copy)]
enum Tool {
    This,
    Aws,
    Cdk,
}

pub async fn row(bench: &Bench) -> Result<Section> {
    let runs = bench.runs(5);
    let mut table = Table::of(&["from the stack's end to the command's"]);
    for (who, tool) in [
        ("`benchling-webhook resume`", Tool::This),
        ("`aws cloudformation deploy`", Tool::Aws),
        ("`cdk deploy`", Tool::Cdk),
    ] {
        let mut delays = Vec::new();
        for run in 0..runs {
            let part = (run as f64 + 0.5) / runs as f64;
            delays.push(delay(tool, Duration::from_secs_f64(5.0 + part * LONGEST_PAUSE)).await?);
        }
        table.line(who, [Some(Sample::seconds(delays))]);
    }
    let (ours, aws, cdk) = (table.median(0, 0), table.ratio(1, 0), table.ratio(2, 0));
    let number = super::figures::number;
    Ok(Section {
        title: "From a stack's end to our saying so",
        about: "ministack holds a stack with an `AWS::CloudFormation::WaitCondition` in progress. It is released at \
                moments spread evenly over half a minute, the longest pause between two questions of any of the three; \
                the stack's end is seen by asking every 20 ms."
            .into(),
        tables: vec![table],
        goals: vec![Goal::at_most(1.0, "s until it is told", ours)],
        headline: Some(format!(
            "That a stack is done is told after {} s; the CDK takes {} times and the AWS command line {} times as long.",
            number(ours),
            number(cdk),
            number(aws)
        )),
    })
}

/// In seconds; the stack is released so long after it was begun.
async fn delay(tool: Tool, release_after: Duration) -> Result<f64> {
    let ministack = StandIn::ministack().await?;
    let aws = ministack.aws().await?;
    let folder = tempfile::tempdir()?;
    if let Tool::This = tool {
        begin(&aws).await?;
    }
    let mut child = start(tool, &ministack, folder.path()).await?;
    let begun = Instant::now();
    while aws.stack(STACK).await?.is_none_or(|stack| stack.state != "CREATE_IN_PROGRESS") {
        ensure!(begun.elapsed() < GIVEN_UP, "the stack was never begun");
        ensure!(child.try_wait()?.is_none(), "it ended before the stack was begun: {}", said(child).await?);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(release_after).await;
    ensure!(child.try_wait()?.is_none(), "it ended before the stack did: {}", said(child).await?);
    stacks::release(&ministack, STACK).await?;
    let ended = tokio::spawn(async move {
        loop {
            match aws.stack(STACK).await {
                Ok(Some(stack)) if stack.state == "CREATE_COMPLETE" => return Ok(Instant::now()),
                Err(problem) => return Err(problem),
                Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    });
    let output = tokio::time::timeout(GIVEN_UP, child.wait_with_output()).await??;
    let told = Instant::now();
    let ended = ended.await?.map_err(|problem| anyhow::anyhow!("{}", problem.message))?;
    ensure!(output.status.success(), "it failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(told.saturating_duration_since(ended).as_secs_f64())
}

fn template() -> String {
    json!({
        "Resources": {
            "Handle": { "Type": "AWS::CloudFormation::WaitConditionHandle" },
            "Wait": {
                "Type": "AWS::CloudFormation::WaitCondition",
                "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "600", "Count": 1 }
            }
        }
    })
    .to_string()
}

/// This product follows what is under way, whoever began it.
async fn begin(aws: &Aws) -> Result<()> {
    let request = ChangeSetRequest {
        stack: STACK.into(),
        name: "bench".into(),
        create: true,
        template: template(),
        parameters: BTreeMap::new(),
        tags: BTreeMap::new(),
        token: "bench".into(),
    };
    let change_set = aws.create_change_set(&request).await?;
    Ok(aws.execute_change_set(&change_set, "bench").await?)
}

async fn start(tool: Tool, ministack: &StandIn, folder: &std::path::Path) -> Result<Child> {
    let mut variables: Vec<(&str, String)> = ministack.environment().into();
    let (program, arguments) = match tool {
        Tool::This => {
            variables.push(("BENCHLING_WEBHOOK_CONFIG_DIR", folder.join("config").display().to_string()));
            (programs::cli()?, ["resume", "--yes"].map(str::to_owned).to_vec())
        }
        Tool::Aws => {
            variables.extend(peers::aws_variables());
            let file = folder.join("template.json");
            std::fs::write(&file, template())?;
            let file = file.display().to_string();
            let words = ["cloudformation", "deploy", "--stack-name", STACK, "--template-file", &file];
            (peers::aws()?, words.map(str::to_owned).to_vec())
        }
        Tool::Cdk => {
            let cdk = Cdk::installed()?;
            variables.extend(cdk.variables(folder));
            let stack = format!("stack={STACK}");
            let words = ["deploy", "--require-approval", "never", "-c", "wait=true", "-c", &stack];
            (Cdk::program(), cdk.arguments(&words))
        }
    };
    let mut command = Command::new(program);
    Place::of(folder, &variables).clean(&mut command);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command.spawn()?)
}

async fn said(child: Child) -> Result<String> {
    let output = child.wait_with_output().await?;
    Ok([output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
}
