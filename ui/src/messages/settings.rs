//! The settings.

use ipc::{Environment, ProfileName};

use crate::words;

pub const TITLE: &str = "Settings";
pub const BACK: &str = "Back";

pub mod profiles {
    use super::{Environment, ProfileName, words};

    pub const TITLE: &str = "Profiles";
    pub const LEAD: &str = "A profile is one Benchling app's webhook: which app, which Quilt stack, where packages go. Prod uses the profile \"default\", dev the profile \"dev\".";
    pub const LOADING: &str = "Reading the profiles";
    pub const NONE: &str = "There are no profiles yet.";
    pub const NONE_NEXT: &str = "The set-up makes them as it goes; you can also add one here.";
    pub const ADD: &str = "Add a profile";
    pub const EDIT: &str = "Edit";
    pub const COPY: &str = "Copy";
    pub const DELETE: &str = "Delete";
    pub const BROKEN: &str = "Can't be read";
    pub const FILE: &str = "File";
    pub const TENANT: &str = "Tenant";
    pub const APP: &str = "App definition";
    pub const STACK: &str = "Quilt stack";
    pub const BUCKET: &str = "Bucket";
    pub const IMAGE: &str = "Image tag";
    pub const SECRET: &str = "Client secret";
    pub const IN_KEYRING: &str = "In your keyring";
    pub const IN_SESSION: &str = "In memory, until this program ends";
    pub const NO_SECRET: &str = "Missing: edit the profile to enter it";
    pub const LOOKING: &str = "Asking the keyring";
    pub const COPY_PATH: &str = "Copy the file's path";
    pub const COPY_KEPT: &str = "Copy the path of the kept file";

    pub fn runs(environment: Environment) -> String {
        format!("Runs in {environment}")
    }
    pub fn edit(name: &ProfileName) -> String {
        format!("Edit {name}")
    }
    pub fn copy(name: &ProfileName) -> String {
        format!("Copy {name}")
    }
    pub fn delete(name: &ProfileName) -> String {
        format!("Delete {name}")
    }
    pub fn saved(name: &ProfileName) -> String {
        format!("The profile \"{name}\" is saved. Deploy again where it should take effect.")
    }
    pub fn deleted(name: &ProfileName) -> String {
        format!("The profile \"{name}\" is deleted. Its settings are kept, without secrets, in")
    }
    pub fn stack(name: &str, region: &str, account: &str) -> String {
        format!("{name} in {region}, account {account}")
    }

    // What is done less often

    pub const IMPORT: &str = "Import from an older tool";
    pub const MORE: &str = "More";
    pub const RENAME: &str = "Rename";
    pub const COMPARE: &str = "Compare";
    pub const EXPORT: &str = "Export without secrets";
    pub const NEW_NAME: &str = "New name";
    pub const RENAME_LEAD: &str =
        "The file, the client secret in the keyring and the record of what was deployed take the new name.";
    pub const WITH: &str = "With";
    pub const COMPARE_LEAD: &str = "All that the files say, but no secret.";
    pub const KEY: &str = "Setting";
    pub const UNSET: &str = "not set";

    pub fn more(name: &ProfileName) -> String {
        format!("More for {name}")
    }
    pub fn rename(name: &ProfileName) -> String {
        format!("Rename {name}")
    }
    pub fn compare(name: &ProfileName) -> String {
        format!("Compare {name}")
    }
    pub fn export(name: &ProfileName) -> String {
        format!("Export {name} without secrets")
    }
    pub fn rename_to(name: &str) -> String {
        if name.trim().is_empty() { RENAME.into() } else { format!("Rename to {}", name.trim()) }
    }
    pub fn runs_with_old(environments: &[Environment]) -> String {
        format!(
            "{} was deployed from it and keeps the secret of the old name until it is deployed again. An environment takes its usual profile, \"default\" or \"dev\", unless you confirm another.",
            words::listed(environments)
        )
    }
    pub fn renamed(from: &ProfileName, to: &str) -> String {
        format!("The profile \"{from}\" is now \"{to}\".")
    }
    pub fn exported(name: &ProfileName) -> String {
        format!("The profile \"{name}\" is exported, without secrets, to")
    }
    pub fn repaired(name: &ProfileName) -> String {
        format!("The profile \"{name}\" is repaired. The broken file is kept in")
    }
    pub fn was_set_aside(name: &ProfileName) -> String {
        format!("The broken file of \"{name}\" is set aside, as it was, in")
    }
    pub fn same(left: &ProfileName, right: &str) -> String {
        format!("{left} and {right} say the same.")
    }

