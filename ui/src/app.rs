//! The whole window: the rehearsal bar, and beneath it the screen that is open.

use leptos::prelude::*;

use crate::components::{RehearsalBar, SPRITE};
use crate::shell::{Screen, Shell};
use crate::views::wizard::Wizard;
use crate::views::{Dashboard, Import, Loading, Progress, Settings, Trouble};
use crate::{keys, presence};

#[component]
pub fn App() -> impl IntoView {
    let shell = Shell::provide();
    keys::listen(shell);
    presence::keep(shell);
    view! {
        <div hidden inner_html=SPRITE></div>
        <div class="app">
            <RehearsalBar />
            <div class="app-body">
                {move || match shell.screen.get() {
                    Screen::Loading => view! { <Loading /> }.into_any(),
                    Screen::Trouble(problem) => view! { <Trouble problem /> }.into_any(),
                    Screen::Import => view! { <Import /> }.into_any(),
                    Screen::Wizard(errand) => view! { <Wizard errand /> }.into_any(),
                    Screen::Progress => view! { <Progress /> }.into_any(),
                    Screen::Dashboard => view! { <Dashboard /> }.into_any(),
                    Screen::Settings => view! { <Settings /> }.into_any(),
                }}
            </div>
        </div>
    }
}
