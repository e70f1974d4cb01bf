//! A deployment that ends while the window is not in front is told by a notification of the desktop, once, in words that
//! give nothing away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use engine::secret::{Keyring, Secret, SecretStore};
use installer_tests::window::Window;
use serde_json::json;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, CreateWindowAux, InputFocus, WindowClass};
use x11rb::rust_connection::RustConnection;
use zbus::zvariant::Value;

use crate::rehearsed::{Place, deploy};

const CANARY: &str = "canary-3c77-never-told";

#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    program: String,
    title: String,
    text: String,
    actions: usize,
}

/// In the place of the desktop's own, on the bus of this run.
#[derive(Clone, Default)]
struct Desktop(Arc<Mutex<Vec<Told>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[expect(clippy::too_many_arguments, reason = "the call is the desktop's")]
    fn notify(
        &self,
        program: String,
        _replaces: u32,
        _icon: String,
        title: String,
        text: String,
        actions: Vec<String>,
        _hints: HashMap<String, Value<'_>>,
        _expires: i32,
    ) -> u32 {
        let mut told = self.0.lock().unwrap();
        told.push(Told { program, title, text, actions: actions.len() });
        u32::try_from(told.len()).unwrap_or(u32::MAX)
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("stand-in".into(), "tests".into(), "1".into(), "1.2".into())
    }

    fn close_notification(&self, _id: u32) {}
}

/// Another program's window, in front of ours and with the keys.
struct InFront {
    /// The window is gone with it.
    _display: RustConnection,
}

impl InFront {
    fn open() -> Result<Self> {
        let (display, screen) = x11rb::connect(None)?;
        let root = &display.setup().roots[screen];
        let window = display.generate_id()?;
        let (width, height) = (root.width_in_pixels, root.height_in_pixels);
        let looks = CreateWindowAux::new().background_pixel(root.black_pixel);
        let class = WindowClass::INPUT_OUTPUT;
        display.create_window(0, window, root.root, 0, 0, width, height, 0, class, 0, &looks)?;
        display.map_window(window)?.check()?;
        display.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?.check()?;
        Ok(Self { _display: display })
    }
}

/// As the page knows it.
async fn seen(window: &Window, so: bool) -> Result<()> {
    window
        .until(&format!("it is {so} that the window is in front"), async || {
            let focus = window.driver.execute("return document.hasFocus()", vec![]).await?;
            Ok(focus.json() == &json!(so))
        })
        .await
}

async fn ended(window: &Window, outcome: &str) -> Result<()> {
    window.find(&format!("[data-test=outcome-{outcome}]")).await?;
    window.click("[data-test=open-dashboard]").await?;
    window.find("[data-test=card-prod]").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_nobody_sees_is_told() -> Result<()> {
    let desktop = Desktop::default();
    let _bus = zbus::connection::Builder::session()?
        .name("org.freedesktop.Notifications")?
        .serve_at("/org/freedesktop/Notifications", desktop.clone())?
        .build()
        .await?;
    let told = || desktop.0.lock().unwrap().clone();
    let place = Place::new().await?.taking(4);
    Keyring::rehearsal().save(&"default".parse()?, &Secret::new(CANARY))?;
    let window = place.open("notified").await?;

    // Whoever looks at it needs no notification.
    seen(&window, true).await?;
    deploy(&window, "0.18.0").await?;
    ended(&window, "succeeded").await?;
    assert_eq!(told(), []);

    deploy(&window, "0.17.1").await?;
    let other = InFront::open()?;
    seen(&window, false).await?;
    window.until("the desktop is told", async || Ok(!told().is_empty())).await?;
    window.look("behind").await?;
    drop(other);
    let [first] = &told()[..] else { panic!("it is told once: {:?}", told()) };
    assert_eq!(first.program, "Benchling Webhook Installer");
    assert_eq!(first.title, "Rehearsal. Done: prod");
    assert_eq!(first.text, "Prod is deployed and answers.");
    assert_eq!(first.actions, 0, "there is nothing to press in it");
    ended(&window, "succeeded").await?;

    // One that fails says so, and says no more than the page does.
    window.click("#rehearseFailure option[value=crash-loop]").await?;
    deploy(&window, "0.18.0").await?;
    let other = InFront::open()?;
    seen(&window, false).await?;
    window.until("the desktop is told again", async || Ok(told().len() == 2)).await?;
    drop(other);
    assert_eq!(told()[1].title, "Rehearsal. Failed: prod");
    ended(&window, "failed").await?;

    // Where nobody wants to be told, nobody is.
    window.click("#rehearseFailure option[value='']").await?;
    window.click("[data-test=settings]").await?;
    window.click("[data-test=settings-general]").await?;
    window.click("#notify").await?;
    window.click("[data-test=close-settings]").await?;
    deploy(&window, "0.18.0").await?;
    let other = InFront::open()?;
    seen(&window, false).await?;
    ended(&window, "succeeded").await?;
    drop(other);
    assert_eq!(told().len(), 2);
    window.close().await?;
    for one in told() {
        let whole = format!("{} {}", one.title, one.text);
        for hidden in [CANARY, "arn:aws", "123456789012", "quiltdata/"] {
            assert!(!whole.contains(hidden), "{hidden} is on the desktop: {whole}");
        }
    }
    Ok(())
}
