//! Looks for a text in every file below a folder, as somebody would who has stolen the disk.

use std::path::{Path, PathBuf};

use anyhow::Result;

pub fn files_that_hold(folder: &Path, text: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() && contains(&std::fs::read(&path)?, text.as_bytes()) {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
