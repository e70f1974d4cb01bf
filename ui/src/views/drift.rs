//! Looking for drift: what somebody changed behind the stack's back. It takes minutes and goes on while the dialog is
//! closed; what was found stays until it is looked for again.

use ipc::plan::Group;
use ipc::status::Drift;
use ipc::{Problem, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::board::resources::title;
use crate::clock;
use crate::components::{Button, ButtonKind, Dialog, Note, ProblemNote, RelativeTime, Spinner, Tone};
use crate::derived::effect;
use crate::messages::board::dialogs as texts;

#[component]
pub fn DriftDialog(open: RwSignal<bool>) -> impl IntoView {
    let running = RwSignal::new(false);
    let found = RwSignal::new(None::<(Timestamp, Vec<Drift>)>);
    let problem = RwSignal::new(None::<Problem>);
    let look = move || {
        if running.get_untracked() {
            return;
        }
        running.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = backend::drift().await;
            // The page may have been left while we waited.
            if running.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(drifted) => found.set(Some((clock::now(), drifted))),
                Err(why) => problem.set(Some(why)),
            }
        });
    };
    effect(move || {
        if open.get() && found.with_untracked(Option::is_none) {
            look();
        }
    });
    let close = move |()| open.set(false);
    view! {
        <Dialog title=texts::DRIFT_TITLE test="drift-dialog" open on_close=close>
            <div class="dialog-part" aria-live="polite">
                {move || {
                    if running.get() {
                        view! {
                            <p class="waiting" data-test="drift-running">
                                <Spinner />
                                <span>{texts::DRIFT_LOOKING}</span>
                            </p>
                        }
                            .into_any()
                    } else if let Some(problem) = problem.get() {
                        view! { <ProblemNote problem /> }.into_any()
                    } else {
                        found.get().map(|(at, found)| view! { <Found at found /> }).into_any()
                    }
                }}
            </div>
            <footer class="dialog-foot">
                <Button test="drift-again" icon="rotate-ccw" busy=running on_press=move |()| look()>
                    {texts::DRIFT_AGAIN}
                </Button>
                <Button kind=ButtonKind::Primary test="close-drift" on_press=close>
                    {texts::CLOSE}
                </Button>
            </footer>
        </Dialog>
    }
}

#[component]
fn Found(at: Timestamp, found: Vec<Drift>) -> impl IntoView {
    let checked = view! {
        <p class="small muted">{texts::DRIFT_CHECKED} <RelativeTime at=Signal::stored(at) /></p>
    };
    if found.is_empty() {
        return view! {
            <Note tone=Tone::Good test="drift-none">
                <p>{texts::DRIFT_NONE}</p>
            </Note>
            {checked}
        }
        .into_any();
    }
    let count = found.len() as u64;
    let part = |group: Group| {
        let rows: Vec<Drift> = found.iter().filter(|one| one.group == group).cloned().collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section>
                    <h3>{title(group)}</h3>
                    <ul class="drift-list">{rows.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <Note tone=Tone::Attention test="drift-found">
            <p class="note-title">{texts::drift_found(count)}</p>
            <p>{texts::DRIFT_ADVICE}</p>
        </Note>
        {[Group::Shared, Group::Dev, Group::Prod].map(part).into_iter().collect_view()}
        {checked}
    }
    .into_any()
}

fn row(one: Drift) -> impl IntoView {
    let what = if one.gone { texts::GONE.to_owned() } else { texts::differs_in(&one.properties) };
    view! {
        <li class="drift-row">
            <span>{one.name}</span>
            <span class="selectable">{what}</span>
            <span class="small muted mono selectable">{one.logical_id}</span>
        </li>
    }
}
