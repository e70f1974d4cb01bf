//! What the kernel says of processes that run.

use std::collections::HashMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

/// When the kernel started the process, in milliseconds since 1970; it counts in hundredths of a second.
pub fn started(process: u32) -> Result<f64> {
    let ticks: f64 = field(process, 19).context("field 22 of a stat line")?.parse()?;
    let uptime: f64 =
        std::fs::read_to_string("/proc/uptime")?.split(' ').next().context("seconds")?.parse()?;
    Ok(now_ms()? - (uptime - ticks / 100.0) * 1000.0)
}

pub fn now_ms() -> Result<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0)
}

/// Its proportional set size: pages that several processes share count by their share. In MiB.
pub fn memory(process: u32) -> Result<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("a Pss line")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
}

/// The same of it and all that it started.
pub fn memory_of_all(process: u32) -> Result<f64> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for id in std::fs::read_dir("/proc")?.filter_map(|entry| id(&entry.ok()?.path())) {
        if let Some(parent) = field(id, 1).and_then(|parent| parent.parse().ok()) {
            children.entry(parent).or_default().push(id);
        }
    }
    let (mut sum, mut left) = (0.0, vec![process]);
    while let Some(id) = left.pop() {
        // One that has just ended has none any more.
        sum += memory(id).unwrap_or_default();
        left.extend(children.remove(&id).unwrap_or_default());
    }
    Ok(sum)
}

/// Of its folder in `/proc`.
pub fn id(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

/// A field of its stat line, counted from the one after its name.
fn field(process: u32, index: usize) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit(')').next()?.split_whitespace().nth(index).map(str::to_owned)
}
