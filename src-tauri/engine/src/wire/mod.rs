//! The way out of this machine: through which proxy, and whose certificates are believed.
//!
//! What the window's network settings say comes first, then the environment's variables. A bundle's certificates are
//! believed beside the system's own: a company's proxy often shows its own certificate for some hosts only. This
//! machine's own addresses are never asked of a proxy.

mod proxy;
mod settings;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use ipc::{Code, Problem};

pub use proxy::ProxyAddress;
pub use settings::{load, save};
pub use trouble::Trouble;

use crate::Result;

/// Never through a proxy.
const THIS_MACHINE: &str = "localhost,127.0.0.0/8,::1";

/// How to reach what is not on this machine.
#[derive(Clone, Debug, Default)]
pub struct Wire {
    /// For `https` addresses: all of AWS and Benchling.
    pub https: Option<ProxyAddress>,
    /// For `http` addresses, such as an endpoint of one's own.
    pub http: Option<ProxyAddress>,
    /// Hosts that are reached without a proxy, with commas between.
    pub exceptions: String,
    /// PEM certificates that are believed beside the system's.
    pub bundle: Option<PathBuf>,
}

impl Wire {
    fn exceptions(&self) -> String {
        let given = self.exceptions.trim_matches([',', ' ']);
        if given.is_empty() { THIS_MACHINE.into() } else { format!("{THIS_MACHINE},{given}") }
    }

    /// The certificates of the bundle, none where there is none.
    ///
    /// # Errors
    /// `ValueInvalid` where the file is missing or holds no certificate.
    fn certificates(&self) -> Result<Option<(Vec<u8>, Vec<reqwest::Certificate>)>> {
        let Some(path) = &self.bundle else { return Ok(None) };
        let bytes = std::fs::read(path).map_err(|error| unusable_bundle(path).because(&error))?;
        let certificates = reqwest::Certificate::from_pem_bundle(&bytes)
            .map_err(|error| unusable_bundle(path).because(&error))?;
        if certificates.is_empty() {
            return Err(unusable_bundle(path));
        }
        Ok(Some((bytes, certificates)))
    }

    /// For Benchling and the environments' own addresses.
    pub fn web(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::Client> {
        let exceptions = || reqwest::NoProxy::from_string(&self.exceptions());
        // Without this the client would read the environment by itself.
        let mut builder = builder.no_proxy();
        if let Some(proxy) = &self.https {
            let proxy = reqwest::Proxy::https(proxy.url().clone()).map_err(|error| unstarted(&error))?;
            builder = builder.proxy(proxy.no_proxy(exceptions()));
        }
        if let Some(proxy) = &self.http {
            let proxy = reqwest::Proxy::http(proxy.url().clone()).map_err(|error| unstarted(&error))?;
            builder = builder.proxy(proxy.no_proxy(exceptions()));
        }
        let Some((_, certificates)) = self.certificates()? else {
            return builder.build().map_err(|error| unstarted(&error));
        };
        let path = self.bundle.as_deref().unwrap_or(Path::new(""));
        builder.tls_certs_merge(certificates).build().map_err(|error| unusable_bundle(path).because(&error))
    }

    /// For the AWS SDK.
    pub fn sdk(&self) -> Result<SharedHttpClient> {
        let mut trusted = TrustStore::default();
        if let Some((pem, _)) = self.certificates()? {
            // The SDK's client panics at a certificate that it can't read; the other one says so.
            self.web(reqwest::Client::builder())?;
            trusted.add_pem_certificate(pem);
        }
        let context =
            TlsContext::builder().with_trust_store(trusted).build().map_err(|error| unstarted(&error))?;
        let proxy = self.proxy()?;
        let made = Mutex::new(Vec::<(Limits, SharedHttpConnector)>::new());
        Ok(http_client_fn(move |settings, components| {
            let limits = limits(settings);
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, connector)) = made.iter().find(|(known, _)| *known == limits) {
                return connector.clone();
            }
            let mut builder = Connector::builder().connector_settings(settings.clone());
            builder.set_sleep_impl(components.sleep_impl());
            let connector = builder
                .proxy_config(proxy.clone())
                .tls_provider(Provider::rustls(CryptoMode::AwsLc))
                .tls_context(context.clone())
                .build();
            let connector = SharedHttpConnector::new(connector);
            made.push((limits, connector.clone()));
            connector
        }))
    }

    /// The SDK takes one proxy, for one kind of address or for both.
    fn proxy(&self) -> Result<ProxyConfig> {
        let text = |proxy: &ProxyAddress| proxy.url().to_string();
        let config = match (&self.https, &self.http) {
            (None, None) => return Ok(ProxyConfig::disabled()),
            (Some(https), Some(http)) if https == http => ProxyConfig::all(text(https)),
            (Some(https), _) => ProxyConfig::https(text(https)),
            (None, Some(http)) => ProxyConfig::http(text(http)),
        };
        let config = config.map_err(|error| unstarted(&error))?;
        let proxy = self.https.as_ref().or(self.http.as_ref());
        let config = match proxy.and_then(ProxyAddress::credentials) {
            Some((name, password)) => config.with_basic_auth(name, password),
            None => config,
        };
        Ok(config.no_proxy(self.exceptions()))
    }
}

/// Connectors differ by these two; each keeps its own connections.
type Limits = (Option<Duration>, Option<Duration>);

fn limits(settings: &HttpConnectorSettings) -> Limits {
    (settings.connect_timeout(), settings.read_timeout())
}

fn unusable_bundle(path: &Path) -> Problem {
    Problem::new(
        Code::ValueInvalid,
        format!("The CA bundle {} can't be used.", path.display()),
        "Name a file with certificates in PEM format; your IT department has it.",
    )
}

fn unstarted(error: &(dyn std::error::Error + 'static)) -> Problem {
    Problem::new(
        Code::Internal,
        "The HTTP client could not be started.",
        "Check this machine's certificate store and proxy settings, then try again.",
    )
    .because(error)
}
