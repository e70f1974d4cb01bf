//! What came of an import.

use ipc::import::ImportResult;
use leptos::prelude::*;

use crate::components::{Note, Tone};
use crate::messages::import as text;

#[component]
pub fn Outcome(result: ImportResult) -> impl IntoView {
    let rows = result.rows;
    let profiles = result.profiles.into_iter().map(|imported| {
        let good = imported.written.is_ok() && imported.secret.problem.is_none();
        let tone = if good { Tone::Good } else { Tone::Attention };
        let secret =
            text::secret_done(&imported).into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        view! {
            <Note tone test="imported">
                <p class="note-title">{text::done(&imported)}</p>
                {secret}
            </Note>
        }
    });
    view! {
        <header class="page-head">
            <h1 tabindex="-1">{text::TITLE_DONE}</h1>
            <p class="lead">{text::LEAD_DONE}</p>
        </header>
        <div class="import-part" role="status" data-test="import-result">
            {profiles.collect_view()} {(rows > 0).then(|| view! { <p>{text::rows(rows)}</p> })}
        </div>
    }
}
