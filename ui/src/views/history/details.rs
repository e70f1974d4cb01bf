//! One row in full, and what can be done with it.

use ipc::status::DeployRecord;
use leptos::prelude::*;

use super::tone;
use crate::board::history::{as_text, details};
use crate::components::{Button, ButtonKind, CopyButton, Dialog, StateBadge};
use crate::derived::memo;
use crate::messages::board::history as texts;

#[component]
pub fn DetailsDialog(
    row: RwSignal<Option<DeployRecord>>,
    blocked: Signal<bool>,
    on_redeploy: Callback<DeployRecord>,
) -> impl IntoView {
    let open = memo(move || row.with(Option::is_some));
    let close = move |()| row.set(None);
    view! {
        <Dialog title=texts::DETAILS test="history-details" open=Signal::from(open) on_close=close>
            {move || row.get().map(|record| view! { <Body record blocked on_redeploy on_close=close /> })}
        </Dialog>
    }
}

#[component]
fn Body(
    record: DeployRecord,
    blocked: Signal<bool>,
    on_redeploy: Callback<DeployRecord>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let again = record.can_be_deployed_again();
    let text = as_text(&record);
    let details = details(&record);
    let tone = tone(record.outcome);
    let word = record.outcome.title().to_owned();
    let what = record.what();
    view! {
        <div class="dialog-part">
            <p class="history-sentence">
                <strong>{what}</strong>
                <StateBadge tone=Signal::stored(tone) word=Signal::stored(word) />
                <CopyButton text=Signal::stored(text) label=texts::COPY_DETAILS test="copy-details" />
            </p>
            <dl class="pairs">
                {details
                    .into_iter()
                    .map(|(name, value)| view! { <dt>{name}</dt> <dd class="selectable">{value}</dd> })
                    .collect_view()}
            </dl>
            {(!again).then(|| view! { <p class="small muted">{texts::NO_IMAGE}</p> })}
        </div>
        <footer class="dialog-foot">
            {again
                .then(|| {
                    view! {
                        <Button
                            test="redeploy"
                            icon="undo-2"
                            disabled=blocked
                            on_press=move |()| {
                                on_close.run(());
                                on_redeploy.run(record.clone());
                            }
                        >
                            {texts::REDEPLOY}
                        </Button>
                    }
                })}
            <Button kind=ButtonKind::Primary test="close-details" on_press=on_close>
                {texts::CLOSE}
            </Button>
        </footer>
    }
}
