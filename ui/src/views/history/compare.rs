//! Two rows side by side: first what differs, then what is the same.

use ipc::status::DeployRecord;
use leptos::prelude::*;

use crate::board::history::compare;
use crate::clock;
use crate::components::{Button, ButtonKind, Dialog};
use crate::messages::board::history as texts;

#[component]
pub fn CompareDialog(rows: RwSignal<Vec<DeployRecord>>, open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    view! {
        <Dialog title=texts::COMPARISON test="history-comparison" open on_close=close>
            {move || rows.with(|rows| table(rows))}
            <footer class="dialog-foot">
                <Button kind=ButtonKind::Primary test="close-comparison" on_press=close>
                    {texts::CLOSE}
                </Button>
            </footer>
        </Dialog>
    }
}

fn table(rows: &[DeployRecord]) -> Option<impl IntoView + use<>> {
    let [one, other] = rows else { return None };
    // Both moments are RFC 3339 in UTC, whose order is that of time.
    let (older, newer) = if one.deployed_at <= other.deployed_at { (one, other) } else { (other, one) };
    let found = compare(older, newer);
    let head = |title: &'static str, row: &DeployRecord| {
        let when = clock::parse(&row.deployed_at).map_or_else(|| row.deployed_at.clone(), clock::exact);
        view! { <th scope="col">{title} <span class="compared-when">{when}</span></th> }
    };
    let different = found.different;
    let nothing = different.is_empty();
    Some(view! {
        <div class="dialog-part compared">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col"><span class="hidden-visually">{texts::ASPECT}</span></th>
                        {head(texts::OLDER, older)}
                        {head(texts::NEWER, newer)}
                    </tr>
                </thead>
                <tbody data-test="differences">
                    {different
                        .into_iter()
                        .map(|(name, old, new)| {
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td class="selectable">{old}</td>
                                    <td class="selectable">{new}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
            {nothing.then(|| view! { <p class="muted">{texts::NOTHING_DIFFERS}</p> })}
            <details class="disclosure">
                <summary>{texts::SAME}</summary>
                <dl class="pairs">
                    {found
                        .same
                        .into_iter()
                        .map(|(name, value)| view! { <dt>{name}</dt> <dd class="selectable">{value}</dd> })
                        .collect_view()}
                </dl>
            </details>
        </div>
    })
}
