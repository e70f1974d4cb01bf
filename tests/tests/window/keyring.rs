//! A real keyring that is locked and whose question is turned down, and an entry that somebody else has changed.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use engine::secret::{Keyring, Secret, SecretStore};
use installer_tests::search::files_that_hold;
use installer_tests::window::Window;
use ipc::{Environment, ProfileName};
use serde_json::Value as Json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

use crate::rehearsed::Place;
use crate::wizard::{give_secret, rehearse_to};

const CANARY: &str = "canary-for-this-session";
/// As `scripts/with-keyring` has made it.
const PASSWORD: &[u8] = b"for this run";

/// In the place of the desktop's window that asks for the keyring's password: nobody gives it.
#[derive(Clone, Default)]
struct Prompter(Arc<AtomicU32>);

#[zbus::interface(name = "org.gnome.keyring.internal.Prompter")]
impl Prompter {
    fn begin_prompting(&self, _callback: OwnedObjectPath) -> zbus::fdo::Result<()> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Err(zbus::fdo::Error::Failed("turned down".into()))
    }

    fn stop_prompting(&self, _callback: OwnedObjectPath) {}
}

struct Bus {
    connection: Connection,
    asked: Prompter,
}

impl Bus {
    async fn new() -> Result<Self> {
        let asked = Prompter::default();
        let connection = zbus::connection::Builder::session()?
            .name("org.gnome.keyring.SystemPrompter")?
            .serve_at("/org/gnome/keyring/Prompter", asked.clone())?
            .build()
            .await?;
        Ok(Self { connection, asked })
    }

