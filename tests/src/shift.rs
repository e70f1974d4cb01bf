//! How much of a page moves while it comes to be, as a number.
//!
//! WebKit reports no layout shifts, so they are found out here, once a frame, as the web's measure has it: the share of
//! the window that what moved takes up before and after, times the share of the window that it moved by, summed. What
//! is drawn anew in the place of what was there counts as the same where it has the same name or text.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::window::Window;

const WATCH: &str = r#"
    window.shift?.end();
    const watched = "h1, h2, h3, p, dt, dd, label, button, input, select, nav, main, header, footer, section, li,"
        + ".card, .note, .badge, [role=grid], [role=gridcell], dialog, .icon";
    const [width, height] = [innerWidth, innerHeight];
    const text = e => (e.innerText || "").trim().slice(0, 60);
    const name = e => e.dataset.test || e.id || `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} ${text(e)}`;
    const clipped = r => Math.max(0, Math.min(r.right, width) - Math.max(r.left, 0))
        * Math.max(0, Math.min(r.bottom, height) - Math.max(r.top, 0));
    const look = () => {
        const boxes = new Map(), twice = new Set();
        for (const e of document.querySelectorAll(watched)) {
            if (e.closest(".hidden-visually")) continue;
            const box = e.getBoundingClientRect();
            if (!clipped(box) || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
            const key = name(e);
            if (boxes.has(key)) twice.add(key);
            boxes.set(key, box);
        }
        twice.forEach(key => boxes.delete(key));
        return boxes;
    };
    let before = look(), going = true;
    const state = { score: 0, frames: 0, moved: [], end: () => { going = false; return state; } };
    window.shift = state;
    const frame = () => {
        if (!going) return;
        const now = look();
        let share = 0, way = 0;
        for (const [key, was] of before) {
            const is = now.get(key);
            if (!is) continue;
            const by = Math.max(Math.abs(is.left - was.left), Math.abs(is.top - was.top));
            if (by < 2) continue;
            share = Math.max(share, Math.max(clipped(was), clipped(is)) / (width * height));
            way = Math.max(way, by);
            state.moved.push(`${key.replace(/\s+/g, " ")}: ${Math.round(was.left)}, ${Math.round(was.top)} -> `
                + `${Math.round(is.left)}, ${Math.round(is.top)}`);
        }
        state.score += share * Math.min(1, way / Math.max(width, height));
        state.frames += 1;
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return null;
"#;

/// Each answer of the host comes later than it would, so that whatever is shown until then is drawn.
const SLOWLY: &str = r#"
    const ask = window.fetch;
    window.fetch = async (...what) => {
        if (String(what[0]).startsWith("ipc:")) await new Promise(done => setTimeout(done, 900));
        return ask(...what);
    };
    return null;
"#;

#[derive(Debug, Deserialize)]
pub struct Shift {
    /// 0 where nothing moved; 1 where all of the window moved by all of its length.
    pub score: f64,
    pub frames: u32,
    pub moved: Vec<String>,
}

impl Window {
    /// From now on the host answers slowly, until the page is loaded anew.
    pub async fn answer_slowly(&self) -> Result<()> {
        self.driver.execute(SLOWLY, vec![]).await?;
        Ok(())
    }

    /// From now on whatever moves is noted.
    pub async fn watch_shift(&self) -> Result<()> {
        self.driver.execute(WATCH, vec![]).await?;
        Ok(())
    }

    /// What has moved since. Looking is over then.
    pub async fn shift(&self) -> Result<Shift> {
        // What comes last is drawn in the next frame.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let seen = "const { score, frames, moved } = window.shift.end(); return { score, frames, moved };";
        let answer = self.driver.execute(seen, vec![]).await?.json().clone();
        ensure!(answer != json!(null), "nobody watched");
        serde_json::from_value(answer).context("what has moved")
    }

    /// Fails where anything has moved.
    pub async fn still(&self, name: &str) -> Result<()> {
        let shift = self.shift().await?;
        ensure!(shift.frames > 3, "{name}: only {} frames were seen", shift.frames);
        ensure!(shift.score < 0.001, "{name} shifts by {:.4}: {:#?}", shift.score, shift.moved);
        Ok(())
    }
}
