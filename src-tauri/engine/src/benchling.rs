//! What the product asks of Benchling: are these credentials good, and who signs this app's webhooks?
//!
//! Sources: the OAuth token endpoint of Benchling's API v2, and the app signing keys described in Benchling's
//! "Webhook verification" guide.

use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use ipc::check::SigningKeys;
use ipc::{AppDefinitionId, Code, Problem, Tenant};
use url::Url;

use crate::Result;
use crate::loopback::is_loopback;
use crate::secret::Secret;
use crate::wire::{Trouble, Wire};

#[async_trait]
pub trait Benchling: Send + Sync {
    /// Asks for a token with the app's own client id and secret, and throws the token away.
    async fn authenticate(&self, tenant: &Tenant, client_id: &str, secret: &Secret) -> Result<()>;
    /// The keys with which Benchling signs this app's webhooks. Without them the container would refuse every
    /// webhook while looking healthy.
    async fn signing_keys(&self, app: &AppDefinitionId) -> Result<SigningKeys>;
}

/// Benchling over HTTPS.
pub struct HttpBenchling {
    /// Made when Benchling is asked for the first time: reading the system's certificates takes its time.
    client: OnceLock<Result<reqwest::Client>>,
    /// Or what is wrong with the network settings, told when Benchling is asked.
    wire: Result<Wire>,
    /// Everything goes here instead, for tests: a loopback address only.
    stand_in: Option<Url>,
}

const TIMEOUT: Duration = Duration::from_secs(10);

impl HttpBenchling {
    pub fn new(stand_in: Option<Url>, wire: Result<Wire>) -> Result<Self> {
        if let Some(url) = &stand_in
            && !is_loopback(url)
        {
            return Err(Problem::new(
                Code::ValueInvalid,
                format!(
                    "Benchling's address can be redirected to this machine only, and {url} is not on it."
                ),
                "Use an address such as http://127.0.0.1:8080, or unset BENCHLING_WEBHOOK_BENCHLING_URL.",
            ));
        }
        Ok(Self { client: OnceLock::new(), wire, stand_in })
    }

    fn client(&self) -> Result<&reqwest::Client> {
        let usual =
            || reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
        let client = self.client.get_or_init(|| self.wire.as_ref().map_err(Clone::clone)?.web(usual()));
        client.as_ref().map_err(Clone::clone)
    }

    /// No answer is not a wrong password: it says which host did not answer, and why.
    fn unreachable(&self, host: &str, error: reqwest::Error) -> Problem {
        let told = self.wire.as_ref().ok().and_then(|wire| Trouble::of(&error).tell(host, wire));
        let (message, next) = told.unwrap_or_else(|| {
            (
                format!(
                    "{host} can't be reached from this machine, so nothing is known about the credentials."
                ),
                "Check the network, the VPN and the proxy, then try again.".to_owned(),
            )
        });
        Problem::new(Code::BenchlingUnreachable, message, next).because(&error.without_url())
    }

    fn url(&self, real: &str) -> String {
        match (&self.stand_in, real.splitn(4, '/').nth(3)) {
            (Some(base), Some(path)) => format!("{}/{path}", base.as_str().trim_end_matches('/')),
            _ => real.to_owned(),
        }
    }
}

#[async_trait]
impl Benchling for HttpBenchling {
    async fn authenticate(&self, tenant: &Tenant, client_id: &str, secret: &Secret) -> Result<()> {
        let host = format!("{tenant}.benchling.com");
        let answer = self
            .client()?
            .post(self.url(&format!("https://{host}/api/v2/token")))
            // A stand-in serves every tenant from one address and needs to know which was meant.
            .header("x-benchling-tenant", tenant.as_str())
            .basic_auth(client_id, Some(secret.expose()))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .map_err(|error| {
                if is_unknown_host(&error) {
                    tenant_not_found(tenant)
                } else {
                    self.unreachable(&host, error)
                }
            })?;
        match answer.status().as_u16() {
            200 => Ok(()),
            // Benchling answers an address without a tenant with a redirect or a 404.
            301..=308 | 404 => Err(tenant_not_found(tenant)),
            400 | 401 | 403 => Err(Problem::new(
                Code::BenchlingCredentialsRefused,
                format!("Benchling refused the client id and secret for {host}."),
                "Copy both again from the app's page in Benchling. If the secret was lost, make a new one there.",
            )
            .because_text(format!("{host} answered {}", answer.status()))),
            status => Err(Problem::new(
                Code::BenchlingUnreachable,
                format!("{host} answered {status}, which says nothing about the credentials."),
                "Wait a moment and try again.",
            )),
        }
    }

    async fn signing_keys(&self, app: &AppDefinitionId) -> Result<SigningKeys> {
        const HOST: &str = "apps.benchling.com";
        let answer = self
            .client()?
            .get(self.url(&format!("https://{HOST}/api/v1/apps/{app}/jwks")))
            .send()
            .await
            .map_err(|error| self.unreachable(HOST, error))?;
        let status = answer.status().as_u16();
        let body: serde_json::Value = match status {
            200 => answer.json().await.unwrap_or_default(),
            400..=404 => return Err(unknown_app(app)),
            _ => {
                return Err(Problem::new(
                    Code::BenchlingUnreachable,
                    format!("{HOST} answered {status}, which says nothing about the app."),
                    "Wait a moment and try again.",
                ));
            }
        };
        match body.get("keys").and_then(|keys| keys.as_array()).map_or(0, Vec::len) {
            0 => Err(unknown_app(app)),
            count => Ok(SigningKeys { count }),
        }
    }
}

