//! The form of a profile: all of it, or for a copy what usually differs.

use ipc::{Environment, LogLevel, ProfileName};
use leptos::prelude::*;

use super::Head;
use super::form::{Form, NAME_ID, Purpose};
use super::profiles::{ProfilesPage, sharing};
use crate::components::{Button, ButtonKind, Field, Note, ProblemNote, SecretField, Select, Switch, Tone};
use crate::derived::{derive, memo};
use crate::messages::settings::profiles as text;
use crate::messages::wizard::{self, key_texts};
use crate::wizard::{Key, Running, Wizard};

#[component]
pub fn FormView(form: Form, page: ProfilesPage) -> impl IntoView {
    let (title, lead) = form.purpose.with_value(|purpose| match purpose {
        Purpose::Add => (text::ADD.to_owned(), text::ADD_LEAD),
        Purpose::Copy(from) => (text::copy(&from.profile), text::COPY_LEAD),
        Purpose::Edit(profile) => (text::edit(&profile.profile), text::EDIT_LEAD),
    });
    let from = form.from();
    let whole = from.is_none();
    view! {
        <form
            class="settings-form"
            novalidate
            data-test="profile-form"
            on:submit=move |event| {
                event.prevent_default();
                form.save(page);
            }
            // It would leave the settings, and what was typed with them.
            on:keydown=|event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                }
            }
        >
            <div class="settings-scroll">
                <div class="page">
                    <Head title lead />
                    {move || form.problem.get().map(|problem| view! { <ProblemNote problem /> })}
                    {(!form.editing()).then(|| view! { <NameField form /> })}
                    <h2>{text::BENCHLING}</h2>
                    <div class="fields">
                        {whole.then(|| view! { <Answer form of=Key::Tenant suffix=".benchling.com" /> })}
                        <Answer form of=Key::AppDefinitionId mono=true />
                        {from.map(|from| view! { <SameClient form from /> })}
                        {move || (!form.same_client.get()).then(|| view! { <Client form /> })}
                    </div>
                    <SameApp form />
                    <h2>{text::QUILT}</h2>
                    <div class="fields">
                        <Answer form of=Key::QuiltStackArn mono=true />
                        {whole.then(|| view! { <Packages form /> })}
                    </div>
                    <h2>{if whole { text::IMAGE_PART } else { text::IMAGE_ALONE }}</h2>
                    <div class="fields">
                        <Answer form of=Key::ProdImageTag mono=true />
                        {whole.then(|| view! { <Level form /> <Answer form of=Key::AllowList(Environment::Prod) /> })}
                    </div>
                    {whole.then(|| view! { <Size form /> })}
                    <SecretName form />
                    <Switch
                        id="keepInKeyring"
                        label=text::KEEP
                        help=text::KEEP_HELP
                        on=form.in_keyring
                        on_change=move |on| form.in_keyring.set(on)
                    />
                </div>
            </div>
            <footer class="wizard-foot">
                <span class="spacer"></span>
                <Button test="cancel-profile" on_press=move |()| page.close(None)>
                    {text::CANCEL}
                </Button>
                <Button kind=ButtonKind::Primary test="save-profile" busy=form.busy>
                    {move || text::save_as(&form.name.get())}
                </Button>
            </footer>
        </form>
    }
}

#[component]
fn NameField(form: Form) -> impl IntoView {
    view! {
        <div class="fields">
            <Field
                id=NAME_ID
                label=text::NAME
                help=text::NAME_HELP
                mono=true
                value=form.name
                error=form.name_error
                on_input=move |typed| form.put_name(typed)
                on_leave=Callback::new(move |()| {
                    if form.name.with_untracked(|name| !name.is_empty()) {
                        form.check_name();
                    }
                })
            />
        </div>
    }
}

/// A field of the wizard, in this form.
#[component]
fn Answer(
    form: Form,
    of: Key,
    #[prop(optional)] suffix: &'static str,
    #[prop(optional)] mono: bool,
) -> impl IntoView {
    let texts = key_texts(of);
    let read = move |get: fn(&Wizard, Key) -> Option<String>| {
        memo(move || form.wizard.with(|wizard| get(wizard, of)))
    };
    let value = read(|wizard, of| Some(wizard.answers().text(of).to_owned()));
    let check = memo(move || form.wizard.with(|wizard| wizard.check_beside(of)));
    view! {
        <Field
            id=of.id()
            label=texts.label
            help=texts.help
            placeholder=texts.placeholder
            suffix
            mono
            value=derive(move || value.get().unwrap_or_default())
            on_input=move |typed| form.put(of, typed)
            on_leave=Callback::new(move |()| form.leave(of))
            error=read(|wizard, of| wizard.error_beneath(of))
            check
        />
    }
}

