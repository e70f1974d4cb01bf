//! One profile in the list: what it says, where its secret is, and what can be done with it.

use ipc::profile::{ProfileEntry, SecretPlace};
use ipc::{Problem, Profile};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Purpose;
use super::more::Doing;
use super::profiles::{ProfilesPage, Told, sharing};
use crate::backend;
use crate::components::{
    Button, ButtonKind, CopyButton, Menu, MenuItem, Note, ProblemNote, StateBadge, Tone,
};
use crate::messages::import as mending;
use crate::messages::settings::profiles as text;

#[component]
pub fn ProfileRow(entry: ProfileEntry, page: ProfilesPage) -> impl IntoView {
    let test = format!("profile-{}", entry.name);
    view! {
        <li class="card profile" data-test=test>
            {match entry.content.clone() {
                Ok(profile) => view! { <Readable entry profile page /> }.into_any(),
                Err(problem) => view! { <Broken entry problem page /> }.into_any(),
            }}
        </li>
    }
}

#[component]
fn Readable(entry: ProfileEntry, profile: Profile, page: ProfilesPage) -> impl IntoView {
    let name = entry.name.clone();
    let others = page.rows.with_untracked(|rows| match rows {
        Some(Ok(rows)) => sharing(rows, profile.benchling_app_definition_id.as_str(), name.as_str()),
        _ => Vec::new(),
    });
    let arn = &profile.quilt_stack_arn;
    let facts = [
        (text::TENANT, format!("{}.benchling.com", profile.benchling_tenant)),
        (text::APP, profile.benchling_app_definition_id.to_string()),
        (text::STACK, text::stack(arn.stack_name(), arn.region(), arn.account())),
        (text::BUCKET, profile.benchling_pkg_bucket.to_string()),
        (text::IMAGE, profile.image_tag.to_string()),
    ];
    let place = RwSignal::new(None::<Result<Option<SecretPlace>, Problem>>);
    let asked = name.clone();
    spawn_local(async move { place.set(Some(backend::secret_place(asked).await)) });
    let (edit, copy) = (profile.clone(), profile);
    let deleting = entry.clone();
    view! {
        <header class="profile-head">
            <h2>{name.to_string()}</h2>
            {entry
                .deployed
                .iter()
                .map(|environment| {
                    let word = text::runs(*environment);
                    view! { <StateBadge tone=Signal::stored(Tone::Good) word=Signal::stored(word) /> }
                })
                .collect_view()}
            <span class="spacer"></span>
            <Button
                kind=ButtonKind::Quiet
                test="edit-profile"
                label=text::edit(&name)
                on_press=move |()| page.open(Purpose::Edit(Box::new(edit.clone())))
            >
                {text::EDIT}
            </Button>
            <Button
                kind=ButtonKind::Quiet
                test="copy-profile"
                label=text::copy(&name)
                on_press=move |()| page.open(Purpose::Copy(Box::new(copy.clone())))
            >
                {text::COPY}
            </Button>
            <Menu words=text::MORE label=text::more(&name) test="more-profile" items=more(deleting, page) />
        </header>
        <dl class="pairs">
            {facts
                .into_iter()
                .map(|(label, value)| view! { <dt>{label}</dt> <dd class="selectable">{value}</dd> })
                .collect_view()}
            <dt>{text::SECRET}</dt>
            <dd data-test="secret-place">{move || secret_words(place.get())}</dd>
        </dl>
        {(!others.is_empty())
            .then(|| {
                view! {
                    <Note tone=Tone::Attention test="same-app">
                        <p>{text::same_app(&others)}</p>
                    </Note>
                }
            })}
    }
}

/// What is done less often, and what loses something.
fn more(entry: ProfileEntry, page: ProfilesPage) -> Vec<MenuItem> {
    let name = entry.name.clone();
    let item = |test, words: String, danger, on_choose| MenuItem {
        test,
        words: Signal::stored(words),
        disabled: Signal::stored(false),
        danger,
        on_choose,
    };
    let (compared, exported) = (name.clone(), name.clone());
    let (renaming, deleting) = (Box::new(entry.clone()), entry);
    let export = move |()| {
        let name = exported.clone();
        spawn_local(async move {
            match backend::export_profile(name.clone()).await {
                Ok(path) => page.told.set(Some(Told::Done(text::exported(&name), Some(path)))),
                Err(problem) => page.rows.set(Some(Err(problem))),
            }
        });
    };
    vec![
        item(
            "rename-profile",
            text::rename(&name),
            false,
            Callback::new(move |()| page.doing.set(Some(Doing::Rename(renaming.clone())))),
        ),
        item(
            "compare-profile",
            text::compare(&name),
            false,
            Callback::new(move |()| page.doing.set(Some(Doing::Compare(compared.clone())))),
        ),
        item("export-profile", text::export(&name), false, Callback::new(export)),
        item(
            "delete-profile",
            text::delete(&name),
            true,
            Callback::new(move |()| page.deleting.set(Some(deleting.clone()))),
        ),
    ]
}

fn secret_words(place: Option<Result<Option<SecretPlace>, Problem>>) -> String {
    match place {
        None => text::LOOKING.into(),
        Some(Ok(Some(SecretPlace::Keyring))) => text::IN_KEYRING.into(),
        Some(Ok(Some(SecretPlace::Session))) => text::IN_SESSION.into(),
        Some(Ok(None)) => text::NO_SECRET.into(),
        Some(Err(problem)) => problem.message,
    }
}

/// It is shown, and never written over: what is in it may be worth mending.
#[component]
fn Broken(entry: ProfileEntry, problem: Problem, page: ProfilesPage) -> impl IntoView {
    let name = entry.name.clone();
    let (repaired, aside) = (name.clone(), name.clone());
    let failed = RwSignal::new(None);
    let set_aside = move |()| {
        let name = aside.clone();
        spawn_local(async move {
            match backend::set_aside_profile(name.clone()).await {
                Ok(kept) => page.close(Some(Told::Done(text::was_set_aside(&name), Some(kept)))),
                Err(problem) => failed.set(Some(problem)),
            }
        });
    };
    view! {
        <header class="profile-head">
            <h2>{name.to_string()}</h2>
            <StateBadge tone=Signal::stored(Tone::Failed) word=Signal::stored(text::BROKEN.to_owned()) />
            <span class="spacer"></span>
            <Button
                test="repair-profile"
                label=mending::repair(name.as_str())
                on_press=move |()| page.doing.set(Some(Doing::Repair(repaired.clone())))
            >
                {mending::REPAIR}
            </Button>
            <Button
                kind=ButtonKind::Quiet
                test="set-aside-profile"
                label=mending::set_aside(name.as_str())
                on_press=set_aside
            >
                {mending::SET_ASIDE}
            </Button>
        </header>
        <ProblemNote problem />
        {move || failed.get().map(|problem| view! { <ProblemNote problem /> })}
        <p class="located">
            <code class="selectable">{entry.path.clone()}</code>
            <CopyButton text=entry.path label=text::COPY_PATH />
        </p>
    }
}
