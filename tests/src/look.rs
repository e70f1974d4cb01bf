//! Looking at a screen as everybody gets to see it: in both themes, in the smallest window and in a large one, and
//! with axe-core in the place of those who don't see it.

use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::standins::tools;
use crate::window::Window;

const THEMES: [&str; 2] = ["light", "dark"];
/// The least that the window can be made, and one that leaves much room.
const SIZES: [(u32, u32); 2] = [(900, 640), (1600, 1000)];

/// What scrolls sideways or sticks out of the window, but for what is meant to.
const SIDEWAYS: &str = r#"
    const meant = "pre, [data-scrolls=sideways]";
    const name = e => e.tagName.toLowerCase() + "." + [...e.classList].join(".");
    const found = [...document.querySelectorAll("body, body *")].filter(e => {
        if (e.closest(meant) || e.closest("[hidden], svg, select, option")) return false;
        const style = getComputedStyle(e);
        return style.overflowX !== "visible" && style.overflowX !== "clip" && style.overflowX !== "hidden"
            && style.textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0;
    }).map(name);
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1) found.push("the page");
    if (root.scrollHeight > root.clientHeight + 1) found.push("the page, downwards");
    return found;
"#;

const AXE: &str = r#"
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ["violations"] }).then(
        result => done(result.violations.map(v => ({
            rule: v.id, help: v.help,
            at: v.nodes.slice(0, 5).map(n => n.target.join(" ") + ": " + n.any.concat(n.all).map(c => c.message).join("; "))
        }))),
        error => done([{ rule: "axe", help: String(error), at: [] }]));
"#;

impl Window {
    /// Pictures of what is shown now, in both themes and sizes. Fails where axe-core finds anything, or anything
    /// scrolls sideways.
    pub async fn look(&self, name: &str) -> Result<()> {
        let before = self.driver.get_window_rect().await?;
        for (width, height) in SIZES {
            self.driver.set_window_rect(0, 0, width, height).await?;
            for theme in THEMES {
                self.theme(theme).await?;
                let name = format!("{name}-{theme}-{width}");
                self.picture(&name).await?;
                let sideways: Value = self.driver.execute(SIDEWAYS, vec![]).await?.json().clone();
                ensure!(sideways == json!([]), "{name}: these scroll and should not: {sideways:#}");
                self.accessible().await.with_context(|| name.clone())?;
            }
        }
        self.theme("system").await?;
        self.driver.set_window_rect(0, 0, before.width as u32, before.height as u32).await?;
        Ok(())
    }

    /// Fails where axe-core finds anything in what is shown now.
    pub async fn accessible(&self) -> Result<()> {
        let loaded = self.driver.execute("return typeof axe === 'object'", vec![]).await?;
        if loaded.json() != &json!(true) {
            self.driver.execute(format!("{}; window.axe = axe;", axe()?), vec![]).await?;
        }
        let found = self.driver.execute_async(AXE, vec![]).await?.json().clone();
        ensure!(found == json!([]), "axe-core: {found:#}");
        Ok(())
    }

    /// As a person would choose it in the settings, and only once the page has it.
    async fn theme(&self, theme: &str) -> Result<()> {
        let choose = "const done = arguments[1];
            window.__TAURI_INTERNALS__.invoke('choose_appearance', { appearance: arguments[0] })
                .then(() => done(null), error => done(JSON.stringify(error)));";
        let answer = self.driver.execute_async(choose, vec![json!(theme)]).await?;
        ensure!(answer.json().is_null(), "{theme} could not be chosen: {}", answer.json());
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        self.until(&format!("the page is {theme}"), async || {
            Ok(theme == "system" || self.driver.execute(dark, vec![]).await?.json() == (theme == "dark"))
        })
        .await
    }
}

fn axe() -> Result<&'static str> {
    static AXE: OnceLock<String> = OnceLock::new();
    if let Some(axe) = AXE.get() {
        return Ok(axe);
    }
    let path = tools()?.join("npm/node_modules/axe-core/axe.min.js");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: scripts/setup test fetches it", path.display()))?;
    Ok(AXE.get_or_init(|| text))
}
