//! Our own stack as its parameters and outputs show it: they are the truth about what runs.

use ipc::{Digest, Environment, ImageTag, ProfileName, TaskCount, TaskSize};

use crate::cloud::Stack;
use crate::contract::{Contract, PackagerOutput};
use crate::template::Size;

/// The name of an environment's parameter or output: `ProdImage`.
pub fn own(environment: Environment, name: &str) -> String {
    format!("{}{name}", environment.title())
}

impl Stack {
    pub fn parameter(&self, environment: Environment, name: &str) -> Option<&str> {
        self.parameters.get(&own(environment, name)).map(String::as_str)
    }

    pub fn output(&self, environment: Environment, name: &str) -> Option<&str> {
        self.outputs.get(&own(environment, name)).map(String::as_str)
    }

    /// Made from our template, not by another tool under the same name.
    pub fn is_ours(&self) -> bool {
        Environment::ALL.into_iter().any(|environment| self.parameter(environment, "Enabled").is_some())
    }

    pub fn has(&self, environment: Environment) -> bool {
        self.parameter(environment, "Enabled") == Some("true")
    }

    /// Only some addresses may call this environment.
    pub fn is_restricted(&self, environment: Environment) -> bool {
        self.parameter(environment, "AllowList").is_some_and(|list| !list.trim().is_empty())
    }

    /// What an environment may use now; none where somebody gave it what we don't know.
    pub fn size(&self, environment: Environment) -> Option<Size> {
        let number = |name: &str| self.parameter(environment, name)?.parse().ok();
        Some(Size {
            task: TaskSize::new(number("Cpu")?, number("Memory")?).ok()?,
            tasks: TaskCount::new(number("MinTasks")?, number("MaxTasks")?).ok()?,
        })
    }

    /// The stage's root, without a trailing slash.
    pub fn endpoint(&self, environment: Environment) -> Option<&str> {
        self.output(environment, "Endpoint").map(|url| url.trim_end_matches('/'))
    }

    pub fn image_tag(&self, environment: Environment) -> ImageTag {
        let tag = self.output(environment, "ImageTag").and_then(|tag| tag.parse().ok());
        tag.unwrap_or_else(|| {
            "unknown".parse().unwrap_or_else(|_| unreachable!("\"unknown\" is a valid tag"))
        })
    }

    /// What its task definition names; a task tells what really runs.
    pub fn declared_digest(&self, environment: Environment) -> Option<Digest> {
        self.output(environment, "Image")?.split_once('@')?.1.parse().ok()
    }

    pub fn profile(&self, environment: Environment) -> Option<ProfileName> {
        self.output(environment, "Profile")?.parse().ok()
    }

    /// The contract by which an environment's image runs now.
    pub fn contract(&self, environment: Environment) -> Option<Contract> {
        Some(Contract {
            port: self.parameter(environment, "Port")?.parse().ok()?,
            sidecars: self.parameter(environment, "Sidecars")? == "true",
            packager: PackagerOutput::Either,
        })
    }
}
