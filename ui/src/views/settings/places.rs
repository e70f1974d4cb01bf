//! Where things are stored: each place by its name, what it holds, and the way there.

use ipc::bridge::{Folder, Places};
use ipc::profile::ProfileEntry;
use ipc::{Problem, Profile};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Head;
use crate::backend;
use crate::components::{Button, CopyButton, ProblemNote, Skeleton};
use crate::messages::settings::places as text;

type Known = (Places, Vec<ProfileEntry>);

#[component]
pub fn PlacesSection() -> impl IntoView {
    let known = RwSignal::new(None::<Result<Known, Problem>>);
    let problem = RwSignal::new(None::<Problem>);
    spawn_local(async move {
        let both = async { Ok((backend::places().await?, backend::profiles().await?)) };
        known.set(Some(both.await));
    });
    view! {
        <div class="settings-scroll">
            <div class="page">
                <Head title=text::TITLE lead=text::LEAD />
                {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
                {move || match known.get() {
                    None => view! { <Skeleton lines=8 label=text::LOADING /> }.into_any(),
                    Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                    Some(Ok((places, profiles))) => list(places, &profiles, problem),
                }}
            </div>
        </div>
    }
}

fn list(places: Places, profiles: &[ProfileEntry], problem: RwSignal<Option<Problem>>) -> AnyView {
    let service = &places.keyring_service;
    let entries: Vec<String> = profiles.iter().map(|row| text::entry(service, row.name.as_str())).collect();
    let entries = if entries.is_empty() { vec![text::KEYRING_NONE.to_owned()] } else { entries };
    let readable = profiles.iter().filter_map(|row| row.content.as_ref().ok());
    let secrets = readable.map(Profile::secret_name).collect();
    let page = places.page_storage.unwrap_or_else(|| text::PAGE_NOWHERE.into());
    let config = Some((Folder::Config, problem));
    view! {
        <ul class="settings-list" data-test="places">
            {place(text::CONFIG, text::CONFIG_HOLDS, vec![places.config_folder], config)}
            {place(text::KEYRING, text::KEYRING_HOLDS, entries, None)}
            {place(text::PAGE, text::PAGE_HOLDS, vec![page], Some((Folder::PageStorage, problem)))}
            {place(text::STACK, text::STACK_HOLDS, vec![places.stack], None)}
            {place(text::SECRETS, text::SECRETS_HOLDS, secrets, None)}
        </ul>
    }
    .into_any()
}

/// A place, its names, and the folder that it is, if it is one.
fn place(
    title: &'static str,
    holds: &'static str,
    names: Vec<String>,
    folder: Option<(Folder, RwSignal<Option<Problem>>)>,
) -> AnyView {
    let copy = if folder.is_some() { text::COPY_PATH } else { text::COPY_NAME };
    let open = folder.map(|(folder, problem)| {
        view! {
            <Button
                test="open-folder"
                on_press=move |()| {
                    spawn_local(async move { problem.set(backend::open_folder(folder).await.err()) });
                }
            >
                {text::OPEN}
            </Button>
        }
    });
    view! {
        <li class="card place">
            <div class="place-text">
                <h2>{title}</h2>
                <p>{holds}</p>
                {names
                    .into_iter()
                    .map(|name| {
                        view! {
                            <p class="located">
                                <code class="selectable">{name.clone()}</code>
                                <CopyButton text=name label=copy />
                            </p>
                        }
                    })
                    .collect_view()}
            </div>
            {open}
        </li>
    }
    .into_any()
}
