//! A plan as a letter: what will be made, what deserves a second look, what it costs a month, what is stored where,
//! and behind "details" every change, parameter and secret.

use ipc::plan::{Change, ChangeAction, Cost, Plan, SecretAction};
use leptos::prelude::*;

use super::card::Card;
use super::note::Note;
use super::state_badge::Tone;
use crate::messages::common::letter as text;
use crate::words;

#[component]
pub fn PlanLetter(plan: Plan) -> impl IntoView {
    let counts = counts(&plan.changes);
    view! {
        <article class="letter" data-test="plan">
            <div class="letter-words">
                {plan.summary.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            </div>
            {plan
                .warnings
                .into_iter()
                .map(|warning| {
                    view! {
                        <Note tone=Tone::Attention test="warning">
                            <p>{warning}</p>
                        </Note>
                    }
                })
                .collect_view()}
            <div class="letter-cards">
                {(!plan.cost.lines.is_empty()).then(|| cost_card(plan.cost))}
                {(!plan.stored.is_empty())
                    .then(|| {
                        view! {
                            <Card class="letter-stored">
                                <h2>{if plan.removes.is_empty() { text::STORED } else { text::STAYS }}</h2>
                                <ul class="bullets">
                                    {plan.stored.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                                </ul>
                            </Card>
                        }
                    })}
                {(!plan.undo.is_empty())
                    .then(|| {
                        view! {
                            <Card class="letter-undo">
                                <h2>{text::CAN_BE_UNDONE}</h2>
                                <ul class="bullets">
                                    {plan.undo.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                                </ul>
                            </Card>
                        }
                    })}
            </div>
            <details class="disclosure letter-details" data-test="plan-details">
                <summary>
                    {text::DETAILS} " " <span class="muted">{counts}</span>
                </summary>
                <h3>{text::CHANGES}</h3>
                <table class="table">
                    <thead class="hidden-visually">
                        <tr>
                            <th>{text::ACTION}</th>
                            <th>{text::PART}</th>
                            <th>{text::TYPE}</th>
                        </tr>
                    </thead>
                    <tbody>{plan.changes.into_iter().map(change_row).collect_view()}</tbody>
                </table>
                <h3>{text::PARAMETERS}</h3>
                <dl class="pairs">
                    {plan
                        .parameters
                        .into_iter()
                        .map(|parameter| {
                            view! {
                                <dt class="mono">{parameter.name}</dt>
                                <dd class="mono selectable">
                                    {parameter
                                        .before
                                        .map(|before| view! { <del>{before}</del> " " })} {parameter.after}
                                </dd>
                            }
                        })
                        .collect_view()}
                </dl>
                <h3>{text::SECRETS}</h3>
                <dl class="pairs">
                    {plan
                        .secrets
                        .into_iter()
                        .map(|secret| {
                            view! {
                                <dt class="mono selectable">{secret.name}</dt>
                                <dd>{secret_words(secret.action)}</dd>
                            }
                        })
                        .collect_view()}
                </dl>
            </details>
        </article>
    }
}

/// Where a plan changes nothing about it, one line that unfolds.
fn cost_card(cost: Cost) -> AnyView {
    let total = cost.total();
    let same = cost.before == Some(total);
    let notes: String = cost.notes.iter().map(|note| format!("{note} ")).collect();
    let before = cost.before.filter(|_| !same).map(text::before);
    let lines = view! {
        <dl class="ledger">
            {cost
                .lines
                .into_iter()
                .map(|line| {
                    view! {
                        <dt>{line.what}</dt>
                        <dd>{words::dollars((line.from, line.to))}</dd>
                    }
                })
                .collect_view()}
        </dl>
        <p class="small muted">{before} {notes} {text::ESTIMATE}</p>
    };
    if same {
        view! {
            <details class="disclosure letter-details letter-same" data-test="cost">
                <summary>{text::same(total)}</summary>
                {lines}
            </details>
        }
        .into_any()
    } else {
        view! {
            <Card class="letter-cost" test="cost">
                <h2>{text::COST}</h2>
                <p class="figure">{words::dollars(total)}</p>
                {lines}
            </Card>
        }
        .into_any()
    }
}

fn change_row(change: Change) -> impl IntoView {
    view! {
        <tr>
            <td>
                <span class="action-word" data-action=action_key(change.action)>
                    {action_words(change.action)}
                </span>
            </td>
            <td>
                {change.name}
                {change.cause.map(|text| view! { <span class="change-cause">{text}</span> })}
                {change.consequence.map(|text| view! { <span class="change-consequence">{text}</span> })}
            </td>
            <td class="mono muted selectable" title=change.logical_id>
                {change.resource_type}
            </td>
        </tr>
    }
}

fn counts(changes: &[Change]) -> String {
    let mut parts = Vec::new();
    for (action, word) in [
        (ChangeAction::Add, text::TO_ADD),
        (ChangeAction::Modify, text::TO_CHANGE),
        (ChangeAction::MaybeReplace, text::PERHAPS_TO_REPLACE),
        (ChangeAction::Replace, text::TO_REPLACE),
        (ChangeAction::Remove, text::TO_REMOVE),
    ] {
        let count = changes.iter().filter(|change| change.action == action).count();
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    parts.join(", ")
}

fn action_words(action: ChangeAction) -> &'static str {
    match action {
        ChangeAction::Add => text::ADD,
        ChangeAction::Modify => text::CHANGE,
        ChangeAction::MaybeReplace => text::PERHAPS_REPLACE,
        ChangeAction::Replace => text::REPLACE,
        ChangeAction::Remove => text::REMOVE,
    }
}

fn action_key(action: ChangeAction) -> &'static str {
    match action {
        ChangeAction::Add => "add",
        ChangeAction::Modify => "modify",
        ChangeAction::MaybeReplace | ChangeAction::Replace => "replace",
        ChangeAction::Remove => "remove",
    }
}

fn secret_words(action: SecretAction) -> &'static str {
    match action {
        SecretAction::Create => text::SECRET_NEW,
        SecretAction::NewVersion => text::SECRET_VERSION,
        SecretAction::Restore => text::SECRET_RESTORED,
        SecretAction::Unchanged => text::SECRET_STAYS,
    }
}
