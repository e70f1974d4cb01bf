//! How to make the app in Benchling, step by step, with the file that is given to Benchling.

use ipc::bridge::AppManifest;
use ipc::{Environment, Problem, Tenant};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;
use crate::backend;
use crate::components::{Button, Card, CopyButton, Icon, ProblemNote};
use crate::derived::{derive, effect, memo};
use crate::messages::wizard as said;

#[component]
pub fn AppMaker(environment: Environment) -> impl IntoView {
    let store = Store::here();
    let app = memo(move || AppManifest { environment, catalog: store.catalog() });
    let text = RwSignal::new(String::new());
    let saved = RwSignal::new(None::<Result<String, Problem>>);
    effect(move || {
        let app = app.get();
        spawn_local(async move {
            if let Ok(manifest) = backend::app_manifest(app).await {
                let _ = text.try_set(manifest);
            }
        });
    });
    let save = move |()| {
        spawn_local(async move {
            let path = backend::save_app_manifest(app.get_untracked()).await;
            let _ = saved.try_set(Some(path));
        });
    };
    let tenant = memo(move || store.wizard.with(|wizard| wizard.answers().tenant.parse::<Tenant>().ok()));
    let open = move |()| {
        let Some(tenant) = tenant.get_untracked() else { return };
        spawn_local(async move {
            if let Err(problem) = backend::open_page(said::benchling_apps(tenant.as_str())).await {
                store.problem.set(Some(problem));
            }
        });
    };
    view! {
        <Card class="app-maker" test="app-maker">
            <ol class="numbered">
                <li>
                    <p>{said::STEP_MANIFEST}</p>
                    <div class="step-actions">
                        <Button test="save-manifest" icon="download" on_press=save>
                            {said::SAVE_MANIFEST}
                        </Button>
                        <span role="status" class="saved">
                            {move || match saved.get() {
                                Some(Ok(path)) => {
                                    view! {
                                        <Icon name="check" />
                                        <span class="selectable" data-test="manifest-saved">{said::saved_as(&path)}</span>
                                    }
                                        .into_any()
                                }
                                _ => ().into_any(),
                            }}
                        </span>
                    </div>
                    {move || match saved.get() {
                        Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                        _ => ().into_any(),
                    }}
                    <details class="disclosure" data-test="show-manifest">
                        <summary>{said::SHOW_MANIFEST}</summary>
                        <div class="code-block">
                            <pre tabindex="0" data-test="manifest">{text}</pre>
                            <CopyButton text label=said::COPY_MANIFEST test="copy-manifest" />
                        </div>
                    </details>
                </li>
                <li>
                    <p>{said::STEP_CREATE}</p>
                    <div class="step-actions">
                        <Button
                            test="open-benchling"
                            icon="external-link"
                            disabled=derive(move || tenant.with(Option::is_none))
                            on_press=open
                        >
                            {said::OPEN_BENCHLING}
                        </Button>
                        <span class="small muted">
                            {move || match tenant.get() {
                                Some(tenant) => said::benchling_apps(tenant.as_str()),
                                None => said::OPEN_BENCHLING_NEEDS.to_owned(),
                            }}
                        </span>
                    </div>
                </li>
                <li>{said::STEP_INSTALL}</li>
                <li>{said::STEP_SECRET}</li>
                <li>{said::STEP_COPY}</li>
            </ol>
        </Card>
    }
}
