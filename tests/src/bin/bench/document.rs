//! `docs/benchmarks.md` and the README's three ratios.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::peers;
use super::table::Section;

/// What follows is written by hand and stays.
const BY_HAND: &str = "## What was found and what it gave";
const MARKS: [&str; 2] = ["<!-- scripts/bench: -->", "<!-- scripts/bench. -->"];

pub fn write(root: &Path, sections: &[Section], quick: bool) -> Result<()> {
    let file = root.join("docs/benchmarks.md");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let by_hand = before.find(BY_HAND).map_or(BY_HAND, |start| &before[start..]);
    let mut text = head(quick)?;
    for section in sections {
        text += &format!("{}\n", section.markdown());
    }
    std::fs::write(&file, format!("{text}{}\n", by_hand.trim_end()))?;

    let readme = root.join("README.md");
    let ratios: Vec<String> =
        sections.iter().filter_map(|section| Some(format!("- {}\n", section.headline.as_ref()?))).collect();
    let text = between(&std::fs::read_to_string(&readme)?, &ratios.concat())?;
    Ok(std::fs::write(&readme, text)?)
}

/// What stands between the two marks is replaced.
fn between(text: &str, new: &str) -> Result<String> {
    let (before, rest) = text.split_once(MARKS[0]).context("the README's first mark")?;
    let (_, after) = rest.split_once(MARKS[1]).context("the README's second mark")?;
    Ok(format!("{before}{}\n{new}{}{after}", MARKS[0], MARKS[1]))
}

fn head(quick: bool) -> Result<String> {
    let command = if quick { "scripts/bench --quick" } else { "scripts/bench" };
    let how_often = if quick {
        "Two of each, which is enough to see that it works and too few to quote"
    } else {
        "Medians of at least five, with the least and the most"
    };
    Ok(format!(
        "# Measured\n\nMade by `{command}` on {}: everything in one go, on the same machine. {how_often}. Absolute times \
         differ between machines: what a peer's cell says after the colon is how many times ours it is, and that is \
         what can be compared.\n\n{}\n\nVersions: {}.\n\n",
        said("date", &["--utc", "+%-d %B %Y"])?,
        machine()?,
        versions()?
    ))
}

fn machine() -> Result<String> {
    let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let find = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once([':', '='])?.1.trim().trim_matches('"').to_owned())
    };
    let processor =
        find(&file("/proc/cpuinfo"), "model name").unwrap_or_else(|| "an unnamed processor".into());
    let memory: f64 = find(&file("/proc/meminfo"), "MemTotal")
        .and_then(|text| text.trim_end_matches(" kB").trim().parse().ok())
        .context("how much memory there is")?;
    let system = find(&file("/etc/os-release"), "PRETTY_NAME").unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    Ok(format!(
        "Machine: {cores} cores of {processor}, {:.0} GiB of memory, {system}, the window under Xvfb.",
        memory / 1024.0 / 1024.0
    ))
}

fn versions() -> Result<String> {
    let first_line = |text: String| text.lines().next().unwrap_or_default().to_owned();
    let webkit = said("dpkg-query", &["--show", "--showformat=${Version}", "libwebkit2gtk-4.1-0"])?;
    let chromium = said(peers::chromium()?.to_str().context("a path")?, &["--version", "--no-sandbox"])?;
    Ok([
        format!("this product {}", env!("CARGO_PKG_VERSION")),
        peers::Cdk::installed()?.version()?,
        first_line(said(peers::aws()?.to_str().context("a path")?, &["--version"])?),
        format!("Node.js {}", said("node", &["--version"])?),
        chromium,
        format!("WebKitGTK {webkit}"),
        said("rustc", &["--version"])?,
    ]
    .join(", "))
}

fn said(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output().with_context(|| program.to_owned())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_marks_is_replaced_and_nothing_else() {
        let [start, end] = MARKS;
        let text = format!("a\n{start}\nold\n{end}\nb\n");
        let new = between(&text, "- new\n").unwrap();
        assert_eq!(new, format!("a\n{start}\n- new\n{end}\nb\n"));
        assert_eq!(between(&new, "- new\n").unwrap(), new);
        assert!(between("none", "").is_err());
    }
}
