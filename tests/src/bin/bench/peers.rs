//! What people use today, as `scripts/setup bench` installs it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use installer_tests::standins::{REGION, tools};

pub fn folder(peer: &str) -> Result<PathBuf> {
    Ok(tools()?.join("peers").join(peer))
}

/// The CDK's command, run by Node.js itself.
pub struct Cdk {
    command: PathBuf,
    modules: PathBuf,
}

impl Cdk {
    pub fn installed() -> Result<Self> {
        let modules = folder("cdk")?.join("node_modules");
        let command = modules.join("aws-cdk/bin/cdk");
        anyhow::ensure!(command.is_file(), "the CDK is not installed; scripts/setup bench installs it");
        Ok(Self { command, modules })
    }

    pub fn program() -> PathBuf {
        "node".into()
    }

    /// `cdk` with these words, for the app that is like this product's stack.
    pub fn arguments(&self, words: &[&str]) -> Vec<String> {
        let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/cdk/app.js");
        let mut all = vec![self.command.display().to_string()];
        all.extend(words.iter().map(|word| (*word).to_owned()));
        // Neither asks whether there is something newer nor tells anybody that it was used.
        let app = format!("node {}", app.display());
        all.extend(["--app", &app, "--no-version-reporting", "--no-notices"].map(str::to_owned));
        all
    }

    /// With its cache in this folder: it keeps there which account a key belongs to, and each stand-in has its own.
    pub fn variables(&self, folder: &Path) -> Vec<(&'static str, String)> {
        vec![
            ("CDK_HOME", folder.join("cdk-home").display().to_string()),
            ("NODE_PATH", self.modules.display().to_string()),
            ("CDK_DISABLE_CLI_TELEMETRY", "true".into()),
            ("CI", "true".into()),
        ]
    }

    pub fn version(&self) -> Result<String> {
        let of = |package: &str| -> Result<String> {
            let manifest = std::fs::read_to_string(self.modules.join(package).join("package.json"))?;
            let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
            Ok(format!("{package} {}", manifest["version"].as_str().context("a version")?))
        };
        Ok(format!("{}, {}", of("aws-cdk")?, of("aws-cdk-lib")?))
    }
}

pub fn aws() -> Result<PathBuf> {
    let program = folder("aws")?.join("bin/aws");
    anyhow::ensure!(program.is_file(), "awscli is not installed; scripts/setup bench installs it");
    Ok(program)
}

/// The AWS command line knows the region by another variable than the SDKs.
pub fn aws_variables() -> Vec<(&'static str, String)> {
    vec![("AWS_DEFAULT_REGION", REGION.into())]
}

/// Debian's, past the script that starts it.
pub fn chromium() -> Result<PathBuf> {
    let program = PathBuf::from("/usr/lib/chromium/chromium");
    anyhow::ensure!(program.is_file(), "Chromium is not installed; scripts/setup bench installs it");
    Ok(program)
}