    // The form

    pub const ADD_LEAD: &str = "Each Benchling app needs a profile of its own.";
    pub const EDIT_LEAD: &str = "What runs is changed by the next deployment, not by saving.";
    pub const COPY_LEAD: &str = "Everything is taken over but what you change here.";
    pub const NAME: &str = "Name";
    pub const NAME_HELP: &str = "Also its file's name. Prod looks for \"default\", dev for \"dev\".";
    pub const SAME_SECRET_HELP: &str = "Switch it off if the other app has credentials of its own.";
    pub const KEEP: &str = "Keep the client secret in the keyring";
    pub const KEEP_HELP: &str = "Otherwise it is kept in memory until this program ends.";
    pub const CANCEL: &str = "Cancel";
    pub const SAVE: &str = "Save";
    pub const BENCHLING: &str = "Benchling";
    pub const QUILT: &str = "Quilt";
    pub const IMAGE_PART: &str = "Image and access";
    pub const IMAGE_ALONE: &str = "Image";
    pub const ACCEPTED: &str = "Accepted";
    pub const FOUND: &str = "Found";
    pub const RUNS_WEBHOOK: &str = "Runs a webhook itself";

    pub fn keys_found(count: usize) -> String {
        format!("{} found", words::counted(count as u64, "key"))
    }
    pub fn taken(name: &ProfileName) -> String {
        format!("There is a profile \"{name}\" already. Choose another name.")
    }
    pub fn save_as(name: &str) -> String {
        if name.trim().is_empty() { "Save the profile".into() } else { format!("Save {}", name.trim()) }
    }
    pub fn same_secret(from: &ProfileName) -> String {
        format!("Use the client id and secret of {from}")
    }
    pub fn secret_name(name: &str) -> String {
        format!("In Secrets Manager its secret will be {name}.")
    }
    pub fn same_app(others: &[ProfileName]) -> String {
        let verb = if others.len() == 1 { "uses" } else { "use" };
        format!(
            "{} {verb} this app definition too. An app sends its webhooks to one address only, so one of the environments would get none.",
            words::listed(others)
        )
    }

    // Deleting

    pub const DELETE_TITLE: &str = "Delete a profile";
    pub const KEEP_SECRET: &str = "Leave the client secret in the keyring";
    pub const GO_AHEAD: &str = "To go ahead";
    pub const LOST_SECRET: &str =
        "Its client secret in your computer's keyring. Benchling does not show it again.";
    pub const STAYS: &str =
        "Nothing in AWS changes, and a copy of the file without secrets stays in the folder \"removed\".";

    pub fn lost(name: &ProfileName) -> String {
        format!("What goes with {name}")
    }
    pub fn lost_file(path: &str) -> String {
        format!("The file {path}.")
    }
    pub fn in_use(environments: &[Environment]) -> String {
        format!(
            "{} was deployed from it. What runs goes on, but this computer can't deploy there, change the secret or roll back until there is such a profile again.",
            words::listed(environments)
        )
    }
    pub fn type_word(word: &ProfileName) -> String {
        format!("Type {word}")
    }
}

pub mod places {
    pub const TITLE: &str = "Where things are stored";
    pub const SHORT: &str = "Storage";
    pub const LEAD: &str = "Everything that this program keeps, and what each place holds.";
    pub const LOADING: &str = "Looking up the places";
    pub const OPEN: &str = "Open the folder";
    pub const COPY_PATH: &str = "Copy the path";
    pub const COPY_NAME: &str = "Copy the name";
    pub const CONFIG: &str = "Configuration folder";
    pub const CONFIG_HOLDS: &str = "Profiles, the record of deployments and its history, the journal of each run, when each environment was tested last. No secret.";
    pub const KEYRING: &str = "Your computer's keyring";
    pub const KEYRING_HOLDS: &str =
        "The client secret of each profile, an entry each, under this service and the profile's name.";
    pub const KEYRING_NONE: &str = "No profile yet, so no entry.";
    pub const SECRETS: &str = "AWS Secrets Manager";
    pub const SECRETS_HOLDS: &str = "What the webhook's containers read: tenant, client id and secret, app definition, package settings. One secret for each environment that is deployed.";
    pub const STACK: &str = "AWS CloudFormation";
    pub const STACK_HOLDS: &str =
        "The stack with everything that runs. Its parameters and outputs are the truth about it.";
    pub const PAGE: &str = "This window";
    pub const PAGE_HOLDS: &str = "What was typed into the set-up, so that a crash loses nothing; how the window looks; the last answers of the dashboard. Never the client secret.";
    pub const PAGE_NOWHERE: &str = "Where the system keeps a web view's storage.";

