//! Benchling on this machine: one tenant, one app's credentials, a few app definitions.

use std::net::{SocketAddr, TcpListener};

use anyhow::Result;
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Match, Mock, MockServer, Request, ResponseTemplate};

pub const TENANT: &str = "acme";
pub const CLIENT_ID: &str = "client-of-acme";
/// The client secret that must be found nowhere but in the keyring and in Secrets Manager.
pub const CLIENT_SECRET: &str = "canary-5f0c7d1e-client-secret";
pub const APPS: [&str; 2] = ["appdef_prod1", "appdef_dev1"];

pub struct Benchling(MockServer);

impl Benchling {
    pub async fn start() -> Self {
        Self::on(MockServer::start().await).await
    }

    /// Where a program under test has been told beforehand that it will be.
    pub async fn start_at(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address)?;
        Ok(Self::on(MockServer::builder().listener(listener).start().await).await)
    }

    async fn on(server: MockServer) -> Self {
        let token = || Mock::given(method("POST")).and(path("/api/v2/token"));
        token()
            .and(Tenant(TENANT))
            .and(Credentials)
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "access_token": "t" })))
            .with_priority(1)
            .mount(&server)
            .await;
        token()
            .and(Tenant(TENANT))
            .respond_with(ResponseTemplate::new(401))
            .with_priority(2)
            .mount(&server)
            .await;
        for app in APPS {
            Mock::given(path(format!("/api/v1/apps/{app}/jwks")))
                .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "keys": [{ "kty": "EC" }] })))
                .mount(&server)
                .await;
        }
        // Everything else is a tenant or an app that does not exist: wiremock answers 404.
        Self(server)
    }

    /// For `BENCHLING_WEBHOOK_BENCHLING_URL`.
    pub fn url(&self) -> String {
        self.0.uri()
    }
}

/// All tenants share this machine's address, so the program says which one it means.
struct Tenant(&'static str);

impl Match for Tenant {
    fn matches(&self, request: &Request) -> bool {
        request.headers.get("x-benchling-tenant").is_some_and(|tenant| tenant == self.0)
    }
}

struct Credentials;

impl Match for Credentials {
    fn matches(&self, request: &Request) -> bool {
        // Basic, of CLIENT_ID and CLIENT_SECRET with a colon between.
        const EXPECTED: &str = "Basic Y2xpZW50LW9mLWFjbWU6Y2FuYXJ5LTVmMGM3ZDFlLWNsaWVudC1zZWNyZXQ=";
        request.headers.get("authorization").is_some_and(|value| value == EXPECTED)
    }
}
