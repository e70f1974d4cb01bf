//! What profiles there are.

use ipc::profile::ProfileEntry;
use ipc::{AppDefinitionId, Code, Environment, Problem, ProfileName};

use crate::{Paths, Result, history};

/// Every profile in the folder, by name; a broken file is a row that says what is wrong with it.
pub fn list(paths: &Paths) -> Result<Vec<ProfileEntry>> {
    let entries = match std::fs::read_dir(paths.base()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Problem::new(
                Code::ConfigFolderUnwritable,
                format!("The folder {} can't be read.", paths.base().display()),
                "Check that it belongs to you, or choose another folder with --config-dir.",
            )
            .because(&error));
        }
    };
    let mut names: Vec<ProfileName> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".json")?.parse().ok()
        })
        .collect();
    names.sort();
    let deployed = Environment::ALL.map(|environment| (environment, deployed_from(paths, environment)));
    Ok(names
        .into_iter()
        .map(|name| ProfileEntry {
            path: paths.profile(&name).display().to_string(),
            content: super::load(paths, &name),
            deployed: deployed
                .iter()
                .filter(|(_, profile)| profile.as_ref() == Some(&name))
                .map(|(environment, _)| *environment)
                .collect(),
            name,
        })
        .collect())
}

/// The profile that an environment was deployed from last, by the local record. A record that can't be read is told
/// where it matters.
pub(super) fn deployed_from(paths: &Paths, environment: Environment) -> Option<ProfileName> {
    let row = history::current(paths, environment).ok().flatten()?;
    Some(row.profile.unwrap_or_else(|| ProfileName::usual_for(environment)))
}

/// The other profiles that use this app definition. An app sends its webhooks to one address only.
pub fn sharing_app(paths: &Paths, name: &ProfileName, app: &AppDefinitionId) -> Result<Vec<ProfileName>> {
    let same = |row: &ProfileEntry| {
        row.name != *name && row.content.as_ref().is_ok_and(|it| it.benchling_app_definition_id == *app)
    };
    Ok(list(paths)?.into_iter().filter(same).map(|row| row.name).collect())
}
