//! `setup-profile`: a profile from options, another profile and questions, in this order.
//!
//! The credentials are checked with Benchling before anything is written; the secret goes to the keyring, and
//! the file follows only when it is there.

use engine::secret::{Secret, SecretStore};
use engine::{Engine, Result, profiles};
use ipc::{Code, ImageTag, LogLevel, Profile, ProfileName};

use crate::args::SetupProfile;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, answers: Box<SetupProfile>) -> Result<Ended> {
    let engine = host.local()?;
    let mut answers = answers;
    let base = base(&engine, &mut answers)?;
    let given = ask::secret_from_stdin(&answers.secret)?;
    let profile = assemble(&answers, base.as_ref())?;

    let secret = match given {
        Some(secret) => secret,
        None => known_secret(&engine, &answers, &profile).await?,
    };
    eprintln!("Asking Benchling about the credentials and the app.");
    engine.benchling.authenticate(&profile.benchling_tenant, &profile.benchling_client_id, &secret).await?;
    let keys = engine.benchling.signing_keys(&profile.benchling_app_definition_id).await?;
    eprintln!("Benchling accepts the credentials and knows the app ({} signing keys).", keys.count);

    if answers.no_keyring {
        eprintln!(
            "The client secret is not kept. Give it again at each deployment with --client-secret-stdin."
        );
    } else {
        engine.keep_secret(&profile.profile, &secret).await.inspect_err(|_| {
            eprintln!(
                "Without a keyring, use --no-keyring here and --client-secret-stdin at each deployment."
            );
        })?;
    }
    super::profiles::warn_of_sharing(&engine, &profile)?;
    // A new profile takes along what we don't know of the one that it starts from.
    match &answers.from {
        Some(from) if !engine.paths.profile(&profile.profile).exists() => {
            profiles::copy(&engine.paths, from, &profile)?;
        }
        _ => profiles::save(&engine.paths, &profile)?,
    }
    eprintln!("Its secret in Secrets Manager: {}", profile.secret_name());
    if host.global.json {
        show::json(&profile);
    } else {
        let _ = show::text(&engine.paths.profile(&profile.profile).display().to_string());
    }
    Ok(Ended::Done)
}

/// What is there already, or the profile to start from: the one that is named, else "default", as dev is made from it.
fn base(engine: &Engine, answers: &mut SetupProfile) -> Result<Option<Profile>> {
    match profiles::load(&engine.paths, &answers.name) {
        Ok(profile) => Ok(Some(profile)),
        Err(problem) if problem.code == Code::ProfileMissing => {
            let usual = ProfileName::usual_for(ipc::Environment::Prod);
            if answers.from.is_none() && answers.name != usual && engine.paths.profile(&usual).exists() {
                eprintln!("Starting from \"{usual}\"; what differs is asked.");
                answers.from = Some(usual);
            }
            answers.from.as_ref().map(|from| profiles::load(&engine.paths, from)).transpose()
        }
        Err(problem) => Err(problem),
    }
}

fn assemble(answers: &SetupProfile, base: Option<&Profile>) -> Result<Profile> {
    let asked = |given: bool| !given && ask::has_terminal();
    let tenant = answers.tenant.clone().or_else(|| base.map(|b| b.benchling_tenant.clone()));
    let app =
        answers.app_definition_id.clone().or_else(|| base.map(|b| b.benchling_app_definition_id.clone()));
    let client = answers.client_id.clone().or_else(|| base.map(|b| b.benchling_client_id.clone()));
    let stack = answers.quilt_stack_arn.clone().or_else(|| base.map(|b| b.quilt_stack_arn.clone()));
    let bucket = answers.package_bucket.clone().or_else(|| base.map(|b| b.benchling_pkg_bucket.clone()));
    let usual_tag = base.map(|b| b.image_tag.clone()).or_else(|| "latest".parse().ok());
    let image_tag: Option<ImageTag> = answers.image_tag.clone().or(usual_tag);

    // A value that was given is not asked for again; one that is known is suggested.
    fn settle<T: std::str::FromStr<Err = ipc::InvalidName> + ToString>(
        ask_it: bool,
        known: Option<T>,
        question: &str,
        option: &str,
    ) -> Result<T> {
        match known {
            Some(value) if !ask_it => Ok(value),
            known => ask::value(question, option, known),
        }
    }
    Ok(Profile {
        profile: answers.name.clone(),
        benchling_tenant: settle(asked(answers.tenant.is_some()), tenant, "Benchling tenant", "--tenant")?,
        benchling_app_definition_id: settle(
            asked(answers.app_definition_id.is_some()),
            app,
            "App definition id",
            "--app-definition-id",
        )?,
        benchling_client_id: match client {
            Some(id) if !asked(answers.client_id.is_some()) => id,
            known => ask::text("Client id", "--client-id", known)?,
        },
        quilt_stack_arn: settle(
            asked(answers.quilt_stack_arn.is_some()),
            stack,
            "Quilt stack ARN",
            "--quilt-stack-arn",
        )?,
        benchling_pkg_bucket: settle(
            asked(answers.package_bucket.is_some()),
            bucket,
            "Bucket for packages",
            "--package-bucket",
        )?,
        pkg_prefix: pick(&answers.package_prefix, base.map(|b| &b.pkg_prefix), "benchling"),
        pkg_key: pick(&answers.metadata_key, base.map(|b| &b.pkg_key), "experiment_id"),
        log_level: answers.log_level.or(base.map(|b| b.log_level)).unwrap_or(LogLevel::Info),
        image_tag: settle(asked(answers.image_tag.is_some()), image_tag, "Image tag", "--image-tag")?,
        image_repository: answers.image_repository.clone().or_else(|| base?.image_repository.clone()),
        webhook_allow_list: pick(
            &answers.allow_list.as_ref().map(ToString::to_string),
            base.map(|b| &b.webhook_allow_list),
            "",
        ),
        enable_webhook_verification: base.is_none_or(|b| b.enable_webhook_verification),
        aws_profile: base.and_then(|b| b.aws_profile.clone()),
        task_size: answers.task_size.or_else(|| base?.task_size),
        task_count: answers.tasks.or_else(|| base?.task_count),
    })
}

fn pick(given: &Option<String>, base: Option<&String>, usual: &str) -> String {
    given.clone().or_else(|| base.cloned()).unwrap_or_else(|| usual.to_owned())
}

/// From this profile's entry, or the one it starts from, or a hidden question.
async fn known_secret(engine: &Engine, answers: &SetupProfile, profile: &Profile) -> Result<Secret> {
    let names: Vec<&ProfileName> = std::iter::once(&profile.profile).chain(&answers.from).collect();
    for name in names {
        match engine.client_secret(name).await {
            Ok(secret) => return Ok(secret),
            Err(problem) if problem.code == Code::ClientSecretMissing => {}
            // Who does without a keyring is asked, whatever is the matter with it.
            Err(problem) if answers.no_keyring && problem.code.is_of_keyring() => {}
            Err(problem) => return Err(problem),
        }
    }
    match ask::secret("Client secret (not shown)")? {
        Some(secret) => {
            engine.session.save(&profile.profile, &secret)?;
            Ok(secret)
        }
        None => Err(ipc::Problem::new(
            Code::ValueInvalid,
            "The client secret is missing, and there is no terminal to ask on.",
            "Pipe it in and add --client-secret-stdin.",
        )),
    }
}
