//! Whether everything that a page shows can be had, however large it is drawn: no text cut off, no control out of sight
//! or beneath another.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::window::Window;

/// Texts that stick out of the window or are cut off, and controls that can't be brought to where they can be pressed.
const OUT_OF_REACH: &str = r#"
    const dialogs = document.querySelectorAll("dialog[open]");
    const place = dialogs.length ? dialogs[dialogs.length - 1] : document.body;
    const unseen = "[hidden], .hidden-visually, svg, select, option, script, [aria-hidden=true]";
    const shown = e => !e.closest(unseen) && e.checkVisibility({ visibilityProperty: true });
    const name = e => `${e.tagName.toLowerCase()}.${e.className} "${(e.innerText || e.value || "").slice(0, 40)}"`;
    const scrolls = e => e.closest("pre, [data-scrolls=sideways]");
    const found = [];

    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const e = text.parentElement;
        if (!text.data.trim() || !shown(e) || scrolls(e)) continue;
        let shortened = false;
        for (let up = e; up && up !== place; up = up.parentElement) {
            const style = getComputedStyle(up);
            shortened = shortened || style.textOverflow === "ellipsis";
            const cuts = ["hidden", "clip"].includes(style.overflowX) && up.scrollWidth > up.clientWidth + 1;
            if (cuts && !shortened) found.push(`cut off: ${name(up)}`);
        }
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (!shortened && (box.left < -1 || box.right > innerWidth + 1)) found.push(`sticks out: ${name(e)}`);
    }

    const controls = "button, a[href], input, select, textarea, summary, [tabindex='0']";
    for (const e of place.querySelectorAll(controls)) {
        if (!shown(e.tagName === "SELECT" ? e.parentElement : e)) continue;
        e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        const box = e.getBoundingClientRect();
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        const hit = document.elementFromPoint(x, y);
        if (!hit) found.push(`out of sight: ${name(e)} at ${Math.round(x)}, ${Math.round(y)}`);
        else if (!e.contains(hit) && !hit.contains(e)) found.push(`beneath ${name(hit)}: ${name(e)}`);
        if (box.left < -1 || box.right > innerWidth + 1) found.push(`sticks out: ${name(e)}`);
    }
    for (const e of [place, ...place.querySelectorAll("*")]) if (e.scrollTop) e.scrollTop = 0;
    return [...new Set(found)];
"#;

impl Window {
    /// Fails where something of what is open now can't be read or pressed.
    pub async fn reachable(&self, name: &str) -> Result<()> {
        let found: Value = self.driver.execute(OUT_OF_REACH, vec![]).await?.json().clone();
        if found != json!([]) {
            self.picture(&format!("{name}-out-of-reach")).await?;
        }
        ensure!(found == json!([]), "{name}: {found:#}");
        Ok(())
    }
}
