//! The program's window under WebDriver: started, looked at, typed into.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::programs;
use crate::standins::{free_address, tools};

/// Long enough for two busy cores, short enough to notice a window that hangs.
const PATIENCE: Duration = Duration::from_secs(40);

/// Waits until what has just come up no longer fades in, or changes its colours, but not for ever: what is not drawn does
/// not end either.
const SETTLED: &str = "const done = arguments[0];
    const frame = () => new Promise(requestAnimationFrame);
    const ends = a => Number.isFinite(a.effect.getComputedTiming().endTime);
    const settled = frame().then(frame)
        .then(() => Promise.allSettled(document.getAnimations().filter(ends).map(a => a.finished)))
        .then(frame);
    Promise.race([settled, new Promise(late => setTimeout(late, 800))]).then(() => done(null));";

pub struct Window {
    pub driver: WebDriver,
    server: Child,
    screens: PathBuf,
    taken: std::cell::Cell<u32>,
}

impl Window {
    /// Starts the program with these variables and arguments; `name` begins the names of its screenshots.
    pub async fn open(name: &str, variables: &[(&str, String)], arguments: &[&str]) -> Result<Self> {
        let (port, native) = (free_address()?.port(), free_address()?.port());
        let program = tools()?.join("bin/tauri-driver");
        let server = Command::new(&program)
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .envs(variables.iter().map(|(key, value)| (*key, value.as_str())))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}; scripts/setup installs it", program.display()))?;
        let mut server = Guard(Some(server));
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "wry")?;
        let options = json!({ "application": programs::app()?, "args": arguments });
        capabilities.set("tauri:options", options)?;
        let url = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        let driver = loop {
            match WebDriver::new(&url, capabilities.clone()).await {
                Ok(driver) => break driver,
                Err(error) if tries >= 40 => bail!("the window can't be driven: {error}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        };
        let screens = Path::new(env!("CARGO_MANIFEST_DIR")).join("out/screens").join(name);
        std::fs::create_dir_all(&screens)?;
        let server = server.0.take().context("it was just started")?;
        Ok(Self { driver, server, screens, taken: 0.into() })
    }

    /// The element, once it is there and shown.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        self.steadily(&format!("{selector} is shown"), async || self.shown(selector).await).await
    }

    /// The first that is shown now. A page that is being drawn may take an element away while it is looked at.
    async fn shown(&self, selector: &str) -> Result<WebElement> {
        for element in self.driver.find_all(By::Css(selector)).await? {
            if element.is_displayed().await? {
                return Ok(element);
            }
        }
        bail!("nothing on the page is {selector}")
    }

    /// Tries until it works, and leaves a picture of the page where it never does.
    async fn steadily<T>(&self, what: &str, attempt: impl AsyncFn() -> Result<T>) -> Result<T> {
        let started = std::time::Instant::now();
        loop {
            match attempt().await {
                Ok(done) => return Ok(done),
                Err(error) if started.elapsed() > PATIENCE => {
                    let _ = self.picture("never").await;
                    return Err(error).with_context(|| format!("it never came to be that {what}"));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    pub async fn exists(&self, selector: &str) -> Result<bool> {
        Ok(!self.driver.find_all(By::Css(selector)).await?.is_empty())
    }

    /// Presses it, once it is shown and can be pressed.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let able = format!("{selector}:not([aria-disabled=true])");
        self.steadily(&format!("{selector} can be pressed"), async || {
            let element = self.shown(&able).await?;
            element.scroll_into_view().await?;
            Ok(element.click().await?)
        })
        .await
    }

    /// Presses what the driver takes for hidden, as it does with what is placed inside something that scrolls.
    pub async fn click_inside(&self, selector: &str) -> Result<()> {
        self.steadily(&format!("{selector} can be pressed"), async || {
            let element = self.driver.find(By::Css(selector)).await?;
            element.scroll_into_view().await?;
            Ok(element.click().await?)
        })
        .await
    }

    /// Types over what a field holds, and leaves it with Tab as a person does.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let field = self
            .steadily(&format!("{selector} takes what is typed"), async || {
                let field = self.shown(selector).await?;
                field.scroll_into_view().await?;
                field.click().await?;
                field.send_keys(Key::Control + "a").await?;
                field.send_keys(text).await?;
                Ok(field)
            })
            .await?;
        Ok(field.send_keys(Key::Tab + "").await?)
    }

    /// Chooses in a list, as the keyboard or a mouse would.
    pub async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        let list = self.find(selector).await?;
        let choose = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
        self.driver.execute(choose, vec![list.to_json()?, json!(value)]).await?;
        Ok(())
    }

    /// Waits until something is so, and says what it waited for when it never is.
    pub async fn until(&self, what: &str, so: impl AsyncFn() -> Result<bool>) -> Result<()> {
        self.steadily(what, async || if so().await? { Ok(()) } else { bail!("it is not so") }).await
    }

    /// Waits until the page no longer says this.
    pub async fn gone(&self, text: &str) -> Result<()> {
        let what = format!("the page stops saying \"{text}\"");
        self.until(&what, async || Ok(!self.text("main").await?.contains(text))).await
    }

    pub async fn text(&self, selector: &str) -> Result<String> {
        Ok(self.find(selector).await?.text().await?)
    }

    /// Everything that the page says, for searching it.
    pub async fn source(&self) -> Result<String> {
        let values = r#"return document.documentElement.outerHTML
            + [...document.querySelectorAll("input,textarea")].map(field => field.value).join("\n")
            + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);"#;
        Ok(self.driver.execute(values, vec![]).await?.json().as_str().unwrap_or_default().to_owned())
    }

    pub async fn picture(&self, name: &str) -> Result<()> {
        self.driver.execute_async(SETTLED, vec![]).await?;
        let number = self.taken.get() + 1;
        self.taken.set(number);
        let png = self.driver.screenshot_as_png().await?;
        std::fs::write(self.screens.join(format!("{number:02}-{name}.png")), &png)?;
        Ok(())
    }

    /// A picture that the README shows, kept in the repository only when asked for.
    pub async fn picture_for_readme(&self, name: &str) -> Result<()> {
        self.picture(name).await?;
        if std::env::var_os("UPDATE_SCREENSHOTS").is_some() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screenshots");
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join(format!("{name}.png")), self.driver.screenshot_as_png().await?)?;
        }
        Ok(())
    }

    /// Ends the program, as closing its window does.
    pub async fn close(mut self) -> Result<()> {
        self.driver.clone().quit().await?;
        self.written().await?;
        end(&mut self.server);
        Ok(())
    }

    /// Waits until all that the page stored is on the disk, once the program has ended: WebKit gathers it for half a second,
    /// and its process for that ends when it has written it down, however the program ended.
    pub async fn written(&self) -> Result<()> {
        let group = self.server.id().to_string();
        self.until("WebKit has written down what the page stored", async || {
            let found = Command::new("pgrep").args(["--pgroup", &group, "WebKitNetwork"]).output()?;
            Ok(found.stdout.is_empty())
        })
        .await
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

/// Ends the driver and all that it started: a window left open would turn the next one away.
fn end(server: &mut Child) {
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", server.id())])
        .stderr(Stdio::null())
        .status();
    let _ = server.wait();
    // The window belongs to WebKit's driver and may outlive it: the next one would find it still there.
    let Ok(program) = programs::app() else { return };
    for _ in 0..50 {
        let Some(process) = programs::running(&program) else { return };
        std::thread::sleep(Duration::from_millis(100));
        if let Some(id) = process.file_name().and_then(|name| name.to_str()) {
            let _ = Command::new("kill").args(["-KILL", id]).stderr(Stdio::null()).status();
        }
    }
}

/// Kills the driver when the window never came up.
struct Guard(Option<Child>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            end(child);
        }
    }
}
