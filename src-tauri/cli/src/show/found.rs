//! What an import would take over.

use ipc::import::{FoundProfile, FoundSource, Generation, ImportPreview};

use super::text;

pub fn preview(preview: &ImportPreview) {
    eprintln!("Looked in {}", preview.folders.join(" and "));
    for found in &preview.profiles {
        profile(found);
    }
    for record in &preview.records {
        let _ = text(&format!(
            "deployments in {}: {}, of which {} are new to the history",
            record.path, record.rows, record.fresh
        ));
    }
    for unusable in &preview.unusable {
        let _ = text(&format!("{} {}", unusable.problem.message, unusable.problem.next));
    }
}

fn profile(found: &FoundProfile) {
    let state = match (found.is_here, found.is_news) {
        (false, _) => "new",
        (true, true) => "here already, with something to take over",
        (true, false) => "here already, nothing new",
    };
    let _ = text(&format!("profile {} ({state})", found.name));
    for (index, source) in found.sources.iter().enumerate() {
        self::source(source);
        for row in index.checked_sub(1).and_then(|index| found.differing.get(index)).into_iter().flatten() {
            let side = |value: &Option<String>| value.clone().unwrap_or_default();
            let _ = text(&format!(
                "    differs: {} is {} there, and {} here",
                row.key,
                side(&row.left),
                side(&row.right)
            ));
        }
    }
    for fault in &found.missing {
        let _ = text(&format!("  lacks: {}", fault.why));
    }
}

fn source(source: &FoundSource) {
    let _ = text(&format!("  {} ({})", source.path, generation(source.generation)));
    for path in &source.beside {
        let _ = text(&format!("    with {path}"));
    }
    for setting in &source.settings {
        let changed = source.normalised.iter().find(|it| it.key == setting.key);
        let was = changed.map(|it| format!("  (was {})", it.found)).unwrap_or_default();
        let _ = text(&format!("    {}: {}{was}", setting.key, setting.value));
    }
    for changed in &source.normalised {
        if !source.settings.iter().any(|it| it.key == changed.key) {
            let _ = text(&format!("    {}: {}  (was {})", changed.key, changed.becomes, changed.found));
        }
    }
    for fault in &source.faults {
        let _ = text(&format!("    {}", fault.why));
    }
    for key in &source.left_out {
        let _ = text(&format!("    {key} sounds like a secret and stays out"));
    }
    if let Some(path) = &source.secret_in {
        let _ = text(&format!("    the client secret, in plain text in {path}"));
    }
}

fn generation(generation: Generation) -> &'static str {
    match generation {
        Generation::Design => "flat",
        Generation::Npm06 => "npm tool 0.6",
        Generation::Npm07 => "npm tool 0.7 or later",
    }
}
