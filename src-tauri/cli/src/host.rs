//! What this program hands to the engine, from its arguments and its environment.

use engine::cloud::aws::{self, AwsOptions};
use engine::connect::Surroundings;
use engine::secret::SecretStore;
use engine::{Engine, Result};
use ipc::aws::AwsChoice;
use ipc::bridge::Mode;
use ipc::plan::{DeployRequest, NetworkChoice, Target};
use ipc::{Code, Environment, Problem, Profile, ProfileName};

use crate::args::{Chosen, Global};
use crate::ask;

pub struct Host {
    pub global: Global,
    surroundings: Surroundings,
}

impl Host {
    pub fn new(global: Global) -> Result<Self> {
        let mut surroundings = Surroundings::look_up(|name| std::env::var(name).ok());
        surroundings.config_dir = global.config_dir.clone();
        if global.rehearse_failure.is_some() && !global.rehearsal {
            return Err(Problem::new(
                Code::ValueInvalid,
                "--rehearse-failure is for rehearsals.",
                "Add --rehearsal, or leave it out.",
            ));
        }
        if global.rehearsal {
            eprintln!("Rehearsal: nothing is sent to AWS.");
        }
        Ok(Self { global, surroundings })
    }

    /// The engine for what needs no AWS.
    pub fn local(&self) -> Result<Engine> {
        let engine =
            self.surroundings.engine(if self.global.rehearsal { Mode::Rehearsal } else { Mode::Real })?;
        if self.global.rehearsal {
            let cloud = self.surroundings.rehearsal(&engine.paths, engine.clock.clone())?;
            cloud.fail_with(self.global.rehearse_failure)?;
        }
        Ok(engine)
    }

    /// The engine, connected. A profile may name the AWS profile to use.
    pub async fn connected(&self, profile: Option<&Profile>) -> Result<Engine> {
        let choice = AwsChoice {
            profile: self.global.aws_profile.clone().or_else(|| profile?.aws_profile.clone()),
            // The webhook lives beside its Quilt stack.
            region: self.global.region.clone().or_else(|| Some(profile?.quilt_stack_arn.region().to_owned())),
        };
        self.connect(choice).await
    }

    /// What AWS is asked with.
    pub fn aws(&self, profile: Option<String>) -> Result<AwsOptions> {
        let choice = AwsChoice { profile, region: self.global.region.clone() };
        self.surroundings.aws(&self.local()?.paths, &choice)
    }

    /// A role that wants the code of a device is taken first.
    async fn connect(&self, choice: AwsChoice) -> Result<Engine> {
        let engine = self.local()?;
        if engine.mode == Mode::Real {
            let options = self.surroundings.aws(&engine.paths, &choice)?;
            if let Some(device) = aws::device(&options).await? {
                self.take_role(&options, &device).await?;
            }
        }
        self.surroundings.connect(engine, &choice).await
    }

    /// A wrong code is asked for again, where there is somebody to ask.
    async fn take_role(&self, options: &AwsOptions, device: &str) -> Result<()> {
        let piped = self.global.mfa_code_stdin;
        loop {
            let code = ask::mfa_code(device, piped)?;
            match aws::take_role(options, &code).await {
                Err(problem) if problem.code == Code::MfaCodeRefused && !piped => {
                    eprintln!("  {} {}", problem.message, problem.next);
                }
                ended => return ended,
            }
        }
    }

    /// Connected where the region does not matter.
    pub async fn connected_anywhere(&self) -> Result<Engine> {
        let region = self.global.region.clone().or_else(|| Some("us-east-1".into()));
        self.surroundings.connect(self.local()?, &AwsChoice { profile: None, region }).await
    }

    /// Connected as the environment's usual profile says.
    pub async fn of(&self, environment: Environment) -> Result<Engine> {
        let local = self.local()?;
        let profile = engine::profiles::load(&local.paths, &ProfileName::usual_for(environment)).ok();
        self.connected(profile.as_ref()).await
    }

    /// Connected as the profile for prod says, else the one for dev: both live in one stack.
    pub async fn connected_as_known(&self) -> Result<Engine> {
        let paths = self.local()?.paths;
        let load = |environment| engine::profiles::load(&paths, &ProfileName::usual_for(environment)).ok();
        let profile = load(Environment::Prod).or_else(|| load(Environment::Dev));
        self.connected(profile.as_ref()).await
    }

    /// The engine and the request of `check`, `plan` and `deploy`.
    pub async fn target(&self, chosen: &Chosen) -> Result<(Engine, DeployRequest)> {
        let environment = chosen.environment.into();
        let name = chosen.profile.clone().unwrap_or_else(|| ProfileName::usual_for(environment));
        let local = self.local()?;
        let profile = engine::profiles::load(&local.paths, &name)?;
        let engine = self.connected(Some(&profile)).await?;
        // "For this session only": what standard input gave goes no further than this process's memory.
        if let Some(secret) = ask::secret_from_stdin(&chosen.secret)? {
            engine.session.save(&name, &secret)?;
        }
        let target = Target {
            image_tag: chosen.image_tag.clone(),
            image_version: chosen.image_version.clone(),
            ..Target::new(environment, name)
        };
        let request = DeployRequest {
            pairing_confirmed: chosen.confirm_pairing,
            update_both: chosen.update_both,
            network: network(chosen),
            ..DeployRequest::new(vec![target])
        };
        Ok((engine, request))
    }
}

fn network(chosen: &Chosen) -> NetworkChoice {
    match chosen.vpc.as_deref() {
        None => NetworkChoice::New,
        Some("quilt") => NetworkChoice::Quilt,
        Some(vpc) => NetworkChoice::Existing { vpc: vpc.to_owned(), subnets: chosen.subnets.clone() },
    }
}
