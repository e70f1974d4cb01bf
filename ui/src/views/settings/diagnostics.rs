//! What would go into the diagnostics, listed first; then the file, and where it is.

use ipc::Problem;
use ipc::bridge::{DiagnosticsEntry, Folder};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Head;
use crate::backend;
use crate::components::{Button, ButtonKind, CopyButton, Note, ProblemNote, Skeleton, Tone};
use crate::derived::derive;
use crate::messages::settings::diagnostics as text;

#[component]
pub fn DiagnosticsSection() -> impl IntoView {
    let entries = RwSignal::new(None::<Result<Vec<DiagnosticsEntry>, Problem>>);
    let written = RwSignal::new(None::<Result<String, Problem>>);
    let busy = RwSignal::new(false);
    let collect = move || {
        entries.set(None);
        written.set(None);
        spawn_local(async move { entries.set(Some(backend::diagnostics().await)) });
    };
    let write = move || {
        busy.set(true);
        spawn_local(async move {
            written.set(Some(backend::write_diagnostics().await));
            busy.set(false);
        });
    };
    collect();
    view! {
        <div class="settings-form">
            <div class="settings-scroll">
                <div class="page">
                    <Head title=text::TITLE lead=text::LEAD />
                    <div role="status">{move || written.get().map(outcome)}</div>
                    {move || match entries.get() {
                        None => view! { <Skeleton lines=8 label=text::LOADING /> }.into_any(),
                        Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                        Some(Ok(entries)) => list(entries),
                    }}
                </div>
            </div>
            <footer class="wizard-foot">
                <Button kind=ButtonKind::Quiet icon="rotate-ccw" on_press=move |()| collect()>
                    {text::AGAIN}
                </Button>
                <span class="spacer"></span>
                <Button
                    kind=ButtonKind::Primary
                    test="write-diagnostics"
                    busy
                    disabled=derive(move || !entries.with(|e| matches!(e, Some(Ok(_)))))
                    on_press=move |()| write()
                >
                    {text::WRITE}
                </Button>
            </footer>
        </div>
    }
}

fn list(entries: Vec<DiagnosticsEntry>) -> AnyView {
    let row = |entry: DiagnosticsEntry| {
        view! {
            <tr>
                <td class="mono selectable">{entry.name}</td>
                <td>{entry.about}</td>
                <td class="number figure-cell">{text::size(entry.size)}</td>
            </tr>
        }
    };
    view! {
        <p>{text::INTRO}</p>
        <table class="table" data-test="diagnostics-list">
            <thead>
                <tr>
                    <th>{text::NAME}</th>
                    <th>{text::ABOUT}</th>
                    <th class="figure-cell">{text::SIZE}</th>
                </tr>
            </thead>
            <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn outcome(written: Result<String, Problem>) -> AnyView {
    let problem = RwSignal::new(None::<Problem>);
    match written {
        Err(problem) => view! { <ProblemNote problem /> }.into_any(),
        Ok(path) => view! {
            <Note tone=Tone::Good test="diagnostics-written">
                <p class="note-title">{text::WRITTEN}</p>
                <p class="located">
                    <code class="selectable" data-test="diagnostics-path">
                        {path.clone()}
                    </code>
                    <CopyButton text=path label=text::COPY_PATH />
                </p>
                {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
                <div class="note-actions">
                    <Button on_press=move |()| {
                        spawn_local(async move {
                            problem.set(backend::open_folder(Folder::Diagnostics).await.err());
                        });
                    }>{text::OPEN}</Button>
                </div>
            </Note>
        }
        .into_any(),
    }
}
