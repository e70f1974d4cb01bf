//! Why the status could not be had; with what is known from before, or without. Where only a sign-in is missing, it is
//! done right here.

use ipc::aws::AwsChoice;
use ipc::{Code, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::poll::Poll;
use crate::backend;
use crate::components::{Button, ButtonKind, ProblemNote, RelativeTime};
use crate::derived::derive;
use crate::messages::board::cards as texts;
use crate::signing_in::SigningIn;
use crate::views::agree::Agree;

#[component]
pub fn Trouble(problem: Problem, poll: Poll, signing_in: SigningIn) -> impl IntoView {
    let prompt = signing_in.prompt();
    view! {
        <div class="board-trouble" data-test="status-problem">
            {move || match prompt.get() {
                Some((prompt, opened)) => {
                    view! { <Agree prompt opened on_cancel=move |()| signing_in.cancel() /> }.into_any()
                }
                None => view! { <Why problem=problem.clone() poll signing_in /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Why(problem: Problem, poll: Poll, signing_in: SigningIn) -> impl IntoView {
    let since = poll.watch.with_untracked(|w| w.status.as_ref().map(|s| s.checked_at));
    let sign_in = (problem.code == Code::SignInNeeded).then(|| {
        view! {
            <Button
                kind=ButtonKind::Primary
                test="sign-in"
                busy=derive(move || signing_in.busy())
                on_press=move |()| spawn_local(sign_in(poll, signing_in))
            >
                {texts::SIGN_IN}
            </Button>
        }
    });
    view! {
        <ProblemNote problem>
            {sign_in}
            <Button test="try-again" icon="rotate-ccw" busy=poll.pressed on_press=move |()| poll.press()>
                {texts::CHECK_AGAIN}
            </Button>
            {since
                .map(|at| {
                    view! {
                        <span class="small muted" data-test="last-known">
                            {texts::LAST_KNOWN} <RelativeTime at=Signal::stored(at) /> {texts::FULL_STOP}
                        </span>
                    }
                })}
        </ProblemNote>
    }
}

/// As the profiles on disk say, and with a new connection afterwards: the one before may hold what has ended.
async fn sign_in(poll: Poll, signing_in: SigningIn) {
    let answer = async {
        let choice = AwsChoice::usual(&backend::profiles().await?);
        if signing_in.run(choice.clone()).await? {
            backend::connect(choice).await?;
            poll.press();
        }
        Ok(())
    };
    if let Err(problem) = answer.await {
        // The page may have been left meanwhile.
        let _ = poll.watch.try_update(|watch| watch.problem = Some(problem));
    }
}
