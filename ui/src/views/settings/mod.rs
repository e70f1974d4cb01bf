//! The settings: a list of sections, and the one that is open. Escape and "Back" return to where one was.

mod about;
mod delete;
mod diagnostics;
mod form;
mod form_view;
mod general;
mod mend;
mod more;
mod places;
mod profile_row;
mod profiles;
mod updates;

use leptos::prelude::*;

use self::about::AboutSection;
use self::diagnostics::DiagnosticsSection;
use self::general::General;
use self::places::PlacesSection;
use self::profiles::Profiles;
use super::wizard::focus_heading;
use crate::components::Icon;
use crate::derived::effect;
use crate::messages::settings as text;
use crate::shell::Shell;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Profiles,
    Places,
    General,
    Diagnostics,
    About,
}

impl Section {
    const ALL: [Self; 5] = [Self::Profiles, Self::Places, Self::General, Self::Diagnostics, Self::About];

    fn key(self) -> &'static str {
        match self {
            Self::Profiles => "profiles",
            Self::Places => "places",
            Self::General => "general",
            Self::Diagnostics => "diagnostics",
            Self::About => "about",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Profiles => text::profiles::TITLE,
            Self::Places => text::places::SHORT,
            Self::General => text::general::TITLE,
            Self::Diagnostics => text::diagnostics::TITLE,
            Self::About => text::about::TITLE,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Profiles => "key-round",
            Self::Places => "package",
            Self::General => "settings",
            Self::Diagnostics => "list-checks",
            Self::About => "info",
        }
    }
}

#[component]
pub fn Settings() -> impl IntoView {
    let shell = Shell::here();
    let section = RwSignal::new(Section::default());
    effect(move || {
        section.track();
        focus_heading();
    });
    view! {
        <div class="settings" data-page="settings">
            <nav class="rail" aria-label=text::TITLE>
                <button
                    type="button"
                    class="rail-step settings-back"
                    data-test="close-settings"
                    aria-keyshortcuts="Escape"
                    on:click=move |_| shell.close_settings()
                >
                    <Icon name="arrow-left" />
                    {text::BACK}
                </button>
                <p class="rail-title">{text::TITLE}</p>
                <ul class="rail-steps">
                    {Section::ALL.into_iter().map(|one| view! { <Step one section /> }).collect_view()}
                </ul>
            </nav>
            <main class="settings-main" data-section=move || section.get().key()>
                {move || match section.get() {
                    Section::Profiles => view! { <Profiles /> }.into_any(),
                    Section::Places => view! { <PlacesSection /> }.into_any(),
                    Section::General => view! { <General /> }.into_any(),
                    Section::Diagnostics => view! { <DiagnosticsSection /> }.into_any(),
                    Section::About => view! { <AboutSection /> }.into_any(),
                }}
            </main>
        </div>
    }
}

#[component]
fn Step(one: Section, section: RwSignal<Section>) -> impl IntoView {
    view! {
        <li>
            <button
                type="button"
                class="rail-step"
                data-test=format!("settings-{}", one.key())
                data-mark=move || if section.get() == one { "current" } else { "other" }
                aria-current=move || (section.get() == one).then_some("page")
                on:click=move |_| section.set(one)
            >
                <Icon name=one.icon() />
                {one.title()}
            </button>
        </li>
    }
}

/// The heading of a section, which takes the focus when it comes up.
#[component]
fn Head(#[prop(into)] title: String, #[prop(into)] lead: String) -> impl IntoView {
    view! {
        <header class="page-head">
            <h1 tabindex="-1">{title}</h1>
            <p class="lead">{lead}</p>
        </header>
    }
}
