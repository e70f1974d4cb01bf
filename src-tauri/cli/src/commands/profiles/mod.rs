//! `profiles`: what is there, broken files included; one of them, a copy of one, and one less.

mod mend;

use engine::{Engine, Result, profiles};
use ipc::profile::ProfileRemoval;
use ipc::{Code, Problem, Profile, ProfileName};

use crate::args::{CopyProfile, DeleteProfile, Profiles, ProfilesCommand};
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, which: Profiles) -> Result<Ended> {
    let engine = host.local()?;
    match which.what {
        None | Some(ProfilesCommand::List) => list(host, &engine),
        Some(ProfilesCommand::Show { name }) => print(host, &engine, &name),
        Some(ProfilesCommand::Copy(copy)) => self::copy(host, &engine, copy).await,
        Some(ProfilesCommand::Rename { from, to }) => rename(host, &engine, &from, &to).await,
        Some(ProfilesCommand::Diff { left, right }) => diff(host, &engine, &left, &right),
        Some(ProfilesCommand::Export { name }) => {
            let _ = show::text(profiles::export(&engine.paths, &name)?.trim_end());
            Ok(Ended::Done)
        }
        Some(ProfilesCommand::Repair(mend)) => mend::repair(host, &engine, mend),
        Some(ProfilesCommand::SetAside { name }) => mend::set_aside(host, &engine, &name),
        Some(ProfilesCommand::Delete(delete)) => self::delete(host, &engine, delete).await,
    }
}

fn list(host: &Host, engine: &Engine) -> Result<Ended> {
    let rows = profiles::list(&engine.paths)?;
    if host.global.json {
        show::json(&rows);
    } else if rows.is_empty() {
        let _ =
            show::text("There are no profiles yet. Create one with: benchling-webhook setup-profile default");
    } else {
        for row in &rows {
            let _ = show::text(&match &row.content {
                Ok(profile) => format!(
                    "{:<12} {}.benchling.com  {}  image {}",
                    row.name,
                    profile.benchling_tenant,
                    profile.benchling_app_definition_id,
                    profile.image_tag
                ),
                Err(problem) => format!("{:<12} {}", row.name, problem.message),
            });
        }
    }
    Ok(if rows.iter().all(|row| row.content.is_ok()) { Ended::Done } else { Ended::Bad })
}

fn print(host: &Host, engine: &Engine, name: &ProfileName) -> Result<Ended> {
    let profile = profiles::load(&engine.paths, name)?;
    if !host.global.json {
        eprintln!("{}", engine.paths.profile(name).display());
        eprintln!("Its secret in Secrets Manager: {}", profile.secret_name());
    }
    show::json(&profile);
    Ok(Ended::Done)
}

async fn copy(host: &Host, engine: &Engine, copy: CopyProfile) -> Result<Ended> {
    let from = profiles::load(&engine.paths, &copy.from)?;
    profiles::refuse_taken(&engine.paths, &copy.to)?;
    let profile = Profile {
        profile: copy.to,
        benchling_app_definition_id: copy
            .app_definition_id
            .unwrap_or_else(|| from.benchling_app_definition_id.clone()),
        image_tag: copy.image_tag.unwrap_or_else(|| from.image_tag.clone()),
        quilt_stack_arn: copy.quilt_stack_arn.unwrap_or_else(|| from.quilt_stack_arn.clone()),
        ..from
    };
    warn_of_sharing(engine, &profile)?;
    if !copy.no_keyring {
        let secret = engine.client_secret(&copy.from).await?;
        engine.keep_secret(&profile.profile, &secret).await?;
    }
    profiles::copy(&engine.paths, &copy.from, &profile)?;
    if host.global.json {
        show::json(&profile);
    } else {
        let _ = show::text(&engine.paths.profile(&profile.profile).display().to_string());
    }
    Ok(Ended::Done)
}

async fn delete(host: &Host, engine: &Engine, delete: DeleteProfile) -> Result<Ended> {
    let name = delete.name;
    profiles::load(&engine.paths, &name)?;
    eprintln!("This goes: {}", engine.paths.profile(&name).display());
    if !delete.keep_secret {
        eprintln!("This goes: its client secret in the keyring.");
    }
    let deployed = profiles::list(&engine.paths)?.into_iter().find(|row| row.name == name);
    for environment in deployed.map(|row| row.deployed).unwrap_or_default() {
        eprintln!("{environment} was deployed from it. What runs goes on, but can't be changed from here.");
    }
    let typed = match delete.confirm {
        Some(typed) => typed,
        None if ask::has_terminal() => ask::text(&format!("Type {name} to go ahead"), "--confirm", None)?,
        None => String::new(),
    };
    let removal = ProfileRemoval { profile: name.clone(), typed, keep_secret: delete.keep_secret };
    let kept = profiles::remove(engine, &removal).await.map_err(|problem| match problem.code {
        Code::ConfirmationNeeded => Problem {
            next: format!("Read what stands above, and run the command again with --confirm {name}."),
            ..problem
        },
        _ => problem,
    })?;
    if host.global.json {
        show::json(&serde_json::json!({ "kept": kept }));
    } else {
        eprintln!("Deleted. Its content is kept, without secrets, in:");
        let _ = show::text(&kept);
    }
    Ok(Ended::Done)
}

/// Two profiles with one app definition: only one of them hears of anything.
pub fn warn_of_sharing(engine: &Engine, profile: &Profile) -> Result<()> {
    let app = &profile.benchling_app_definition_id;
    for other in profiles::sharing_app(&engine.paths, &profile.profile, app)? {
        eprintln!(
            "\"{other}\" uses this app definition too. An app sends its webhooks to one address only: make another \
             app in Benchling for \"{}\".",
            profile.profile
        );
    }
    Ok(())
}

async fn rename(host: &Host, engine: &Engine, from: &ProfileName, to: &ProfileName) -> Result<Ended> {
    let renamed = profiles::rename(engine, from, to).await?;
    if renamed.secret_moved {
        eprintln!("Its client secret in the keyring goes by the new name, too.");
    }
    for environment in &renamed.deployed {
        eprintln!(
            "{environment} runs with the secret of the old name until it is deployed again, with --profile {to}."
        );
    }
    if host.global.json {
        show::json(&renamed);
    } else {
        let _ = show::text(&engine.paths.profile(to).display().to_string());
    }
    Ok(Ended::Done)
}

fn diff(host: &Host, engine: &Engine, left: &ProfileName, right: &ProfileName) -> Result<Ended> {
    let rows = profiles::compare(&engine.paths, left, right)?;
    if host.global.json {
        show::json(&rows);
    } else if rows.is_empty() {
        let _ = show::text(&format!("{left} and {right} say the same."));
    } else {
        for row in rows {
            let side = |value: Option<String>| value.unwrap_or_else(|| "(not set)".into());
            let _ = show::text(&format!("{}: {} -> {}", row.key, side(row.left), side(row.right)));
        }
    }
    Ok(Ended::Done)
}
