//! The names by which the page calls its host, and what only this bridge carries.

use serde::{Deserialize, Serialize};

use crate::profile::ProfileEntry;
use crate::progress::Progress;
use crate::status::{DeployRecord, RecordedOutcome};
use crate::{Environment, Problem, ProfileName, Tenant, Timestamp};

/// Commands; each is a file of the same name in `app/commands` and `ui/src/backend`.
pub mod command {
    /// `() -> Start`
    pub const START: &str = "start";
    /// `{mode: Mode} -> Start`: go on for real, or rehearse.
    pub const CHOOSE_MODE: &str = "choose_mode";
    /// `{appearance: Appearance}`: light, dark, or as the system is.
    pub const CHOOSE_APPEARANCE: &str = "choose_appearance";
    /// `{fault: Option<Fault>}`: what the rehearsal should fail with next.
    pub const REHEARSE_FAILURE: &str = "rehearse_failure";
    /// `() -> Vec<CredentialSource>`
    pub const CREDENTIAL_SOURCES: &str = "credential_sources";
    /// `{choice: AwsChoice} -> Caller`
    pub const CONNECT: &str = "connect";
    /// `{choice: AwsChoice} -> SignInPrompt`: begins to sign in with SSO; one that was under way is cancelled.
    pub const SIGN_IN: &str = "sign_in";
    /// `() -> SignInEnd`: waits until somebody has agreed in the browser, or it is cancelled.
    pub const AWAIT_SIGN_IN: &str = "await_sign_in";
    /// `()`
    pub const CANCEL_SIGN_IN: &str = "cancel_sign_in";
    /// `{choice: AwsChoice, code: String}`: takes the role that wants the code of an MFA device.
    pub const TAKE_ROLE: &str = "take_role";
    /// `() -> Network`
    pub const NETWORK: &str = "network";
    /// `{settings: NetworkSettings}`: counts from the next connection on.
    pub const SAVE_NETWORK: &str = "save_network";
    /// `() -> Vec<QuiltStack>`
    pub const QUILT_STACKS: &str = "quilt_stacks";
    /// `{arn: StackArn} -> QuiltStack`
    pub const QUILT_STACK: &str = "quilt_stack";
    /// `{name: BucketName} -> BucketFound`
    pub const CHECK_BUCKET: &str = "check_bucket";
    /// `{query: NetworkQuery} -> NetworkFound`
    pub const FIND_NETWORK: &str = "find_network";
    /// `{app: AppManifest} -> String`: the text to give to Benchling.
    pub const APP_MANIFEST: &str = "app_manifest";
    /// `{app: AppManifest} -> String`: the same in a new file among the person's downloads, and where.
    pub const SAVE_APP_MANIFEST: &str = "save_app_manifest";
    /// `{id: AppDefinitionId} -> SigningKeys`
    pub const CHECK_APP_DEFINITION: &str = "check_app_definition";
    /// `{profile: ProfileName, secret: String}`: the one way of the client secret, from the page to the host.
    pub const HOLD_SECRET: &str = "hold_secret";
    /// `{query: CredentialsQuery}`: asks Benchling with the secret that is held or kept.
    pub const CHECK_BENCHLING: &str = "check_benchling";
    /// `{profile: ProfileName} -> Option<SecretPlace>`
    pub const SECRET_PLACE: &str = "secret_place";
    /// `{profile: Profile, place: SecretPlace}`: writes the profile and keeps the held secret there.
    pub const SAVE_PROFILE: &str = "save_profile";
    /// `{from: ProfileName, to: ProfileName}`: dev may use prod's client secret.
    pub const COPY_SECRET: &str = "copy_secret";
    /// `() -> Vec<ProfileEntry>`
    pub const PROFILES: &str = "profiles";
    /// `{request: DeployRequest} -> Preflight`
    pub const PREFLIGHT: &str = "preflight";
    /// `{request: DeployRequest} -> Plan`
    pub const PLAN: &str = "plan";
    /// `{request: RemoveRequest} -> Plan`
    pub const PLAN_REMOVAL: &str = "plan_removal";
    /// `{request: RepairRequest} -> Plan`
    pub const PLAN_REPAIR: &str = "plan_repair";
    /// `{plan: String}`: leave nothing of it behind.
    pub const DISCARD_PLAN: &str = "discard_plan";
    /// `{plan: String} -> Progress`: starts it; the rest comes as events.
    pub const DEPLOY: &str = "deploy";
    /// `()`: stops what runs; the progress tells the rest.
    pub const STOP: &str = "stop";
    /// `() -> Option<Progress>`: the present state of the last or running deployment.
    pub const PROGRESS: &str = "progress";
    /// `() -> Vec<RawEvent>`: CloudFormation's own events of that deployment, oldest first.
    pub const STACK_EVENTS: &str = "stack_events";
    /// `() -> Status`
    pub const STATUS: &str = "status";
    /// `() -> Option<Status>`: as it was seen last, for a start without a network.
    pub const LAST_SEEN: &str = "last_seen";
    /// `{environment: Environment} -> Verification`
    pub const VERIFY: &str = "verify";
    /// `{query: LogsQuery} -> Vec<LogRow>`, oldest first
    pub const LOGS: &str = "logs";
    /// `{query: HistoryQuery} -> HistoryPage`, newest first
    pub const HISTORY: &str = "history";
    /// `{environment: Environment, to: Option<String>} -> DeployRecord`: the row of that moment, else of the
    /// image before the one that runs
    pub const WAY_BACK: &str = "way_back";
    /// `{environment: Environment, secret: String, keep: bool}`: a new client secret, held when Benchling accepts it
    pub const ROTATE_SECRET: &str = "rotate_secret";
    /// `{environment: Environment}`: takes what somebody changed in Secrets Manager into the profile, not the secret
    pub const ADOPT: &str = "adopt";
    /// `() -> Vec<Drift>`: up to minutes
    pub const DRIFT: &str = "drift";
    /// `() -> Promotion`
    pub const PROMOTION: &str = "promotion";
    /// `{from: ProfileName, profile: Profile, place: SecretPlace}`: writes a new profile with what `from` says beyond it.
    pub const COPY_PROFILE: &str = "copy_profile";
    /// `{removal: ProfileRemoval} -> String`: the file that keeps its content.
    pub const DELETE_PROFILE: &str = "delete_profile";
    /// `() -> ImportPreview`: what older tools left on this machine.
    pub const FIND_IMPORTS: &str = "find_imports";
    /// `{choice: ImportChoice} -> ImportResult`
    pub const IMPORT: &str = "import";
    /// `()`: what is there now is not offered at the start again.
    pub const SKIP_IMPORT: &str = "skip_import";
    /// `{from: ProfileName, to: ProfileName} -> Renamed`
    pub const RENAME_PROFILE: &str = "rename_profile";
    /// `{left: ProfileName, right: ProfileName} -> Vec<ProfileDifference>`
    pub const COMPARE_PROFILES: &str = "compare_profiles";
    /// `{profile: ProfileName} -> String`: its file without secrets among the person's downloads, and where.
    pub const EXPORT_PROFILE: &str = "export_profile";
    /// `{profile: ProfileName, given: BTreeMap<String, String>} -> RepairPlan`: changes nothing.
    pub const REPAIR_PLAN: &str = "repair_plan";
    /// `{profile: ProfileName, given: BTreeMap<String, String>} -> String`: where the broken file is then.
    pub const REPAIR_PROFILE: &str = "repair_profile";
    /// `{profile: ProfileName} -> String`: where the broken file is then.
    pub const SET_ASIDE_PROFILE: &str = "set_aside_profile";
    /// `() -> Places`
    pub const PLACES: &str = "places";
    /// `{folder: Folder}`: shows it in the system's file manager.
    pub const OPEN_FOLDER: &str = "open_folder";
    /// `() -> Vec<DiagnosticsEntry>`: what would be written; it is held for [`WRITE_DIAGNOSTICS`].
    pub const DIAGNOSTICS: &str = "diagnostics";
    /// `() -> String`: writes what was listed last, and answers with the file.
    pub const WRITE_DIAGNOSTICS: &str = "write_diagnostics";
    /// `() -> About`
    pub const ABOUT: &str = "about";
    /// `{name: String, version: String} -> String`: the licences of a package that this program is made with.
    pub const LICENCE_TEXT: &str = "licence_text";
    /// `{title: String, percent: Option<u8>}`: what the window's title and the taskbar say.
    pub const SHOW_STATE: &str = "show_state";
    /// `{title: String, text: String}`: a notification of the desktop, where there is something that shows it.
    pub const NOTIFY: &str = "notify";

