//! `import` and what follows it.

use std::path::PathBuf;

use clap::Args;
use ipc::ProfileName;

#[derive(Args)]
pub struct Import {
    /// Look in this folder, too; may be repeated
    #[arg(long = "from", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Import only these profiles, with commas between [default: all that are new]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub profiles: Vec<ProfileName>,
    /// Take a profile from this file, where several speak of it
    #[arg(long = "source", value_name = "NAME=FILE", value_parser = super::profiles::pair)]
    pub sources: Vec<(String, String)>,
    /// What the files lack, such as default.benchlingPkgBucket=packages; may be repeated
    #[arg(long = "set", value_name = "NAME.KEY=VALUE", value_parser = super::profiles::pair)]
    pub given: Vec<(String, String)>,
    /// Leave the history of deployments out
    #[arg(long)]
    pub no_history: bool,
    /// Take the client secret out of the older file once the keyring has it; the npm tool will ask for it then
    #[arg(long, conflicts_with = "keep_secret")]
    pub remove_secret: bool,
    /// Leave the client secret in the older file, in plain text
    #[arg(long)]
    pub keep_secret: bool,
}