fn is_unknown_host(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if text.contains("Name or service not known")
            || text.contains("nodename nor servname")
            || text.contains("No such host")
        {
            return true;
        }
        cause = error.source();
    }
    false
}

fn tenant_not_found(tenant: &Tenant) -> Problem {
    Problem::new(
        Code::BenchlingTenantNotFound,
        format!("There is no Benchling tenant at {tenant}.benchling.com."),
        "Open Benchling in your browser and copy the first part of its address.",
    )
}

fn unknown_app(app: &AppDefinitionId) -> Problem {
    Problem::new(
        Code::AppDefinitionUnknown,
        format!("Benchling knows no signing keys for the app definition {app}."),
        "Copy the app definition id again from the app's page in Benchling. With a wrong one every webhook is refused.",
    )
}

/// Benchling in a rehearsal: nothing is sent. It knows every tenant but those that begin with `unknown`, every
/// secret but those that begin with `wrong`, every app but those that end in `unknown`.
pub struct RehearsedBenchling;

#[async_trait]
impl Benchling for RehearsedBenchling {
    async fn authenticate(&self, tenant: &Tenant, _client_id: &str, secret: &Secret) -> Result<()> {
        if tenant.as_str().starts_with("unknown") {
            Err(tenant_not_found(tenant))
        } else if secret.expose().starts_with("wrong") {
            Err(Problem::new(
                Code::BenchlingCredentialsRefused,
                format!("Benchling refused the client id and secret for {tenant}.benchling.com."),
                "This is a rehearsal: use any secret that does not begin with \"wrong\".",
            ))
        } else {
            Ok(())
        }
    }

    async fn signing_keys(&self, app: &AppDefinitionId) -> Result<SigningKeys> {
        if app.as_str().ends_with("unknown") { Err(unknown_app(app)) } else { Ok(SigningKeys { count: 3 }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiremock::matchers::{body_string, header, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    async fn stand_in() -> (MockServer, HttpBenchling) {
        let server = MockServer::start().await;
        let benchling = HttpBenchling::new(Some(server.uri().parse().unwrap()), Ok(Wire::default())).unwrap();
        (server, benchling)
    }

    fn ask() -> (Tenant, Secret) {
        ("my-company".parse().unwrap(), Secret::new("s3cret"))
    }

    #[tokio::test]
    async fn good_credentials_are_sent_as_the_api_wants_them() {
        let (server, benchling) = stand_in().await;
        Mock::given(method("POST"))
            .and(path("/api/v2/token"))
            .and(header("authorization", "Basic aWQ6czNjcmV0"))
            .and(body_string("grant_type=client_credentials"))
            .respond_with(ResponseTemplate::new(200))
            .mount(&server)
            .await;
        let (tenant, secret) = ask();
        benchling.authenticate(&tenant, "id", &secret).await.unwrap();
    }

    #[tokio::test]
    async fn each_failure_has_its_own_code() {
        let (tenant, secret) = ask();
        for (status, code) in [
            (401, Code::BenchlingCredentialsRefused),
            (404, Code::BenchlingTenantNotFound),
            (302, Code::BenchlingTenantNotFound),
            (503, Code::BenchlingUnreachable),
        ] {
            let (server, benchling) = stand_in().await;
            Mock::given(method("POST")).respond_with(ResponseTemplate::new(status)).mount(&server).await;
            let problem = benchling.authenticate(&tenant, "id", &secret).await.unwrap_err();
            assert_eq!(problem.code, code, "{status}");
        }
        let dead =
            HttpBenchling::new(Some("http://127.0.0.1:9".parse().unwrap()), Ok(Wire::default())).unwrap();
        let problem = dead.authenticate(&tenant, "id", &secret).await.unwrap_err();
        assert_eq!(problem.code, Code::BenchlingUnreachable);
        assert!(!format!("{problem:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn an_app_without_keys_is_unknown() {
        let (server, benchling) = stand_in().await;
        let app: AppDefinitionId = "appdef_a".parse().unwrap();
        Mock::given(path("/api/v1/apps/appdef_a/jwks"))
            .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"keys":[]}"#))
            .mount(&server)
            .await;
        assert_eq!(benchling.signing_keys(&app).await.unwrap_err().code, Code::AppDefinitionUnknown);
        let other: AppDefinitionId = "appdef_b".parse().unwrap();
        assert_eq!(benchling.signing_keys(&other).await.unwrap_err().code, Code::AppDefinitionUnknown);
    }

    #[test]
    fn only_this_machine_can_stand_in() {
        for url in ["https://evil.example", "http://10.0.0.1", "http://127.0.0.1.evil.example"] {
            assert!(HttpBenchling::new(Some(url.parse().unwrap()), Ok(Wire::default())).is_err(), "{url}");
        }
    }
}