    /// `() -> Updates`: whether there is a newer version of this program.
    pub const FIND_UPDATE: &str = "find_update";
    /// `()`: installs it and starts it; comes back only where that failed or there was nothing to install.
    pub const INSTALL_UPDATE: &str = "install_update";

    /// All of them, in the order above. The host's build script declares these, which makes every other command
    /// unreachable from the page.
    pub const ALL: &[&str] = &[
        START,
        CHOOSE_MODE,
        CHOOSE_APPEARANCE,
        REHEARSE_FAILURE,
        CREDENTIAL_SOURCES,
        CONNECT,
        SIGN_IN,
        AWAIT_SIGN_IN,
        CANCEL_SIGN_IN,
        TAKE_ROLE,
        NETWORK,
        SAVE_NETWORK,
        QUILT_STACKS,
        QUILT_STACK,
        CHECK_BUCKET,
        FIND_NETWORK,
        APP_MANIFEST,
        SAVE_APP_MANIFEST,
        CHECK_APP_DEFINITION,
        HOLD_SECRET,
        CHECK_BENCHLING,
        SECRET_PLACE,
        SAVE_PROFILE,
        COPY_SECRET,
        PROFILES,
        PREFLIGHT,
        PLAN,
        PLAN_REMOVAL,
        PLAN_REPAIR,
        DISCARD_PLAN,
        DEPLOY,
        STOP,
        PROGRESS,
        STACK_EVENTS,
        STATUS,
        LAST_SEEN,
        VERIFY,
        LOGS,
        HISTORY,
        WAY_BACK,
        ROTATE_SECRET,
        ADOPT,
        DRIFT,
        PROMOTION,
        COPY_PROFILE,
        DELETE_PROFILE,
        FIND_IMPORTS,
        IMPORT,
        SKIP_IMPORT,
        RENAME_PROFILE,
        COMPARE_PROFILES,
        EXPORT_PROFILE,
        REPAIR_PLAN,
        REPAIR_PROFILE,
        SET_ASIDE_PROFILE,
        PLACES,
        OPEN_FOLDER,
        DIAGNOSTICS,
        WRITE_DIAGNOSTICS,
        ABOUT,
        LICENCE_TEXT,
        SHOW_STATE,
        NOTIFY,
        FIND_UPDATE,
        INSTALL_UPDATE,
    ];
}

