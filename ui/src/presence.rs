//! What can be seen of a deployment without the window: its title, the taskbar's progress, and a notification when it
//! has ended while the window was not in front.

use ipc::bridge::Mode;
use ipc::progress::{Outcome, Progress, ResourceState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::derived::{effect, memo};
use crate::messages::common::presence as text;
use crate::shell::{Screen, Shell};
use crate::{backend, clock, taste};

/// Keeps title and taskbar as the deployment is, for as long as the window lives.
pub fn keep(shell: Shell) {
    let ticking = clock::ticking();
    let state = memo(move || {
        let watching = shell.screen.with(|screen| *screen == Screen::Progress);
        shell.progress.with(|progress| match progress {
            Some(run) if run.outcome.is_none() => {
                let minutes = ticking.get().seconds_since(run.started_at) / 60;
                (text::running(&run.environments, minutes), Some(percent(run)))
            }
            Some(run) if watching => (ended(run), None),
            _ => (text::TITLE.to_owned(), None),
        })
    });
    effect(move || {
        let (title, percent) = state.get();
        // A title that can't be set is no reason to trouble anybody.
        spawn_local(async move { drop(backend::show_state(title, percent).await) });
    });
}

/// A deployment has ended just now.
pub fn tell(run: &Progress, mode: Mode) {
    if !taste::notifies() || document().has_focus().unwrap_or(true) {
        return;
    }
    let title = ended(run);
    let title = if mode == Mode::Rehearsal { text::rehearsed(&title) } else { title };
    let words = run.headline.clone();
    spawn_local(async move { drop(backend::notify(title, words).await) });
}

/// How much of what changes is done.
fn percent(run: &Progress) -> u8 {
    let over = |state| {
        matches!(
            state,
            ResourceState::Done
                | ResourceState::Removed
                | ResourceState::Failed
                | ResourceState::Cancelled
                | ResourceState::RolledBack
        )
    };
    let done = run.resources.iter().filter(|resource| over(resource.state)).count();
    // Never a hundred, since only the end is the end.
    (done * 100 / run.resources.len().max(1)).min(99) as u8
}

fn ended(run: &Progress) -> String {
    let environments = &run.environments;
    match &run.outcome {
        Some(Outcome::Failed { .. }) => text::failed(environments),
        Some(Outcome::Cancelled) => text::cancelled(environments),
        Some(Outcome::NotAnsweringYet { .. }) => text::silent(environments),
        _ => text::done(environments),
    }
}

#[cfg(test)]
mod tests {
    use ipc::plan::Group;
    use ipc::progress::ResourceProgress;
    use ipc::{Code, Environment, Problem, Timestamp};

    use super::*;

    fn run(environments: &[Environment], resources: &[ResourceState]) -> Progress {
        let resource = |state: &ResourceState| ResourceProgress {
            logical_id: "Api".into(),
            resource_type: "AWS::ApiGateway::RestApi".into(),
            name: "API".into(),
            group: Group::Shared,
            state: *state,
            reason: None,
            physical_id: None,
            started_at: None,
            ended_at: None,
            usual: (1, 2),
            rollout: None,
        };
        Progress {
            run: "a".into(),
            environments: environments.into(),
            steps: vec![],
            resources: resources.iter().map(resource).collect(),
            headline: String::new(),
            started_at: Timestamp(0),
            sequence: 0,
            at: Timestamp(0),
            outcome: None,
            events: 0,
        }
    }

    #[test]
    fn the_taskbar_is_full_only_when_it_is_over() {
        assert_eq!(percent(&run(&[], &[])), 0);
        assert_eq!(percent(&run(&[], &[ResourceState::Done, ResourceState::Creating])), 50);
        assert_eq!(percent(&run(&[], &[ResourceState::Done])), 99);
    }

    #[test]
    fn the_title_says_how_it_ended() {
        let mut run = run(&[Environment::Dev, Environment::Prod], &[]);
        assert_eq!(text::running(&run.environments, 3), "Deploying dev and prod — 3 min");
        run.outcome = Some(Outcome::Failed { problem: Problem::new(Code::Internal, "", "") });
        assert_eq!(ended(&run), "Failed: dev and prod");
        run.outcome = Some(Outcome::Cancelled);
        run.environments.clear();
        assert_eq!(ended(&run), "Cancelled: the stack");
    }
}