    async fn proxy(&self, interface: &'static str) -> Result<Proxy<'_>> {
        let (name, path) = ("org.freedesktop.secrets", "/org/freedesktop/secrets");
        Ok(Proxy::new(&self.connection, name, path, interface).await?)
    }

    async fn collection(&self) -> Result<OwnedObjectPath> {
        Ok(self.proxy("org.freedesktop.Secret.Service").await?.call("ReadAlias", &("default",)).await?)
    }

    async fn lock(&self) -> Result<()> {
        let collection = self.collection().await?;
        let service = self.proxy("org.freedesktop.Secret.Service").await?;
        let (locked, _): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service.call("Lock", &(vec![&collection],)).await?;
        ensure!(locked == [collection], "it is not locked");
        Ok(())
    }

    async fn unlock(&self) -> Result<()> {
        let service = self.proxy("org.freedesktop.Secret.Service").await?;
        let (_, session): (OwnedValue, OwnedObjectPath) =
            service.call("OpenSession", &("plain", Value::from(""))).await?;
        let given = (&session, &[] as &[u8], PASSWORD, "text/plain");
        let door = self.proxy("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface").await?;
        Ok(door.call("UnlockWithMasterPassword", &(self.collection().await?, given)).await?)
    }

    fn asked(&self) -> u32 {
        self.asked.0.load(Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keyring_leaves_this_session_through_a_whole_deployment() -> Result<()> {
    let bus = Bus::new().await?;
    bus.lock().await?;
    let ended = locked(&bus).await;
    bus.unlock().await?;
    let place = ended?;
    // The first session put nothing there: what it has is what was put there after it.
    let kept = Keyring::rehearsal().load(&ProfileName::usual_for(Environment::Prod))?;
    assert_eq!(kept, Some(Secret::new("kept")));
    nothing_is_kept(&place)?;
    for environment in Environment::ALL {
        Keyring::rehearsal().remove(&ProfileName::usual_for(environment))?;
    }
    Ok(())
}

/// Not in any file.
fn nothing_is_kept(place: &Place) -> Result<()> {
    ensure!(files_that_hold(place.folder.path(), CANARY)?.is_empty(), "a file holds the secret");
    Ok(())
}

const AGREEMENT: &str = "[data-test=card-prod] [data-test=agreement]";

/// From the first page to the dashboard, where the keyring answers with this code: it is told so, and what else can be
/// done.
async fn deployed_without(window: &Window, code: &str) -> Result<()> {
    rehearse_to(window, "benchling").await?;
    window.click("[data-test=fill-examples]").await?;
    give_secret(window, CANARY).await?;
    window.click("[data-test=continue]").await?;
    for page in ["packages", "environments"] {
        window.find(&format!("[data-page={page}]")).await?;
        if window.exists("[data-test=fill-examples]").await? {
            window.click("[data-test=fill-examples]").await?;
        }
        window.click("[data-test=continue]").await?;
    }
    window.find(&format!("[data-page=review] [data-test=problem][data-code={code}]")).await?;
    window.look(code).await?;
    window.click("[data-test=session-only]").await?;
    window.find("[data-page=review] [data-test=plan]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window
        .until("all agree", async || {
            Ok(window.text(AGREEMENT).await? == "Profile, Secrets Manager, tasks and keyring agree.")
        })
        .await?;
    ensure!(!window.source().await?.contains(CANARY), "the page holds the secret");
    Ok(())
}

async fn locked(bus: &Bus) -> Result<Place> {
    let place = Place::empty()?.taking(2);
    let window = place.open_first("keyring").await?;
    deployed_without(&window, "keyring_denied").await?;
    ensure!(bus.asked() > 0, "nobody was asked");
    window.close().await?;

    nothing_is_kept(&place)?;

    // Where it has entries, another session that only looks asks once, whatever their number, and says what can't be told.
    bus.unlock().await?;
    ensure!(
        Keyring::rehearsal().load(&ProfileName::usual_for(Environment::Prod))? != Some(Secret::new(CANARY)),
        "it went into the keyring"
    );
    for environment in Environment::ALL {
        Keyring::rehearsal().save(&ProfileName::usual_for(environment), &Secret::new("kept"))?;
    }
    bus.lock().await?;
    let before = bus.asked();
    let window = place.open("keyring-again").await?;
    for _ in 0..3 {
        window
            .until("the keyring can't be told", async || {
                Ok(window.text(AGREEMENT).await?.contains("The keyring can't be told: "))
            })
            .await?;
        window.click("[data-test=refresh]").await?;
    }
    window.look("untold").await?;
    let asked = bus.asked() - before;
    ensure!(asked == 1, "one prompt a session, and there were {asked}");
    window.close().await?;

    let told = told(&place).await?;
    ensure!(told[1]["verdict"] == "agree" && told[1]["remedy"].is_null(), "{told:?}");
    // Who acts is told, with what else can be done.
    let deployed = place.command(&["deploy", "--environment=prod", "--yes"])?.output().await?;
    let talk = String::from_utf8_lossy(&deployed.stderr).into_owned();
    ensure!(deployed.status.code() == Some(1) && talk.contains("(keyring_denied)"), "{talk}");
    ensure!(talk.contains("for this session only"), "{talk}");
    Ok(place)
}

/// What `status` says of dev and of prod.
async fn told(place: &Place) -> Result<[Json; 2]> {
    let output = place.command(&["status", "--json"])?.output().await?;
    let status: Json = serde_json::from_slice(&output.stdout).context("no JSON")?;
    let of = |index: usize| status["environments"][index]["deployed"]["agreement"].clone();
    Ok([of(0), of(1)])
}

/// Another program's way into the keyring.
async fn secret_tool(arguments: &[&str], input: &str) -> Result<()> {
    let mut child = Command::new("secret-tool").args(arguments).stdin(Stdio::piped()).spawn()?;
    child.stdin.take().context("it is piped")?.write_all(input.as_bytes()).await?;
    ensure!(child.wait().await?.success(), "secret-tool {arguments:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_profile_has_an_entry_of_its_own_and_one_that_somebody_changed_is_told() -> Result<()> {
    let place = Place::new().await?;
    let says = async |of: usize, verdict: &str| -> Result<()> {
        let told = told(&place).await?;
        ensure!(told[of]["verdict"] == verdict, "{told:?}");
        ensure!(told[1 - of]["verdict"] == "agree", "{told:?}");
        Ok(())
    };
    says(1, "agree").await?;
    // The same entry, as this program's own writing would change it.
    let of = |profile: &'static str| ["service", "benchling-webhook-rehearsal", "username", profile];
    let entry = Keyring::rehearsal();
    entry.save(&"default".parse()?, &Secret::new("changed-elsewhere"))?;
    says(1, "profile_newer").await?;
    entry.save(&"default".parse()?, &Secret::new("rehearsed"))?;
    secret_tool(&[&["clear"][..], &of("dev")].concat(), "").await?;
    says(0, "keyring_missing").await?;
    // Another program's entry, with other attributes or under the same.
    let store = ["store", "--label=by hand"];
    secret_tool(&[&store[..], &of("dev")].concat(), r#"{"clientSecret":"by-hand"}"#).await?;
    says(0, "profile_newer").await?;
    secret_tool(&[&store[..], &of("dev")].concat(), "no JSON of ours").await?;
    says(0, "keyring_missing").await?;
    // Ours again.
    entry.save(&"dev".parse()?, &Secret::new("rehearsed"))?;
    says(0, "agree").await
}

/// A session bus on which nobody keeps secrets.
struct EmptyBus(Child);

impl EmptyBus {
    async fn start(place: Place) -> Result<(Self, Place)> {
        const CONFIGURATION: &str = r#"<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
            <policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;
        let file = place.folder.path().join("bus.conf");
        std::fs::write(&file, CONFIGURATION)?;
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", file.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let said = daemon.stdout.take().context("it is piped")?;
        let address = BufReader::new(said).lines().next_line().await?.context("it says no address")?;
        Ok((Self(daemon), place.with("DBUS_SESSION_BUS_ADDRESS", address)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_without_a_keyring_keeps_the_secret_for_this_session() -> Result<()> {
    let (mut bus, place) = EmptyBus::start(Place::empty()?.taking(2)).await?;
    let window = place.open_first("no-keyring").await?;
    deployed_without(&window, "keyring_missing").await?;
    window.close().await?;
    nothing_is_kept(&place)?;

    // Another session has no secret, says why, and who acts is told what else can be done.
    let window = place.open("no-keyring-again").await?;
    window
        .until("the keyring can't be told", async || {
            Ok(window
                .text(AGREEMENT)
                .await?
                .contains("The keyring can't be told: This machine has no keyring"))
        })
        .await?;
    window.close().await?;
    let deployed = place.command(&["deploy", "--environment=prod", "--yes"])?.output().await?;
    let talk = String::from_utf8_lossy(&deployed.stderr).into_owned();
    ensure!(deployed.status.code() == Some(1) && talk.contains("(keyring_missing)"), "{talk}");
    ensure!(talk.contains("for this session only"), "{talk}");
    Ok(bus.0.kill().await?)
}
