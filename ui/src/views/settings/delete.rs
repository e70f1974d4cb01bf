//! Deleting a profile: what goes and what stays, and the name that has to be typed.

use ipc::profile::{ProfileEntry, ProfileRemoval};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profiles::{ProfilesPage, Told};
use crate::backend;
use crate::components::{Button, ButtonKind, Dialog, Field, Note, ProblemNote, Tone};
use crate::derived::{derive, memo};
use crate::messages::settings::profiles as text;

#[component]
pub fn DeleteDialog(page: ProfilesPage) -> impl IntoView {
    let open = derive(move || page.deleting.with(Option::is_some));
    view! {
        <Dialog title=text::DELETE_TITLE test="delete-dialog" open on_close=move |()| page.deleting.set(None)>
            {move || page.deleting.get().map(|entry| view! { <Body entry page /> })}
        </Dialog>
    }
}

#[component]
fn Body(entry: ProfileEntry, page: ProfilesPage) -> impl IntoView {
    let name = entry.name.clone();
    let typed = RwSignal::new(String::new());
    let keep = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let word = name.to_string();
    let agreed = memo(move || typed.with(|typed| typed.trim() == word));
    let wanted = name.clone();
    let delete = move || {
        if busy.get_untracked() || !agreed.get_untracked() {
            return;
        }
        busy.set(true);
        let removal = ProfileRemoval {
            profile: wanted.clone(),
            typed: typed.get_untracked(),
            keep_secret: keep.get_untracked(),
        };
        spawn_local(async move {
            let name = removal.profile.clone();
            match backend::delete_profile(removal).await {
                Ok(kept) => page.close(Some(Told::Deleted(name, kept))),
                Err(why) => problem.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let press = delete.clone();
    view! {
        <form
            class="dialog-part"
            on:submit=move |event| {
                event.prevent_default();
                delete();
            }
        >
            {(!entry.deployed.is_empty())
                .then(|| {
                    view! {
                        <Note tone=Tone::Attention test="in-use">
                            <p>{text::in_use(&entry.deployed)}</p>
                        </Note>
                    }
                })}
            <h3>{text::lost(&name)}</h3>
            <ul class="bullets">
                <li>{text::lost_file(&entry.path)}</li>
                {move || (!keep.get()).then(|| view! { <li>{text::LOST_SECRET}</li> })}
            </ul>
            <p class="small muted">{text::STAYS}</p>
            <label class="tick">
                <input
                    type="checkbox"
                    data-test="keep-secret"
                    prop:checked=keep
                    on:change=move |event| keep.set(event_target_checked(&event))
                />
                {text::KEEP_SECRET}
            </label>
            {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
            <Field
                id="delete-word"
                label=text::GO_AHEAD
                help=text::type_word(&name)
                mono=true
                value=typed
                on_input=move |text| typed.set(text)
            />
        </form>
        <footer class="dialog-foot">
            <Button test="cancel-delete" on_press=move |()| page.deleting.set(None)>
                {text::CANCEL}
            </Button>
            <Button
                kind=ButtonKind::Danger
                test="confirm-delete"
                busy
                disabled=derive(move || !agreed.get())
                on_press=move |()| press()
            >
                {text::delete(&name)}
            </Button>
        </footer>
    }
}
