//! Repairing a profile that can't be read: what is wrong, what we would do, and what only a person knows.

use std::collections::BTreeMap;

use ipc::profile::RepairPlan;
use ipc::{Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profiles::{ProfilesPage, Told};
use crate::backend;
use crate::components::{Button, ButtonKind, ProblemNote, Skeleton};
use crate::derived::{derive, memo};
use crate::messages::import as text;
use crate::messages::settings::profiles as own;
use crate::views::import::GivenFields;

#[component]
pub fn MendBody(name: ProfileName, page: ProfilesPage) -> impl IntoView {
    let plan = RwSignal::new(None::<Result<RepairPlan, Problem>>);
    let given = RwSignal::new(BTreeMap::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let asked = name.clone();
    spawn_local(async move { plan.set(Some(backend::repair_plan(asked, BTreeMap::new()).await)) });
    let answered = memo(move || {
        given.with(|given: &BTreeMap<String, String>| {
            plan.with(|plan| match plan {
                Some(Ok(plan)) => plan.open.iter().all(|fault| {
                    fault
                        .key
                        .as_ref()
                        .and_then(|key| given.get(key))
                        .is_some_and(|value| !value.trim().is_empty())
                }),
                _ => false,
            })
        })
    });
    let repaired = name.clone();
    let repair = move |()| {
        let name = repaired.clone();
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match backend::repair_profile(name.clone(), given.get_untracked()).await {
                Ok(kept) => page.close(Some(Told::Done(own::repaired(&name), Some(kept)))),
                Err(why) => problem.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let label = text::repair(name.as_str());
    view! {
        <div class="dialog-part">
            <p>{text::REPAIR_LEAD}</p>
            {move || match plan.get() {
                None => view! { <Skeleton lines=3 label=text::LOADING /> }.into_any(),
                Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                Some(Ok(plan)) => told(plan, name.to_string(), given),
            }}
            {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-more" on_press=move |()| page.doing.set(None)>
                {own::CANCEL}
            </Button>
            <Button
                kind=ButtonKind::Primary
                test="confirm-repair"
                busy
                disabled=derive(move || !answered.get())
                on_press=repair
            >
                {label}
            </Button>
        </footer>
    }
}

fn told(plan: RepairPlan, owner: String, given: RwSignal<BTreeMap<String, String>>) -> AnyView {
    let list = |title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            view! {
                <h3>{title}</h3>
                <ul class="bullets">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            }
        })
    };
    let wrong = plan.faults.into_iter().map(|fault| fault.why).collect();
    let mended =
        plan.mended.iter().map(|it| text::mended(it.key.as_deref(), it.value.as_deref(), it.how)).collect();
    view! {
        {list(text::WRONG, wrong)}
        {list(text::MENDED, mended)}
        {(!plan.open.is_empty()).then(|| view! { <GivenFields title=text::ONLY_YOU owner faults=plan.open given /> })}
    }
    .into_any()
}
