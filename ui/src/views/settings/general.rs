//! How the window looks, and whether it speaks up. Takes effect at once and is kept in the page's own storage.

use ipc::bridge::Appearance;
use leptos::prelude::*;

use super::Head;
use super::updates::UpdatesPart;
use crate::components::{RadioCard, RadioCards, Switch};
use crate::derived::memo;
use crate::messages::settings::general as text;
use crate::taste::{self, TEXT_SIZES};

#[component]
pub fn General() -> impl IntoView {
    let appearance = RwSignal::new(taste::appearance());
    let size = RwSignal::new(taste::text_size());
    let notifies = RwSignal::new(taste::notifies());
    let looks = [
        (Appearance::System, text::SYSTEM),
        (Appearance::Light, text::LIGHT),
        (Appearance::Dark, text::DARK),
    ];
    view! {
        <div class="settings-scroll">
            <div class="page">
                <Head title=text::TITLE lead=text::LEAD />
                <h2>{text::APPEARANCE}</h2>
                <div class="settings-row">
                    <RadioCards legend=text::APPEARANCE>
                        {looks
                            .into_iter()
                            .map(|(look, title)| {
                                view! {
                                    <RadioCard
                                        name="appearance"
                                        value=taste::key(look)
                                        chosen=memo(move || appearance.get() == look)
                                        on_choose=move |()| {
                                            appearance.set(look);
                                            taste::choose_appearance(look);
                                        }
                                        title
                                    />
                                }
                            })
                            .collect_view()}
                    </RadioCards>
                </div>
                <h2>{text::TEXT_SIZE}</h2>
                <div class="settings-row">
                    <RadioCards legend=text::TEXT_SIZE>
                        {TEXT_SIZES
                            .into_iter()
                            .map(|one| {
                                view! {
                                    <RadioCard
                                        name="textSize"
                                        value=one.to_string()
                                        chosen=memo(move || size.get() == one)
                                        on_choose=move |()| {
                                            size.set(one);
                                            taste::choose_text_size(one);
                                        }
                                        title=text::percent(one)
                                    />
                                }
                            })
                            .collect_view()}
                    </RadioCards>
                </div>
                <h2>{text::NOTIFICATIONS}</h2>
                <Switch
                    id="notify"
                    label=text::NOTIFY
                    help=text::NOTIFY_HELP
                    on=notifies
                    on_change=move |on| {
                        notifies.set(on);
                        taste::choose_notifies(on);
                    }
                />
                <UpdatesPart />
            </div>
        </div>
    }
}
