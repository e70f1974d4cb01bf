//! A window that is used with the keyboard alone. Keys go to whatever has the focus; nothing is clicked, and nothing is
//! typed into an element that was not reached.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use thirtyfour::prelude::*;

use crate::window::Window;

/// Further than any page goes.
const STOPS: usize = 80;

/// What has the focus. The ring of a field is on its frame, that of a radio button on its card.
const FOCUSED: &str = r#"
    const e = document.activeElement;
    let ringed = false;
    for (let n = e, level = 0; n && level < 3; n = n.parentElement, level++) {
        const style = getComputedStyle(n);
        const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
        ringed = ringed || outline;
    }
    const box = e.getBoundingClientRect();
    return {
        tag: e.tagName.toLowerCase(), id: e.id, test: e.closest("[data-test]")?.dataset.test ?? "",
        text: (e.innerText || e.value || "").slice(0, 60), ringed,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    };
"#;

#[derive(Debug, Deserialize)]
pub struct Focused {
    pub tag: String,
    pub id: String,
    /// The stable name of the element, or of what it is in.
    pub test: String,
    pub text: String,
    /// It is marked as having the focus.
    pub ringed: bool,
    /// It is in the window, not scrolled away.
    pub seen: bool,
}

impl Window {
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        self.driver.action_chain().send_keys(keys).perform().await?;
        Ok(())
    }

    pub async fn focused(&self) -> Result<Focused> {
        Ok(serde_json::from_value(self.driver.execute(FOCUSED, vec![]).await?.json().clone())?)
    }

    /// Tab, until the element of this id or stable name is reached. Every stop on the way shows that it has the focus.
    pub async fn tab_to(&self, name: &str) -> Result<Focused> {
        let mut way = Vec::new();
        for _ in 0..STOPS {
            self.press(Key::Tab + "").await?;
            let focused = self.focused().await?;
            if focused.tag == "body" {
                continue;
            }
            ensure!(focused.ringed, "nobody sees that this has the focus: {focused:?}");
            ensure!(focused.seen, "this has the focus and is out of sight: {focused:?}");
            if focused.id == name || focused.test == name {
                return Ok(focused);
            }
            way.push(format!("{} {}", focused.test, focused.id));
        }
        bail!("Tab never comes to {name}: {way:#?}")
    }

    /// Waits until a page is there with the focus on its heading.
    pub async fn on_heading(&self, page: &str) -> Result<()> {
        self.find(&format!("[data-page={page}] h1")).await?;
        self.until(&format!("the heading of {page} has the focus"), async || {
            Ok(self.focused().await?.tag == "h1" && self.exists(&format!("[data-page={page}]")).await?)
        })
        .await
        .with_context(|| page.to_owned())
    }

    /// Types over what the focused field holds.
    pub async fn type_over(&self, text: &str) -> Result<()> {
        self.driver
            .action_chain()
            .key_down(Key::Control)
            .send_keys("a")
            .key_up(Key::Control)
            .perform()
            .await?;
        self.press(text).await
    }
}
