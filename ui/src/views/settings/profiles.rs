//! The profiles: what there is, broken files included, and the ways to add, copy, change and delete one.

use ipc::profile::ProfileEntry;
use ipc::{Problem, Profile, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Head;
use super::delete::DeleteDialog;
use super::form::{Form, Purpose};
use super::form_view::FormView;
use super::more::{Doing, MoreDialog};
use super::profile_row::ProfileRow;
use crate::backend;
use crate::components::{Button, CopyButton, Note, ProblemNote, Skeleton, Tone};
use crate::messages::settings::profiles as text;
use crate::shell::{Screen, Shell};
use crate::views::wizard::focus_heading;

/// What the parts of this section share.
#[derive(Clone, Copy)]
pub struct ProfilesPage {
    shell: Shell,
    /// None while they are read.
    pub rows: RwSignal<Option<Result<Vec<ProfileEntry>, Problem>>>,
    /// The form that is open instead of the list.
    pub form: RwSignal<Option<Form>>,
    pub deleting: RwSignal<Option<ProfileEntry>>,
    /// The dialog of what is done less often.
    pub doing: RwSignal<Option<Doing>>,
    /// What was done last.
    pub told: RwSignal<Option<Told>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Saved(ProfileName),
    Deleted(ProfileName, String),
    /// Anything else, and the file that came of it.
    Done(String, Option<String>),
}

impl ProfilesPage {
    /// Read them, here and for the rest of the window.
    pub fn load(self) {
        spawn_local(async move {
            let rows = backend::profiles().await;
            if let Ok(rows) = &rows {
                self.shell.know_profiles(rows.clone());
            }
            self.rows.set(Some(rows));
        });
    }

    pub fn open(self, purpose: Purpose) {
        self.told.set(None);
        let rows = self.rows.with_untracked(|rows| match rows {
            Some(Ok(rows)) => rows.clone(),
            _ => Vec::new(),
        });
        self.form.set(Some(Form::new(purpose, rows)));
        focus_heading();
    }

    /// Back to the list, with what came of it.
    pub fn close(self, told: Option<Told>) {
        self.form.set(None);
        self.deleting.set(None);
        self.doing.set(None);
        if told.is_some() {
            self.told.set(told);
            self.load();
        }
        focus_heading();
    }
}

#[component]
pub fn Profiles() -> impl IntoView {
    let page = ProfilesPage {
        shell: Shell::here(),
        rows: RwSignal::new(None),
        form: RwSignal::new(None),
        deleting: RwSignal::new(None),
        doing: RwSignal::new(None),
        told: RwSignal::new(None),
    };
    page.load();
    view! {
        {move || match page.form.get() {
            Some(form) => view! { <FormView form page /> }.into_any(),
            None => view! { <List page /> }.into_any(),
        }}
        <DeleteDialog page />
        <MoreDialog page />
    }
}

#[component]
fn List(page: ProfilesPage) -> impl IntoView {
    view! {
        <div class="settings-scroll">
            <div class="page">
                <Head title=text::TITLE lead=text::LEAD />
                <div role="status">{move || page.told.get().map(told)}</div>
                {move || match page.rows.get() {
                    None => view! { <Skeleton lines=6 label=text::LOADING /> }.into_any(),
                    Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                    Some(Ok(rows)) if rows.is_empty() => {
                        view! {
                            <Note test="no-profiles">
                                <p class="note-title">{text::NONE}</p>
                                <p>{text::NONE_NEXT}</p>
                            </Note>
                        }
                            .into_any()
                    }
                    Some(Ok(rows)) => {
                        view! {
                            <ul class="settings-list">
                                {rows.into_iter().map(|entry| view! { <ProfileRow entry page /> }).collect_view()}
                            </ul>
                        }
                            .into_any()
                    }
                }}
                // They stand below the list, and would move when it comes.
                <div class:gone=move || page.rows.with(Option::is_none)>
                    <div class="profile-head">
                        <Button test="add-profile" icon="plus" on_press=move |()| page.open(Purpose::Add)>
                            {text::ADD}
                        </Button>
                        <Button test="import-profiles" on_press=move |()| page.shell.open(Screen::Import)>
                            {text::IMPORT}
                        </Button>
                    </div>
                </div>
            </div>
        </div>
    }
}

fn told(told: Told) -> AnyView {
    match told {
        Told::Saved(name) => view! {
            <Note tone=Tone::Good test="profile-saved">
                <p>{text::saved(&name)}</p>
            </Note>
        }
        .into_any(),
        Told::Deleted(name, kept) => kept_note("profile-deleted", text::deleted(&name), Some(kept)),
        Told::Done(words, kept) => kept_note("profile-done", words, kept),
    }
}

fn kept_note(test: &'static str, words: String, kept: Option<String>) -> AnyView {
    view! {
        <Note tone=Tone::Good test>
            <p>{words}</p>
            {kept
                .map(|kept| {
                    view! {
                        <p class="located">
                            <code class="selectable">{kept.clone()}</code>
                            <CopyButton text=kept label=text::COPY_KEPT />
                        </p>
                    }
                })}
        </Note>
    }
    .into_any()
}

/// The other profiles that use the same app definition.
pub fn sharing(rows: &[ProfileEntry], app: &str, own: &str) -> Vec<ProfileName> {
    let shares = |profile: &Profile| profile.benchling_app_definition_id.as_str() == app;
    rows.iter()
        .filter(|row| row.name.as_str() != own && row.content.as_ref().is_ok_and(shares))
        .map(|row| row.name.clone())
        .collect()
}