/// Events from the host to the page.
pub mod event {
    /// [`crate::progress::Progress`], whole, after each change.
    pub const PROGRESS: &str = "progress";
}

/// Which lines of an environment's logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsQuery {
    pub environment: Environment,
    /// A line a request, as API Gateway writes it, instead of what the containers write.
    pub access: bool,
    /// Only lines with this text.
    pub with: String,
    /// None reaches back thirty days.
    pub since: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogRow {
    pub at: Timestamp,
    pub text: String,
}

/// Which rows of the history, counted from the newest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryQuery {
    pub environment: Option<Environment>,
    pub outcome: Option<RecordedOutcome>,
    /// Every word of it occurs somewhere in the row.
    pub search: String,
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    /// How many rows there are.
    pub all: usize,
    /// How many of them fit.
    pub found: usize,
    /// Of these, the ones that were asked for.
    pub rows: Vec<DeployRecord>,
}

/// What the window needs to know before it shows anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    pub version: String,
    pub mode: Mode,
    /// Where profiles and records are kept, as a person would look for it.
    pub config_folder: String,
    pub profiles: Vec<ProfileEntry>,
    /// A deployment has been recorded, so the dashboard is the place to open.
    pub installed: bool,
    /// Older tools left something that nobody has been shown yet.
    pub to_import: bool,
    /// A deployment that was running when the program last ended, re-attached.
    pub unfinished: Option<Progress>,
    /// The config folder or a file in it can't be used.
    pub problem: Option<Problem>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Real,
    Rehearsal,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the system is.
    #[default]
    System,
    Light,
    Dark,
}

/// Where this program keeps things, beyond the config folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Places {
    pub config_folder: String,
    /// The page's own storage; none where the system keeps it out of sight.
    pub page_storage: Option<String>,
    /// Under which the keyring's entries are found.
    pub keyring_service: String,
    pub stack: String,
}

/// The folders that the page can have shown; where they are is the host's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Folder {
    Config,
    PageStorage,
    /// Of the diagnostics that were written last.
    Diagnostics,
}

/// A text of the diagnostics, without the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsEntry {
    pub name: String,
    pub about: String,
    /// In bytes, before it is packed.
    pub size: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    pub version: String,
    /// What it was built from, where the build was told.
    pub commit: Option<String>,
    pub system: String,
    /// What it is made with, by name.
    pub packages: Vec<Package>,
}

/// What is known of newer versions of this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Updates {
    /// This build doesn't look for any: whoever built it, or a package manager, keeps it up to date.
    Elsewhere,
    /// Switched off for everybody on this machine.
    Off,
    Newest,
    Found {
        version: String,
        notes: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Package {
    pub name: String,
    pub version: String,
    /// As its authors declare it: `MIT OR Apache-2.0`.
    pub licence: String,
}

/// What a rehearsal can be told to fail with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    CredentialsExpired,
    PermissionDenied,
    ImageMissing,
    CrashLoop,
    Quota,
    UpdateRollbackFailed,
}

impl Fault {
    pub const ALL: [Self; 6] = [
        Self::CredentialsExpired,
        Self::PermissionDenied,
        Self::ImageMissing,
        Self::CrashLoop,
        Self::Quota,
        Self::UpdateRollbackFailed,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::CredentialsExpired => "Credentials expired",
            Self::PermissionDenied => "Permission denied",
            Self::ImageMissing => "Image missing",
            Self::CrashLoop => "Container crashes at start",
            Self::Quota => "Quota reached",
            Self::UpdateRollbackFailed => "Roll-back fails",
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::CredentialsExpired => "credentials-expired",
            Self::PermissionDenied => "permission-denied",
            Self::ImageMissing => "image-missing",
            Self::CrashLoop => "crash-loop",
            Self::Quota => "quota",
            Self::UpdateRollbackFailed => "update-rollback-failed",
        }
    }
}

/// What is known about the app that is to be made in Benchling; its name says what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppManifest {
    pub environment: Environment,
    /// The catalog that the packages are in, without scheme: `quilt.example.com`.
    pub catalog: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialsQuery {
    pub profile: ProfileName,
    pub tenant: Tenant,
    pub client_id: String,
}