    pub fn entry(service: &str, name: &str) -> String {
        format!("{service} / {name}")
    }
}

pub mod general {
    pub const TITLE: &str = "General";
    pub const LEAD: &str = "How the window looks, and when it speaks up.";
    pub const APPEARANCE: &str = "Appearance";
    pub const SYSTEM: &str = "As the system is";
    pub const LIGHT: &str = "Light";
    pub const DARK: &str = "Dark";
    pub const TEXT_SIZE: &str = "Text size";
    pub const NOTIFICATIONS: &str = "Notifications";
    pub const NOTIFY: &str = "Tell me when a deployment has ended";
    pub const NOTIFY_HELP: &str = "By a notification of your desktop, while this window is not in front.";

    pub fn percent(size: u32) -> String {
        format!("{size} %")
    }
}

pub mod diagnostics {
    pub const TITLE: &str = "Diagnostics";
    pub const LEAD: &str = "For whoever helps you with a fault: a file that says what this program sees.";
    pub const LOADING: &str = "Collecting";
    pub const INTRO: &str = "This would go into the file. No secret, tenant or client id is in it, and of account ids only the last four digits. Names of people, buckets and stacks are: look into it before you pass it on.";
    pub const WRITE: &str = "Write the file";
    pub const AGAIN: &str = "Collect again";
    pub const WRITTEN: &str = "It is written. Nothing was sent anywhere.";
    pub const OPEN: &str = "Open the folder";
    pub const COPY_PATH: &str = "Copy the file's path";
    pub const NAME: &str = "Name";
    pub const ABOUT: &str = "What it is";
    pub const SIZE: &str = "Size";

    pub fn size(bytes: usize) -> String {
        if bytes < 1024 { format!("{bytes} B") } else { format!("{} KiB", bytes.div_ceil(1024)) }
    }
}

pub mod about {
    pub const TITLE: &str = "About";
    pub const LOADING: &str = "Reading the licences";
    pub const NAME: &str = "Benchling Webhook Installer";
    pub const LEAD: &str = "Installs the Benchling webhook for Quilt into your AWS account.";
    pub const VERSION: &str = "Version";
    pub const BUILD: &str = "Built from";
    pub const BUILD_UNKNOWN: &str = "A local build";
    pub const SYSTEM: &str = "System";
    pub const LICENCE: &str = "Licence";
    pub const APACHE: &str = "Apache License 2.0";
    pub const COPY: &str = "Copy version and system";
    pub const OTHERS: &str = "Made with the work of others";
    pub const SEARCH: &str = "Search by name or licence";
    pub const NO_MATCH: &str = "No package has that in its name or licence.";
    pub const TEXT_LOADING: &str = "Reading the licence";

    pub fn count(shown: usize, all: usize) -> String {
        if shown == all { format!("{all} packages") } else { format!("{shown} of {all} packages") }
    }
    pub fn package(name: &str, version: &str, licence: &str) -> String {
        format!("{name} {version}, {licence}")
    }
    pub fn summary(version: &str, build: &str, system: &str) -> String {
        format!("Benchling Webhook Installer {version} ({build}), {system}")
    }
}

pub mod updates {
    pub const TITLE: &str = "Newer versions";
    pub const LOOK: &str = "Look for a newer version when this page opens";
    pub const LOOK_HELP: &str = "We ask the project's releases page, and send nothing about you.";
    pub const LOOK_NOW: &str = "Look now";
    pub const INSTALL: &str = "Install it and start again";
    pub const ELSEWHERE: &str =
        "This build does not update itself. Your package manager, or whoever built it, does.";
    pub const OFF: &str = "Switched off on this machine by BENCHLING_WEBHOOK_NO_UPDATES.";
    pub const NEWEST: &str = "This is the newest version.";

    pub fn found(version: &str, notes: &str) -> String {
        let notes = notes.trim();
        let end = if notes.is_empty() { String::new() } else { format!(" {notes}") };
        format!("Version {version} is there. Its signature is proved before it is installed.{end}")
    }
}
