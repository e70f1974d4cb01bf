//! Each step of a deployment meets each fault, in a real process between the SDK and a stand-in for AWS.
//!
//! What is asked of each cell: the fault is met; the run carries its work out all the same, or says with the right
//! code why not; no file is half written; the same command, once the fault is gone, succeeds; and then stack, record,
//! history and journal agree. The table goes to standard output and to `tests/out/faults.txt`. `INSTALLER_FAULTS` chooses
//! the cells whose name (`step / fault`) has that text in it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use futures::StreamExt;
use installer_tests::proxy::Fault;

use crate::cell::{self, First, Second, Step, Trouble};
use crate::table;

/// Far longer than the slowest takes: after throttling the SDK asks but every few seconds.
const CELL_WITHIN: Duration = Duration::from_secs(180);
/// Most of a cell's time is waiting.
const AT_ONCE: usize = 12;

const fn step(name: &'static str, call: &'static str) -> Step {
    Step { name, call, from: 1, update: false }
}

const STEPS: [Step; 11] = [
    step("preflight: account", "GetCallerIdentity"),
    step("preflight: stack", "DescribeStacks"),
    step("preflight: image", "BatchGetImage"),
    step("plan: change set", "CreateChangeSet"),
    step("plan: its changes", "DescribeChangeSet"),
    step("secret", "CreateSecret"),
    step("execute: creation", "ExecuteChangeSet"),
    Step { update: true, ..step("execute: update", "ExecuteChangeSet") },
    // The first is asked before the execution.
    Step { from: 2, ..step("watch", "DescribeStackEvents") },
    step("readiness", "DescribeServices"),
    // It calls nobody.
    step("record", ""),
];

const fn trouble(name: &'static str, fault: Fault, times: usize) -> Trouble {
    Trouble { name, fault, times }
}

/// Once is what the SDK's retries are for; it tries three times.
const LONG: usize = 3;
const UNTIL_TAKEN_AWAY: usize = usize::MAX;

const TROUBLES: [Trouble; 12] = [
    trouble("throttled", Fault::Throttled, 1),
    trouble("throttled long", Fault::Throttled, LONG),
    trouble("503", Fault::Unavailable, 1),
    trouble("503 long", Fault::Unavailable, LONG),
    trouble("cut off", Fault::Cut, 1),
    trouble("cut off long", Fault::Cut, LONG),
    trouble("answer lost", Fault::AnswerLost, 1),
    trouble("5 s late", Fault::Slow, 1),
    trouble("token expired", Fault::ExpiredToken, UNTIL_TAKEN_AWAY),
    trouble("access denied", Fault::AccessDenied, UNTIL_TAKEN_AWAY),
    trouble("killed before", Fault::HeldBack, 1),
    trouble("killed after", Fault::AnswerHeld, 1),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_step_meets_each_fault() -> Result<()> {
    let chosen = std::env::var("INSTALLER_FAULTS").unwrap_or_default();
    let cells = TROUBLES.into_iter().flat_map(|trouble| STEPS.map(|step| (step, trouble)));
    let cells = cells.filter(|(step, trouble)| !step.call.is_empty() || trouble.kills());
    let cells = cells.filter(|(step, trouble)| name(step, trouble).contains(&chosen));
    let ran: Vec<(String, Result<String>)> = futures::stream::iter(cells)
        .map(async |(step, trouble)| (name(&step, &trouble), judged(step, trouble).await))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;

    let shown = |step: &Step, trouble: &Trouble| {
        let cell = ran.iter().find(|(cell, _)| *cell == name(step, trouble));
        cell.map_or("-".to_owned(), |(_, ended)| ended.as_ref().map_or("FAILED".into(), Clone::clone))
    };
    let rows = STEPS.map(|step| {
        (step.name.to_owned(), TROUBLES.iter().map(|trouble| shown(&step, trouble)).collect::<Vec<_>>())
    });
    let table = table::draw(&TROUBLES.map(|trouble| trouble.name.to_owned()), &rows);
    let legend = "done: carried out in spite of it. A code: what the person is told; the next run deploys it, or takes it up.\n\
        anew: nothing had begun, the next run deploys it. taken up: the next run follows it to its end.\n";
    let told = format!("{} runs\n\n{table}\n{legend}", ran.len());
    println!("{told}");
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("out");
    std::fs::create_dir_all(&out)?;
    std::fs::write(out.join("faults.txt"), &told)?;

    let failed: Vec<String> =
        ran.iter().filter_map(|(cell, ended)| Some(format!("{cell}: {:?}", ended.as_ref().err()?))).collect();
    ensure!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}

fn name(step: &Step, trouble: &Trouble) -> String {
    format!("{} / {}", step.name, trouble.name)
}

/// What the table shows of a cell that did as expected.
async fn judged(step: Step, trouble: Trouble) -> Result<String> {
    let ended = tokio::time::timeout(CELL_WITHIN, cell::run(step, trouble)).await;
    let ended = ended.unwrap_or_else(|_| Err(anyhow!("it never ends")))?;
    let expected = expected(&step, &trouble);
    ensure!(ended == expected, "it ended as {ended:?}, not as {expected:?}");
    Ok(match ended {
        (First::CarriedOut, _) => "done".into(),
        (First::Refused(code), Second::TookUp) => format!("{code}, taken up"),
        (First::Refused(code), _) => code,
        (First::Killed, Second::TookUp) => "taken up".into(),
        (First::Killed, _) => "anew".into(),
    })
}

fn expected(step: &Step, trouble: &Trouble) -> (First, Second) {
    let refused = |code: &str, second| (First::Refused(code.into()), second);
    let has_begun = ["watch", "readiness", "record"].contains(&step.name);
    // The stack is done: what can't be seen of its containers is no failure of the deployment, and the watch waits.
    let bears_it = step.name == "readiness" || (step.name == "watch" && trouble.times == LONG);
    let second = if has_begun { Second::TookUp } else { Second::Deployed };
    match trouble.fault {
        Fault::AnswerHeld if step.name.starts_with("execute") => (First::Killed, Second::TookUp),
        Fault::HeldBack | Fault::AnswerHeld => (First::Killed, second),
        _ if trouble.times == 1 || bears_it => (First::CarriedOut, Second::Nothing),
        Fault::Throttled => refused("aws_throttled", second),
        Fault::Unavailable | Fault::Cut => refused("aws_unreachable", second),
        Fault::ExpiredToken => refused("credentials_expired", second),
        _ => refused("permission_denied", second),
    }
}
