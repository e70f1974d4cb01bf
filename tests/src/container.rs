//! The container's routes behind both stages, on this machine: no stand-in runs a container.

use ipc::Environment;
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub struct Container(MockServer);

impl Container {
    pub async fn start(version: &str) -> Self {
        let server = MockServer::start().await;
        for stage in Environment::ALL {
            let health = json!({ "status": "healthy", "service": "benchling-webhook", "version": version });
            for route in ["health", "health/ready"] {
                Mock::given(method("GET"))
                    .and(path(format!("/{stage}/{route}")))
                    .respond_with(ResponseTemplate::new(200).set_body_json(&health))
                    .mount(&server)
                    .await;
            }
            Mock::given(method("POST"))
                .and(path(format!("/{stage}/event")))
                .respond_with(ResponseTemplate::new(403))
                .mount(&server)
                .await;
        }
        Self(server)
    }

    /// For `BENCHLING_WEBHOOK_ENDPOINT_URL`.
    pub fn url(&self) -> String {
        self.0.uri()
    }
}
