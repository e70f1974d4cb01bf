//! What older tools left: shown, chosen from, taken over, and what came of it. It comes up at the first start where there
//! is something, and from the settings.

mod found;
mod given;
mod result;

use std::collections::BTreeMap;

use ipc::import::{ChosenProfile, FoundProfile, ImportChoice, ImportPreview, ImportResult};
use ipc::profile::ProfileFault;
use ipc::{Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::found::Found;
pub use self::given::GivenFields;
use self::result::Outcome;
use super::wizard::focus_heading;
use crate::backend;
use crate::components::{Button, ButtonKind, ProblemNote, RadioCard, RadioCards, Skeleton};
use crate::derived::derive;
use crate::messages::import as text;
use crate::shell::Shell;

/// What a person chooses of one profile.
#[derive(Clone, Copy)]
struct Choice {
    take: RwSignal<bool>,
    source: RwSignal<String>,
    given: RwSignal<BTreeMap<String, String>>,
}

impl Choice {
    fn of(found: &FoundProfile) -> Self {
        Self {
            take: RwSignal::new(found.is_news && found.missing.is_empty()),
            source: RwSignal::new(
                found.sources.first().map(|source| source.path.clone()).unwrap_or_default(),
            ),
            given: RwSignal::default(),
        }
    }

    fn chosen(self, name: &ProfileName) -> Option<ChosenProfile> {
        self.take.get().then(|| ChosenProfile {
            name: name.clone(),
            source: self.source.get(),
            given: self.given.get().into_iter().filter(|(_, value)| !value.trim().is_empty()).collect(),
        })
    }

    /// Nothing is lacking that nobody has given.
    fn complete(self, missing: &[ProfileFault]) -> bool {
        let given = self.given.get();
        let has = |key: &String| given.get(key).is_some_and(|value| !value.trim().is_empty());
        missing.iter().all(|fault| fault.key.as_ref().is_none_or(has))
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    shell: Shell,
    preview: RwSignal<Option<Result<ImportPreview, Problem>>>,
    choices: RwSignal<Vec<(FoundProfile, Choice)>>,
    history: RwSignal<bool>,
    remove: RwSignal<bool>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    result: RwSignal<Option<ImportResult>>,
}

impl Page {
    fn load(self) {
        spawn_local(async move {
            let found = backend::find_imports().await;
            if let Ok(found) = &found {
                let choices = found.profiles.iter().map(|one| (one.clone(), Choice::of(one))).collect();
                self.choices.set(choices);
            }
            self.preview.set(Some(found));
            focus_heading();
        });
    }

    fn chosen(self) -> Vec<ChosenProfile> {
        self.choices.with(|choices| choices.iter().filter_map(|(found, it)| it.chosen(&found.name)).collect())
    }

    fn fresh_rows(self) -> usize {
        self.preview.with(|found| match found {
            Some(Ok(found)) => found.records.iter().map(|record| record.fresh).sum(),
            _ => 0,
        })
    }

    fn has_work(self) -> bool {
        !self.chosen().is_empty() || (self.history.get() && self.fresh_rows() > 0)
    }

    fn ready(self) -> bool {
        self.has_work()
            && self.choices.with(|choices| {
                choices.iter().all(|(found, it)| !it.take.get() || it.complete(&found.missing))
            })
    }

    fn import(self) {
        if self.busy.get_untracked() || !untrack(|| self.ready()) {
            return;
        }
        self.busy.set(true);
        self.problem.set(None);
        let choice = untrack(|| ImportChoice {
            profiles: self.chosen(),
            records: self.history.get(),
            remove_secrets: self.remove.get(),
        });
        spawn_local(async move {
            match backend::import(choice).await {
                Ok(result) => self.result.set(Some(result)),
                Err(problem) => self.problem.set(Some(problem)),
            }
            self.busy.set(false);
            focus_heading();
        });
    }

    fn skip(self) {
        spawn_local(async move {
            // Offered again, if that can't be kept.
            let _ = backend::skip_import().await;
            self.shell.close_import();
        });
    }
}

#[component]
pub fn Import() -> impl IntoView {
    let page = Page {
        shell: Shell::here(),
        preview: RwSignal::new(None),
        choices: RwSignal::default(),
        history: RwSignal::new(true),
        remove: RwSignal::new(true),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        result: RwSignal::new(None),
    };
    page.load();
    let done = move || page.result.with(Option::is_some);
    view! {
        <div class="wizard wizard-welcome">
            <main class="wizard-main" data-page="import">
                <form
                    class="wizard-form"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        if untrack(done) { page.shell.close_import() } else { page.import() }
                    }
                >
                    <div class="wizard-scroll">
                        <div class="page">
                            {move || match (page.result.get(), page.preview.get()) {
                                (Some(result), _) => view! { <Outcome result /> }.into_any(),
                                (None, None) => view! { <Skeleton lines=6 label=text::LOADING /> }.into_any(),
                                (None, Some(Err(problem))) => view! { <ProblemNote problem /> }.into_any(),
                                (None, Some(Ok(found))) => view! { <Preview found page /> }.into_any(),
                            }}
                            {move || page.problem.get().map(|problem| view! { <ProblemNote problem /> })}
                        </div>
                    </div>
                    <footer class="wizard-foot">
                        <span class="spacer"></span>
                        <Show when=move || !done()>
                            <Button test="skip-import" on_press=move |()| page.skip()>
                                {text::NOT_NOW}
                            </Button>
                        </Show>
                        <Button
                            kind=ButtonKind::Primary
                            test="continue"
                            busy=page.busy
                            disabled=derive(move || !done() && !page.ready())
                        >
                            {move || if done() { text::GO_ON.into() } else { text::import(page.chosen().len()) }}
                        </Button>
                    </footer>
                </form>
            </main>
        </div>
    }
}

#[component]
fn Preview(found: ImportPreview, page: Page) -> impl IntoView {
    let nothing = found.profiles.is_empty() && found.records.is_empty();
    let (title, lead) = if nothing { (text::TITLE_NONE, text::LEAD_NONE) } else { (text::TITLE, text::LEAD) };
    let (rows, fresh) =
        found.records.iter().fold((0, 0), |(rows, fresh), it| (rows + it.rows, fresh + it.fresh));
    let has_secret = move || {
        page.choices.with(|choices| {
            choices.iter().any(|(found, it)| {
                it.take.get() && found.sources.iter().any(|source| source.secret_in.is_some())
            })
        })
    };
    view! {
        <header class="page-head">
            <h1 tabindex="-1">{title}</h1>
            <p class="lead">{lead}</p>
        </header>
        <p class="small muted">{text::looked_in(&found.folders)}</p>
        <ul class="settings-list">
            {page
                .choices
                .get_untracked()
                .into_iter()
                .map(|(found, choice)| view! { <Found found choice /> })
                .collect_view()}
        </ul>
        <Show when=has_secret>
            <section class="import-part" data-test="secret-choice">
                <h2>{text::SECRET_TITLE}</h2>
                <p>{text::SECRET_LEAD}</p>
                <RadioCards legend=text::SECRET_TITLE>
                    <RadioCard
                        name="secret"
                        value="remove"
                        chosen=page.remove
                        on_choose=move |()| page.remove.set(true)
                        title=text::REMOVE
                    >
                        {text::REMOVE_DETAIL}
                    </RadioCard>
                    <RadioCard
                        name="secret"
                        value="leave"
                        chosen=derive(move || !page.remove.get())
                        on_choose=move |()| page.remove.set(false)
                        title=text::LEAVE
                    >
                        {text::LEAVE_DETAIL}
                    </RadioCard>
                </RadioCards>
            </section>
        </Show>
        {(rows > 0)
            .then(|| {
                view! {
                    <section class="import-part">
                        <label class="tick">
                            <input
                                type="checkbox"
                                data-test="import-history"
                                prop:checked=page.history
                                on:change=move |event| page.history.set(event_target_checked(&event))
                            />
                            <span>
                                {text::HISTORY} <br /> <span class="small muted">{text::history(rows, fresh)}</span>
                            </span>
                        </label>
                    </section>
                }
            })}
        {(!found.unusable.is_empty())
            .then(|| {
                view! {
                    <section class="import-part" data-test="unusable">
                        <h2>{text::UNUSABLE}</h2>
                        <ul class="bullets">
                            {found
                                .unusable
                                .iter()
                                .map(|it| view! { <li>{it.problem.message.clone()} " " {it.problem.next.clone()}</li> })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
    }
}
