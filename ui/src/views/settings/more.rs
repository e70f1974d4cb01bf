//! The dialogs of what is done less often with a profile: another name, a comparison, a repair.

use ipc::ProfileName;
use ipc::profile::{ProfileDifference, ProfileEntry};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::mend::MendBody;
use super::profiles::{ProfilesPage, Told};
use crate::backend;
use crate::components::{Button, ButtonKind, Dialog, Field, Note, ProblemNote, Select, Tone};
use crate::derived::{derive, effect, memo};
use crate::messages::import as mending;
use crate::messages::settings::profiles as text;

#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    Rename(Box<ProfileEntry>),
    Compare(ProfileName),
    Repair(ProfileName),
}

#[component]
pub fn MoreDialog(page: ProfilesPage) -> impl IntoView {
    let doing = page.doing;
    move || {
        doing.get().map(|what| {
            let title = match &what {
                Doing::Rename(entry) => text::rename(&entry.name),
                Doing::Compare(name) => text::compare(name),
                Doing::Repair(name) => mending::repair(name.as_str()),
            };
            view! {
                <Dialog title test="more-dialog" open=true on_close=move |()| doing.set(None)>
                    {match what.clone() {
                        Doing::Rename(entry) => view! { <Rename entry=*entry page /> }.into_any(),
                        Doing::Compare(left) => view! { <Compare left page /> }.into_any(),
                        Doing::Repair(name) => view! { <MendBody name page /> }.into_any(),
                    }}
                </Dialog>
            }
        })
    }
}

#[component]
fn Rename(entry: ProfileEntry, page: ProfilesPage) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let wanted = memo(move || typed.with(|typed| typed.parse::<ProfileName>()));
    let wrong = derive(move || match wanted.get() {
        Err(why) if !typed.with(String::is_empty) => Some(why.0),
        _ => None,
    });
    let from = entry.name;
    let rename = move |()| {
        let Ok(to) = wanted.get_untracked() else { return };
        let from = from.clone();
        busy.set(true);
        spawn_local(async move {
            match backend::rename_profile(from.clone(), to.clone()).await {
                Ok(_) => page.close(Some(Told::Done(text::renamed(&from, to.as_str()), None))),
                Err(why) => problem.set(Some(why)),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="dialog-part">
            <p>{text::RENAME_LEAD}</p>
            {(!entry.deployed.is_empty())
                .then(|| {
                    view! {
                        <Note tone=Tone::Attention test="in-use">
                            <p>{text::runs_with_old(&entry.deployed)}</p>
                        </Note>
                    }
                })}
            {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
            <Field
                id="new-name"
                label=text::NEW_NAME
                mono=true
                value=typed
                on_input=move |text| typed.set(text)
                error=wrong
            />
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-more" on_press=move |()| page.doing.set(None)>
                {text::CANCEL}
            </Button>
            <Button
                kind=ButtonKind::Primary
                test="confirm-rename"
                busy
                disabled=derive(move || wanted.with(Result::is_err))
                on_press=rename
            >
                {move || typed.with(|typed| text::rename_to(typed))}
            </Button>
        </footer>
    }
}

#[component]
fn Compare(left: ProfileName, page: ProfilesPage) -> impl IntoView {
    let others: Vec<ProfileName> = page.rows.with_untracked(|rows| match rows {
        Some(Ok(rows)) => rows
            .iter()
            .filter(|row| row.name != left && row.content.is_ok())
            .map(|row| row.name.clone())
            .collect(),
        _ => Vec::new(),
    });
    let right = RwSignal::new(others.first().map(ToString::to_string).unwrap_or_default());
    let rows = RwSignal::new(None);
    let own = left.clone();
    effect(move || {
        let (left, right) = (own.clone(), right.get());
        let Ok(right) = right.parse::<ProfileName>() else { return };
        spawn_local(async move { rows.set(Some(backend::compare_profiles(left, right).await)) });
    });
    let options = others.into_iter().map(|name| (name.to_string(), name.to_string())).collect::<Vec<_>>();
    view! {
        <div class="dialog-part">
            <p>{text::COMPARE_LEAD}</p>
            <Select
                id="compare-with"
                label=text::WITH
                options=Signal::stored(options)
                value=right
                on_change=move |name| right.set(name)
            />
            <div role="status" data-test="differences">
                {move || match rows.get() {
                    None => ().into_any(),
                    Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                    Some(Ok(rows)) if rows.is_empty() => {
                        view! { <p>{text::same(&left, &right.get_untracked())}</p> }.into_any()
                    }
                    Some(Ok(rows)) => table(rows, left.to_string(), right.get_untracked()),
                }}
            </div>
        </div>
    }
}

fn table(rows: Vec<ProfileDifference>, left: String, right: String) -> AnyView {
    let side = |value: Option<String>| value.unwrap_or_else(|| text::UNSET.into());
    let rows = rows.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{mending::label(&row.key)}</th>
                <td class="selectable">{side(row.left)}</td>
                <td class="selectable">{side(row.right)}</td>
            </tr>
        }
    });
    view! {
        <table class="table compared">
            <thead>
                <tr>
                    <th scope="col">{text::KEY}</th>
                    <th scope="col">{left}</th>
                    <th scope="col">{right}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
