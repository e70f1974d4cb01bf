//! What a container finds in Secrets Manager: the settings of its profile that it reads there, and the client secret.
//!
//! Both key families: the images read snake_case, the design shows upper case, extra keys do no harm.

use ipc::Profile;

use crate::secret::Secret;

/// A key of both families, and the setting of the profile that it holds; none for the client secret.
pub struct Key {
    pub snake: &'static str,
    pub upper: Option<&'static str>,
    pub setting: Option<&'static str>,
}

const fn key(snake: &'static str, upper: &'static str, setting: &'static str) -> Key {
    Key { snake, upper: Some(upper), setting: Some(setting) }
}

pub const KEYS: [Key; 10] = [
    key("tenant", "BENCHLING_TENANT", "benchlingTenant"),
    key("client_id", "BENCHLING_CLIENT_ID", "benchlingClientId"),
    Key { snake: "client_secret", upper: Some("BENCHLING_CLIENT_SECRET"), setting: None },
    key("app_definition_id", "BENCHLING_APP_DEFINITION_ID", "benchlingAppDefinitionId"),
    key("pkg_prefix", "BENCHLING_PKG_PREFIX", "pkgPrefix"),
    key("pkg_key", "BENCHLING_PKG_KEY", "pkgKey"),
    key("user_bucket", "BENCHLING_PKG_BUCKET", "benchlingPkgBucket"),
    key("log_level", "BENCHLING_LOG_LEVEL", "logLevel"),
    key("enable_webhook_verification", "BENCHLING_ENABLE_WEBHOOK_VERIFICATION", "enableWebhookVerification"),
    Key { snake: "webhook_allow_list", upper: None, setting: Some("webhookAllowList") },
];

impl Key {
    /// The key of either family.
    pub fn of(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.snake == name || key.upper == Some(name))
    }
}

/// Whether what a key holds may be shown: a setting of the profile, which is no secret.
pub fn may_be_shown(name: &str) -> bool {
    Key::of(name).is_some_and(|key| key.setting.is_some())
}

/// As JSON text. Without a client secret, all but that.
pub fn content(profile: &Profile, client_secret: Option<&Secret>) -> Secret {
    let value = |key: &Key| match key.setting? {
        "benchlingTenant" => Some(profile.benchling_tenant.as_str()),
        "benchlingClientId" => Some(profile.benchling_client_id.as_str()),
        "benchlingAppDefinitionId" => Some(profile.benchling_app_definition_id.as_str()),
        "pkgPrefix" => Some(profile.pkg_prefix.as_str()),
        "pkgKey" => Some(profile.pkg_key.as_str()),
        "benchlingPkgBucket" => Some(profile.benchling_pkg_bucket.as_str()),
        "logLevel" => Some(profile.log_level.as_str()),
        "enableWebhookVerification" => {
            Some(if profile.enable_webhook_verification { "true" } else { "false" })
        }
        "webhookAllowList" => Some(profile.webhook_allow_list.as_str()),
        _ => None,
    };
    let mut map = serde_json::Map::new();
    for key in &KEYS {
        let Some(text) =
            value(key).or_else(|| client_secret.map(Secret::expose).filter(|_| key.setting.is_none()))
        else {
            continue;
        };
        map.insert(key.snake.into(), text.into());
        if let Some(upper) = key.upper {
            map.insert(upper.into(), text.into());
        }
    }
    Secret::new(serde_json::Value::Object(map).to_string())
}
