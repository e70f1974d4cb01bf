//! A rehearsed world with both environments, made beforehand, so that a window opens on its dashboard.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use engine::clock::SystemClock;
use engine::cloud::Cloud;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::secret::{Keyring, Secret, SecretStore};
use engine::template::{self, Network, STACK_NAME};
use engine::{Paths, container_secret, profiles};
use installer_tests::window::Window;
use installer_tests::{programs, stacks};
use ipc::profile::secret_name;
use ipc::{Environment, LogLevel, Profile, ProfileName};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

/// A folder for all that a window keeps, the rehearsed cloud in it, and the variables of that window.
pub struct Place {
    pub folder: TempDir,
    /// Where the rehearsal's profiles and records are.
    pub profiles: PathBuf,
    pub cloud: Rehearsal,
    variables: Vec<(&'static str, String)>,
}

impl Place {
    /// Nothing was ever deployed from here.
    pub fn empty() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let within = |part: &str| folder.path().join(part);
        std::fs::create_dir_all(within("downloads"))?;
        std::fs::create_dir_all(within("xdg"))?;
        let downloads = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", within("downloads").display());
        std::fs::write(within("xdg/user-dirs.dirs"), downloads)?;
        let variables = [
            ("BENCHLING_WEBHOOK_CONFIG_DIR", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "xdg"),
        ]
        .map(|(name, part)| (name, within(part).display().to_string()));
        let paths = Paths::at(within("config")).rehearsal();
        let cloud = Rehearsal::open(paths.rehearsed_cloud(), Arc::new(SystemClock), Pace::instant())?;
        Ok(Self { profiles: paths.base().to_owned(), cloud, variables: variables.into(), folder })
    }

    /// Both environments run, as they usually do.
    pub async fn new() -> Result<Self> {
        Self::of(&template::template(), &[]).await
    }

    /// With another template deployed, and parameters that are not the usual ones.
    pub async fn of(template: &Value, parameters: &[(&str, &str)]) -> Result<Self> {
        let place = Self::empty()?;
        deployed(&place, template, parameters).await?;
        Ok(place)
    }

    /// How long a deployment takes.
    pub fn taking(self, seconds: u32) -> Self {
        self.with("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", seconds.to_string())
    }

    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.variables.push((name, value));
        self
    }

    /// With nothing that moves, as somebody has set it for the whole desktop.
    pub fn still(self) -> Result<Self> {
        let folder = self.folder.path().join("xdg/gtk-3.0");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=false\n")?;
        Ok(self)
    }

    /// The window, on its dashboard.
    pub async fn open(&self, name: &str) -> Result<Window> {
        let window = Window::open(name, &self.variables, &["--rehearsal"]).await?;
        window.find("[data-test=card-prod]").await?;
        Ok(window)
    }

    /// The window, on the welcome page.
    pub async fn open_first(&self, name: &str) -> Result<Window> {
        let window = Window::open(name, &self.variables, &["--rehearsal"]).await?;
        window.find("[data-page=welcome]").await?;
        Ok(window)
    }

    /// The command line in the same world.
    pub fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = Command::new(programs::cli()?);
        let variables = self.variables.iter().map(|(name, value)| (*name, value.as_str()));
        command.args(arguments).arg("--rehearsal").envs(variables).kill_on_drop(true);
        Ok(command)
    }

    pub fn profile(&self, name: &str) -> Result<Value> {
        Ok(serde_json::from_str(&std::fs::read_to_string(self.profiles.join(format!("{name}.json")))?)?)
    }
}

/// Deploys both environments, and writes what a program that did it keeps.
async fn deployed(place: &Place, template: &Value, parameters: &[(&str, &str)]) -> Result<()> {
    let cloud = &place.cloud;
    let paths = Paths::at(place.folder.path().join("config")).rehearsal();
    let quilt = cloud.stacks().await?.remove(0).arn;
    for environment in Environment::ALL {
        let name = ProfileName::usual_for(environment);
        let profile = Profile {
            profile: name.clone(),
            benchling_tenant: "acme".parse()?,
            benchling_app_definition_id: format!("appdef_{environment}").parse()?,
            benchling_client_id: "id".into(),
            quilt_stack_arn: quilt.parse()?,
            benchling_pkg_bucket: "packages".parse()?,
            pkg_prefix: "benchling".into(),
            pkg_key: "experiment_id".into(),
            log_level: LogLevel::Info,
            image_tag: "0.17.1".parse()?,
            image_repository: None,
            webhook_allow_list: String::new(),
            enable_webhook_verification: true,
            aws_profile: None,
            task_size: None,
            task_count: None,
        };
        profiles::save(&paths, &profile)?;
        let secret = Secret::new("rehearsed");
        Keyring::rehearsal().save(&name, &secret)?;
        let content = container_secret::content(&profile, Some(&secret));
        // The version that a stack names which never changed its secret.
        cloud.put_secret(&profile.secret_name(), &content, "0", &[].into()).await?;
    }
    let mut given = template::shared_parameters(&Network::default(), true);
    for environment in Environment::ALL {
        let mut settings = stacks::settings(environment, "0.17.1");
        settings.secret_name = secret_name(&ProfileName::usual_for(environment), &"acme".parse()?);
        given.extend(template::parameters(&settings, &[].into()));
    }
    given.extend(parameters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let stack = stacks::deploy(cloud, STACK_NAME, template, given).await?;
    let record = json!({ "prod": {
        "endpoint": stack.endpoint(Environment::Prod), "imageTag": "0.17.1", "stackName": STACK_NAME,
        "deployedAt": "2026-01-02T03:04:05Z", "stage": "prod",
    } });
    std::fs::write(paths.base().join("deploy.json"), record.to_string())?;
    Ok(())
}

/// From the dashboard to the progress page of a deployment to prod.
pub async fn deploy(window: &Window, tag: &str) -> Result<()> {
    window.click("[data-test=deploy-prod]").await?;
    window.fill("#deploy-image-tag", tag).await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=progress]").await.map(drop)
}
