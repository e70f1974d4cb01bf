//! So many profiles in the folder, read for a list.

use anyhow::{Result, ensure};
use engine::{Paths, profiles};
use serde_json::json;

use super::{Measured, seconds};

const PROFILES: [u64; 4] = [1, 10, 100, 500];

pub fn measured(runs: usize) -> Result<[Measured; 1]> {
    let mut sizes = Vec::new();
    for count in PROFILES {
        let folder = tempfile::tempdir()?;
        for number in 0..count {
            let name = format!("profile-{number}");
            let profile = json!({
                "profile": name,
                "quiltStackArn": "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc",
                "benchlingTenant": "acme",
                "benchlingAppDefinitionId": format!("appdef_{number}"),
                "benchlingClientId": "client",
                "benchlingPkgBucket": "acme-packages",
            });
            std::fs::write(folder.path().join(format!("{name}.json")), profile.to_string())?;
        }
        let paths = Paths::at(folder.path());
        let listed = profiles::list(&paths).map_err(|problem| anyhow::Error::msg(problem.message))?;
        ensure!(listed.len() as u64 == count && listed.iter().all(|row| row.content.is_ok()), "{listed:#?}");
        sizes.push((count, (0..runs).map(|_| seconds(|| profiles::list(&paths))).collect()));
    }
    Ok([Measured { what: "profiles: list them", sizes }])
}
