//! What this program is, and the licences of what it is made with. The texts stay with the host until one is asked for.

use ipc::Problem;
use ipc::bridge::{About, Package};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Head;
use crate::backend;
use crate::components::{CopyButton, Dialog, ProblemNote, Skeleton};
use crate::derived::{derive, memo};
use crate::messages::settings::about as text;

#[component]
pub fn AboutSection() -> impl IntoView {
    let about = RwSignal::new(None::<Result<About, Problem>>);
    spawn_local(async move { about.set(Some(backend::about().await)) });
    view! {
        <div class="settings-scroll">
            <div class="page">
                <Head title=text::NAME lead=text::LEAD />
                {move || match about.get() {
                    None => view! { <Skeleton lines=6 label=text::LOADING /> }.into_any(),
                    Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                    Some(Ok(about)) => view! { <Known about /> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Known(about: About) -> impl IntoView {
    let build = about.commit.unwrap_or_else(|| text::BUILD_UNKNOWN.into());
    let summary = text::summary(&about.version, &build, &about.system);
    let facts = [
        (text::VERSION, about.version),
        (text::BUILD, build),
        (text::SYSTEM, about.system),
        (text::LICENCE, text::APACHE.into()),
    ];
    view! {
        <div class="card about-facts">
            <dl class="pairs" data-test="about">
                {facts
                    .into_iter()
                    .map(|(label, value)| view! { <dt>{label}</dt> <dd class="selectable">{value}</dd> })
                    .collect_view()}
            </dl>
            <CopyButton text=summary label=text::COPY />
        </div>
        <h2>{text::OTHERS}</h2>
        <Packages packages=about.packages />
    }
}

#[component]
fn Packages(packages: Vec<Package>) -> impl IntoView {
    let all = packages.len();
    let packages = StoredValue::new(packages);
    let wanted = RwSignal::new(String::new());
    let open = RwSignal::new(None::<Package>);
    let shown = memo(move || {
        let wanted = wanted.with(|wanted| wanted.trim().to_ascii_lowercase());
        let has = |text: &str| text.to_ascii_lowercase().contains(&wanted);
        packages.with_value(|packages| {
            packages.iter().filter(|p| has(&p.name) || has(&p.licence)).cloned().collect::<Vec<_>>()
        })
    });
    let row = move |package: Package| {
        let (name, version, licence) =
            (package.name.clone(), package.version.clone(), package.licence.clone());
        view! {
            <li>
                <button type="button" class="package" data-test="package" on:click=move |_| open.set(Some(package.clone()))>
                    <span class="package-name">{name}</span>
                    <span class="muted number">{version}</span>
                    <span class="muted">{licence}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="package-search">
            <span class="input">
                <input
                    id="packageSearch"
                    type="search"
                    aria-label=text::SEARCH
                    placeholder=text::SEARCH
                    autocomplete="off"
                    spellcheck="false"
                    on:input=move |event| wanted.set(event_target_value(&event))
                />
            </span>
            <span class="small muted number" role="status">
                {move || text::count(shown.with(Vec::len), all)}
            </span>
        </div>
        <ul class="packages" data-test="packages">
            {move || shown.get().into_iter().map(row).collect_view()}
        </ul>
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="muted">{text::NO_MATCH}</p> })}
        <Dialog
            title=text::LICENCE
            test="licence-dialog"
            open=derive(move || open.with(Option::is_some))
            on_close=move |()| open.set(None)
        >
            {move || open.get().map(|package| view! { <Licence package /> })}
        </Dialog>
    }
}

#[component]
fn Licence(package: Package) -> impl IntoView {
    let answer = RwSignal::new(None::<Result<String, Problem>>);
    let head = text::package(&package.name, &package.version, &package.licence);
    spawn_local(async move { answer.set(Some(backend::licence_text(package).await)) });
    view! {
        <p class="muted">{head}</p>
        {move || match answer.get() {
            None => view! { <Skeleton lines=8 label=text::TEXT_LOADING /> }.into_any(),
            Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
            Some(Ok(licence)) => {
                view! {
                    <div class="code-block licence-text">
                        <pre tabindex="0" data-test="licence-text">
                            {licence}
                        </pre>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
