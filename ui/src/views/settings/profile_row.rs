//! One profile in the list: what it says, where its secret is, and what can be done with it.

use ipc::profile::{ProfileEntry, SecretPlace};
use ipc::{Problem, Profile};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Purpose;
use super::profiles::{ProfilesPage, sharing};
use crate::backend;
use crate::components::{Button, ButtonKind, CopyButton, Note, ProblemNote, StateBadge, Tone};
use crate::messages::settings::profiles as text;

#[component]
pub fn ProfileRow(entry: ProfileEntry, page: ProfilesPage) -> impl IntoView {
    let test = format!("profile-{}", entry.name);
    view! {
        <li class="card profile" data-test=test>
            {match entry.content.clone() {
                Ok(profile) => view! { <Readable entry profile page /> }.into_any(),
                Err(problem) => view! { <Broken entry problem /> }.into_any(),
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
            <Button
                kind=ButtonKind::Quiet
                test="delete-profile"
                label=text::delete(&name)
                on_press=move |()| page.deleting.set(Some(deleting.clone()))
            >
                {text::DELETE}
            </Button>
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
fn Broken(entry: ProfileEntry, problem: Problem) -> impl IntoView {
    view! {
        <header class="profile-head">
            <h2>{entry.name.to_string()}</h2>
            <StateBadge tone=Signal::stored(Tone::Failed) word=Signal::stored(text::BROKEN.to_owned()) />
        </header>
        <ProblemNote problem />
        <p class="located">
            <code class="selectable">{entry.path.clone()}</code>
            <CopyButton text=entry.path label=text::COPY_PATH />
        </p>
    }
}
