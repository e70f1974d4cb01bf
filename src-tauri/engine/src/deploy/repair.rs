//! The way out of every state in which a stack takes no deployment.
//!
//! | state | what is done |
//! |---|---|
//! | `*_IN_PROGRESS` | nothing: the operation is followed to its end, whoever began it |
//! | `REVIEW_IN_PROGRESS`, `CREATE_FAILED`, `ROLLBACK_COMPLETE`, `ROLLBACK_FAILED` | the stack, which never worked, is deleted |
//! | `UPDATE_ROLLBACK_FAILED` | the way back is tried again, some resources skipped if that was chosen |
//! | `DELETE_FAILED` | the deletion is tried again, some resources kept if that was chosen |
//! | anything else | nothing, it takes a deployment |

use ipc::plan::{Plan, PlanKind, RepairRequest};
use ipc::progress::Step;
use ipc::status::Operation;
use ipc::{Code, Problem};

use super::{Prepared, words};
use crate::cloud::{Stack, StackResource};
use crate::history::Origin;
use crate::journal::Action;
use crate::progress::Board;
use crate::template::{self, STACK_NAME};
use crate::{Engine, Result};

pub async fn prepare(engine: &Engine, request: &RepairRequest, board: &Board) -> Result<Prepared> {
    let prepared =
        board.during(Step::Plan, "Looking at the stack.", plan(engine, request, &board.run())).await?;
    board.expect(&prepared.plan.changes);
    Ok(prepared)
}

async fn plan(engine: &Engine, request: &RepairRequest, run: &str) -> Result<Prepared> {
    let caller = engine.cloud()?.caller().await?;
    let Some(stack) = engine.cloud()?.stack(STACK_NAME).await? else {
        return Err(Problem::new(
            Code::StackMissing,
            format!("There is no stack {STACK_NAME}, so there is nothing to repair."),
            "Deploy an environment.",
        ));
    };
    let mut plan = words::blank(run, PlanKind::Repair, &stack, &caller);
    let resources = engine.cloud()?.resources(&stack.name).await?;
    let action = match stack.state.as_str() {
        _ if stack.is_busy() => {
            plan.summary.push(format!(
                "{} is being changed right now ({}). We follow it to its end.",
                stack.name, stack.state
            ));
            Some(Action::Follow)
        }
        "REVIEW_IN_PROGRESS" | "CREATE_FAILED" | "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" => {
            guard(&stack)?;
            delete(&mut plan, &stack, &resources);
            Some(Action::Delete { keep: request.keep.clone() })
        }
        "DELETE_FAILED" => {
            guard(&stack)?;
            delete_again(&mut plan, &stack, &resources, &request.keep);
            Some(Action::Delete { keep: request.keep.clone() })
        }
        "UPDATE_ROLLBACK_FAILED" => {
            put_back(&mut plan, &stack, &resources, &request.skip);
            Some(Action::ContinueRollback { skip: request.skip.clone() })
        }
        _ => {
            plan.kind = PlanKind::NothingToChange;
            plan.summary
                .push(format!("{} is in order ({}). There is nothing to repair.", stack.name, stack.state));
            None
        }
    };
    Ok(Prepared {
        plan,
        wait: false,
        deployed_by: caller.name().to_owned(),
        origin: Origin { operation: Operation::Repair, caller_arn: Some(caller.arn), ..Origin::default() },
        action,
        secrets: Vec::new(),
        leftovers: Vec::new(),
        before: Some(stack),
    })
}

fn guard(stack: &Stack) -> Result<()> {
    match stack.protected {
        false => Ok(()),
        true => Err(Problem::new(
            Code::StackStuck,
            format!(
                "{} can only be deleted, and it is protected against that (termination protection).",
                stack.name
            ),
            "Switch the protection off in the AWS console, then repair it again.",
        )),
    }
}

fn is_there(resource: &&StackResource) -> bool {
    resource.physical_id.is_some() && !resource.status.starts_with("DELETE_COMPLETE")
}

fn delete(plan: &mut Plan, stack: &Stack, resources: &[StackResource]) {
    plan.changes = resources.iter().filter(is_there).map(words::removal).collect();
    plan.summary.push(match plan.changes.len() {
        0 => format!(
            "{} was never finished ({}) and has nothing in it. We delete it, so that it can be made again.",
            stack.name, stack.state
        ),
        left => format!(
            "{} was never finished ({}). We delete it with the {left} resources that are left of it.",
            stack.name, stack.state
        ),
    });
}

fn delete_again(plan: &mut Plan, stack: &Stack, resources: &[StackResource], keep: &[String]) {
    plan.changes = resources
        .iter()
        .filter(is_there)
        .filter(|one| !keep.contains(&one.logical_id))
        .map(words::removal)
        .collect();
    plan.summary.push(format!("{} was being deleted, and that failed. We try again.", stack.name));
    for failed in resources.iter().filter(|one| one.status == "DELETE_FAILED") {
        plan.stuck.push(failed.logical_id.clone());
        let name = template::plain_name(&failed.logical_id, &failed.resource_type);
        plan.warnings.push(if keep.contains(&failed.logical_id) {
            format!(
                "{name} stays in the account, without a stack: {}.",
                failed.physical_id.as_deref().unwrap_or("unknown")
            )
        } else {
            format!(
                "{name} ({}) could not be deleted the last time. It can be kept instead.",
                failed.logical_id
            )
        });
    }
}

fn put_back(plan: &mut Plan, stack: &Stack, resources: &[StackResource], skip: &[String]) {
    plan.summary.push(format!(
        "An update of {} failed, and so did putting it back. We try to put it back again.",
        stack.name
    ));
    for failed in resources.iter().filter(|one| one.status.ends_with("_FAILED")) {
        plan.stuck.push(failed.logical_id.clone());
        let name = template::plain_name(&failed.logical_id, &failed.resource_type);
        plan.warnings.push(if skip.contains(&failed.logical_id) {
            format!(
                "{name} is skipped: it stays as it is now, which may not be what the template says. Deploy again \
                 afterwards to bring both together."
            )
        } else {
            format!("{name} ({}) could not be put back the last time. It can be skipped.", failed.logical_id)
        });
    }
}