#[component]
fn SameClient(form: Form, from: ProfileName) -> impl IntoView {
    view! {
        <Switch
            id="sameClient"
            label=text::same_secret(&from)
            help=text::SAME_SECRET_HELP
            on=form.same_client
            on_change=move |on| form.use_same_client(on)
        />
    }
}

#[component]
fn Client(form: Form) -> impl IntoView {
    let texts = key_texts(Key::ClientSecret);
    let held = memo(move || form.wizard.with(|wizard| wizard.secret_held(Environment::Prod)));
    view! {
        <Answer form of=Key::ClientId mono=true />
        <SecretField
            id=Key::ClientSecret.id()
            label=texts.label
            help=texts.help
            held
            on_hold=move |secret| form.hold(secret)
            error=memo(move || form.wizard.with(|wizard| wizard.error_beneath(Key::ClientSecret)))
            check=memo(move || form.wizard.with(|wizard| wizard.check_beside(Key::ClientSecret)))
        />
    }
}

#[component]
fn Packages(form: Form) -> impl IntoView {
    view! {
        <Answer form of=Key::PackageBucket mono=true />
        <Answer form of=Key::PackagePrefix mono=true />
        <Answer form of=Key::MetadataKey mono=true />
    }
}

#[component]
fn Level(form: Form) -> impl IntoView {
    let levels = LogLevel::ALL.map(|level| (level.as_str().to_owned(), level.as_str().to_owned())).to_vec();
    view! { <Choice form of=Key::LogLevel options=Signal::stored(levels) /> }
}

#[component]
fn Size(form: Form) -> impl IntoView {
    let [cpu, memory, fewest, most] = Key::sizes(Environment::Prod);
    let memories =
        memo(move || form.wizard.with(|w| w.answers().running(Environment::Prod).memory_choices()));
    view! {
        <h2>{wizard::SIZE_AND_SCALING}</h2>
        <div class="fields">
            <Choice form of=cpu options=Signal::stored(Running::cpu_choices()) />
            <Choice form of=memory options=memories />
            <Answer form of=fewest />
            <Answer form of=most />
        </div>
    }
}

/// A list of the wizard, in this form.
#[component]
fn Choice(form: Form, of: Key, #[prop(into)] options: Signal<Vec<(String, String)>>) -> impl IntoView {
    let texts = key_texts(of);
    view! {
        <Select
            id=of.id()
            label=texts.label
            help=texts.help
            options
            value=memo(move || form.wizard.with(|wizard| wizard.answers().text(of).to_owned()))
            on_change=move |chosen| form.put(of, chosen)
        />
    }
}

/// Two profiles with one app: one of them gets no webhooks.
#[component]
fn SameApp(form: Form) -> impl IntoView {
    let others = memo(move || {
        let app = form.wizard.with(|wizard| wizard.answers().app_definition_id.trim().to_owned());
        let name = form.name.get();
        form.rows.with_value(|rows| sharing(rows, &app, name.trim()))
    });
    view! {
        <div role="status">
            {move || {
                let others = others.get();
                (!others.is_empty())
                    .then(|| {
                        view! {
                            <Note tone=Tone::Attention test="same-app">
                                <p>{text::same_app(&others)}</p>
                            </Note>
                        }
                    })
            }}
        </div>
    }
}

/// The secret's name follows from the profile's and the tenant's.
#[component]
fn SecretName(form: Form) -> impl IntoView {
    let name = memo(move || {
        form.wizard.track();
        let name = form.name.with(|name| name.parse::<ProfileName>().ok())?;
        Some(form.profile(&name).ok()?.secret_name())
    });
    view! {
        <p class="small muted selectable" data-test="secret-name">
            {move || name.get().map(|name| text::secret_name(&name))}
        </p>
    }
}
