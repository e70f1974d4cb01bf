//! The network settings of the window, in `network.json`. The name is reserved: no profile can have it.
//!
//! A proxy's password does not belong into a file, so an address with one is refused; the environment may hold it.

use std::path::Path;

use ipc::aws::NetworkSettings;
use ipc::{Code, Problem};

use super::{ProxyAddress, Wire};
use crate::{Paths, Result, files};

/// What was saved; nothing is set where nothing was.
pub fn load(paths: &Paths) -> Result<NetworkSettings> {
    let path = paths.network();
    let Some(text) = files::read(&path)? else { return Ok(NetworkSettings::default()) };
    serde_json::from_str(&text).map_err(|error| {
        Problem::new(
            Code::ProfileBroken,
            format!("{} is not as the network settings are written.", path.display()),
            "Correct the file or remove it, then set the proxy again.",
        )
        .because(&error)
    })
}

/// Keeps the settings, once they can be used.
pub fn save(paths: &Paths, settings: &NetworkSettings) -> Result<()> {
    let wire = Wire::default().with(settings)?;
    // Whatever is wrong with the bundle is said here, beside its field.
    wire.web(reqwest::Client::builder())?;
    let mut text = serde_json::to_string_pretty(settings).unwrap_or_default();
    text.push('\n');
    files::write(&paths.network(), text)
}

impl Wire {
    /// As it may be shown: without a password.
    pub fn shown(&self) -> NetworkSettings {
        let proxy = self.https.as_ref().or(self.http.as_ref());
        NetworkSettings {
            proxy: proxy.map(ToString::to_string).unwrap_or_default(),
            ca_bundle: self.bundle.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
        }
    }

    /// What is set in the window takes the place of what the environment says.
    pub fn with(mut self, settings: &NetworkSettings) -> Result<Self> {
        if !settings.proxy.trim().is_empty() {
            let proxy: ProxyAddress = settings.proxy.parse()?;
            if proxy.credentials().is_some() {
                return Err(Problem::new(
                    Code::ValueInvalid,
                    "A proxy's name and password are not kept in a file.",
                    "Leave them out here and set HTTPS_PROXY with them where you start this program.",
                ));
            }
            self.https = Some(proxy.clone());
            self.http = Some(proxy);
        }
        if !settings.ca_bundle.trim().is_empty() {
            self.bundle = Some(Path::new(settings.ca_bundle.trim()).to_owned());
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_refused_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        let settings =
            NetworkSettings { proxy: "http://anna:canary@proxy:8080".into(), ..NetworkSettings::default() };
        let problem = save(&paths, &settings).unwrap_err();
        assert_eq!(problem.code, Code::ValueInvalid);
        assert!(!format!("{problem:?}").contains("canary"));
        assert!(!paths.network().exists());
    }

    #[test]
    fn what_is_set_comes_before_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        assert_eq!(load(&paths).unwrap(), NetworkSettings::default());
        let settings = NetworkSettings { proxy: "proxy:3128".into(), ..NetworkSettings::default() };
        save(&paths, &settings).unwrap();
        let environment = Wire { https: "other:1".parse().ok(), ..Wire::default() };
        let wire = environment.clone().with(&load(&paths).unwrap()).unwrap();
        assert_eq!(wire.https.unwrap().to_string(), "proxy:3128");
        let unset = environment.with(&NetworkSettings::default()).unwrap();
        assert_eq!(unset.https.unwrap().to_string(), "other:1");
    }

    #[test]
    fn a_bundle_without_certificates_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path().join("config"));
        let bundle = folder.path().join("bundle.pem");
        for content in
            [None, Some("nothing"), Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
        {
            if let Some(content) = content {
                std::fs::write(&bundle, content).unwrap();
            }
            let settings =
                NetworkSettings { ca_bundle: bundle.display().to_string(), ..NetworkSettings::default() };
            let problem = save(&paths, &settings).unwrap_err();
            assert!(problem.message.contains("bundle.pem"), "{problem:?}");
        }
    }
}
