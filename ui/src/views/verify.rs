//! Testing a running environment: each check as a line, good or bad, with its reason.

use ipc::check::Verification;
use ipc::{Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::components::{Button, ButtonKind, CheckList, Dialog, Icon, Note, ProblemNote, Spinner, Tone};
use crate::derived::derive;
use crate::messages::board::dialogs as texts;

#[derive(Clone, PartialEq)]
enum Test {
    Running,
    Answered(Verification),
    Impossible(Problem),
}

/// Opens when an environment is set, tests it at once, and unsets it when it is closed.
#[component]
pub fn VerifyDialog(
    environment: RwSignal<Option<Environment>>,
    /// Told what came of each test.
    #[prop(optional, into)]
    on_answer: Option<Callback<Verification>>,
) -> impl IntoView {
    let close = move |()| environment.set(None);
    // One for each, mounted for good, so that the browser gives the focus back when it closes.
    Environment::ALL
        .into_iter()
        .map(|tested| {
            let open = derive(move || environment.get() == Some(tested));
            view! {
                <Dialog title=texts::test(tested) test="verify" open on_close=close>
                    <Body environment=tested on_answer on_close=close />
                </Dialog>
            }
        })
        .collect_view()
}

#[component]
fn Body(
    environment: Environment,
    on_answer: Option<Callback<Verification>>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let test = RwSignal::new(Test::Running);
    let run = move || {
        test.set(Test::Running);
        spawn_local(async move {
            let answer = match backend::verify(environment).await {
                Err(problem) => Test::Impossible(problem),
                Ok(answer) => {
                    if let Some(tell) = on_answer {
                        tell.try_run(answer.clone());
                    }
                    Test::Answered(answer)
                }
            };
            // The dialog may have been closed while we waited.
            let _ = test.try_set(answer);
        });
    };
    run();
    let busy = derive(move || test.with(|t| *t == Test::Running));
    view! {
        <div class="dialog-part verify" aria-live="polite">
            {move || match test.get() {
                Test::Running => {
                    view! {
                        <p class="waiting" data-test="verify-running">
                            <Spinner />
                            {texts::testing(environment)}
                        </p>
                    }
                        .into_any()
                }
                Test::Impossible(problem) => view! { <ProblemNote problem /> }.into_any(),
                Test::Answered(answer) => view! { <Report answer /> }.into_any(),
            }}
        </div>
        <footer class="dialog-foot">
            <Button test="test-again" icon="rotate-ccw" busy on_press=move |()| run()>
                {texts::TEST_AGAIN}
            </Button>
            <Button kind=ButtonKind::Primary test="close-verify" on_press=on_close>
                {texts::CLOSE}
            </Button>
        </footer>
    }
}

#[component]
fn Report(answer: Verification) -> impl IntoView {
    let passed = answer.passed();
    let sentence = if passed { texts::ALL_GOOD } else { texts::NOT_GOOD };
    let checks = answer.checks;
    view! {
        <p class="small muted endpoint-tested">
            <Icon name="globe" />
            <code class="selectable">{answer.endpoint}</code>
        </p>
        <CheckList checks=Signal::stored(checks) />
        <Note
            tone=if passed { Tone::Good } else { Tone::Attention }
            test=if passed { "verify-passed" } else { "verify-failed" }
        >
            <p>{sentence}</p>
        </Note>
    }
}
