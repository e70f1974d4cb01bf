//! `profiles` and what follows it.

use clap::{Args, Subcommand};
use ipc::{AppDefinitionId, ImageTag, ProfileName, StackArn};

#[derive(Args)]
pub struct Profiles {
    #[command(subcommand)]
    pub what: Option<ProfilesCommand>,
}

#[derive(Subcommand)]
pub enum ProfilesCommand {
    /// List them all; what is done where nothing is said
    List,
    /// Show one profile as it is stored, without secrets
    Show { name: ProfileName },
    /// Make a profile from another one, with what differs
    Copy(CopyProfile),
    /// Give a profile another name; what runs keeps its secret until its next deployment
    Rename { from: ProfileName, to: ProfileName },
    /// Show what differs between two profiles, without secrets
    Diff { left: ProfileName, right: ProfileName },
    /// Print a profile's file without secrets, for somebody else
    Export { name: ProfileName },
    /// Repair a profile that can't be read; the broken file is kept in set-aside/
    Repair(Mend),
    /// Move a profile that can't be read out of the way, into set-aside/
    SetAside { name: ProfileName },
    /// Delete a profile and its client secret in the keyring; nothing in AWS changes
    Delete(DeleteProfile),
}

#[derive(Args)]
pub struct CopyProfile {
    /// The profile to start from
    pub from: ProfileName,
    /// The new profile's name
    pub to: ProfileName,
    /// Id of the other app definition in Benchling, appdef_...
    #[arg(long, value_name = "ID")]
    pub app_definition_id: Option<AppDefinitionId>,
    /// Image tag to deploy, such as 0.18.0
    #[arg(long, value_name = "TAG")]
    pub image_tag: Option<ImageTag>,
    /// ARN of another Quilt stack
    #[arg(long, value_name = "ARN")]
    pub quilt_stack_arn: Option<StackArn>,
    /// Leave the client secret out of the new profile; give it at each deployment
    #[arg(long)]
    pub no_keyring: bool,
}

#[derive(Args)]
pub struct DeleteProfile {
    pub name: ProfileName,
    /// Leave its client secret in the keyring
    #[arg(long)]
    pub keep_secret: bool,
    /// Agree beforehand, by the profile's name; --yes alone does not
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
}

#[derive(Args)]
pub struct Mend {
    pub name: ProfileName,
    /// What is right for a key, such as benchlingTenant=my-company; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub given: Vec<(String, String)>,
}

pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("it has to be KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
