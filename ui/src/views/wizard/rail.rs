//! The rail: where you are, what is done, what needs attention. A page that was open can be opened again.

use leptos::prelude::*;

use super::store::Store;
use crate::components::Icon;
use crate::derived::{derive, memo};
use crate::messages::wizard as said;
use crate::wizard::{Mark, Page};

#[component]
pub fn Rail() -> impl IntoView {
    let store = Store::here();
    let caller = memo(move || store.wizard.with(|wizard| wizard.caller().cloned()));
    view! {
        <nav class="rail" aria-label=said::SET_UP>
            <p class="rail-title">
                <span class="mark">
                    <Icon name="webhook" />
                </span>
                {said::SET_UP}
            </p>
            <ol class="rail-steps">
                {Page::steps().iter().map(|page| view! { <Step page=*page /> }).collect_view()}
            </ol>
            <p class="rail-foot">
                {move || {
                    caller
                        .get()
                        .map(|caller| {
                            view! {
                                <span class="rail-who">{caller.name().to_owned()}</span>
                                <span class="number">{caller.account}</span>
                                <span>{caller.region}</span>
                            }
                        })
                }}
            </p>
        </nav>
    }
}

#[component]
fn Step(page: Page) -> impl IntoView {
    let store = Store::here();
    let mark = memo(move || store.wizard.with(|wizard| wizard.mark(page)));
    let icon = derive(move || match mark.get() {
        Mark::Current => "chevron-right",
        Mark::Done => "check",
        Mark::Attention => "triangle-alert",
        Mark::Ahead => "circle",
    });
    view! {
        <li>
            <button
                type="button"
                class="rail-step"
                data-test=format!("step-{}", page.key())
                data-mark=move || mark_key(mark.get())
                aria-current=move || (mark.get() == Mark::Current).then_some("step")
                disabled=move || mark.get() == Mark::Ahead
                on:click=move |_| {
                    if mark.get_untracked() != Mark::Current {
                        store.go(page);
                    }
                }
            >
                <Icon name=icon />
                <span>{said::title(page)}</span>
                <span class="hidden-visually">{move || mark_words(mark.get())}</span>
            </button>
        </li>
    }
}

fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::Current => "current",
        Mark::Done => "done",
        Mark::Attention => "attention",
        Mark::Ahead => "ahead",
    }
}

fn mark_words(mark: Mark) -> &'static str {
    match mark {
        Mark::Current => "",
        Mark::Done => said::MARK_DONE,
        Mark::Attention => said::MARK_ATTENTION,
        Mark::Ahead => said::MARK_AHEAD,
    }
}
