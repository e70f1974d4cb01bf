//! Requests of our own, signed as AWS wants it, where a service's SDK would cost minutes of every build.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use ipc::{Code, Problem};
use reqwest::Method;
use reqwest::header::HeaderMap;

use super::Aws;
use super::gateway::reason;
use crate::Result;

const TIMEOUT: Duration = Duration::from_secs(20);

pub(super) struct Question<'a> {
    /// By the name that a signature is made for: `ec2`, `s3`.
    pub service: &'static str,
    pub region: &'a str,
    pub method: Method,
    pub address: String,
    pub content_type: Option<&'static str>,
    pub body: String,
}

/// Whatever came back, a refusal too.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Aws {
    /// The service's endpoint of a region, or the server that stands in for AWS, with a slash at its end.
    pub(super) fn service_address(&self, service: &str, region: &str) -> String {
        match &self.origin.endpoint {
            Some(endpoint) => endpoint.to_string(),
            None if region.starts_with("cn-") => format!("https://{service}.{region}.amazonaws.com.cn/"),
            None => format!("https://{service}.{region}.amazonaws.com/"),
        }
    }

    pub(super) async fn ask(&self, question: &Question<'_>) -> Result<Answer> {
        let Question { method, address, content_type, body, .. } = question;
        let headers = self.signature(question).await?;
        let mut request = self.web.request(method.clone(), address).timeout(TIMEOUT).body(body.clone());
        if let Some(kind) = content_type {
            request = request.header("content-type", *kind);
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let unreachable = |error: reqwest::Error| {
            let host = address.split(['?', '#']).next().unwrap_or_default();
            Problem::new(
                Code::AwsUnreachable,
                format!("{host} does not answer: {}.", reason(&error, &TIMEOUT)),
                "Check this machine's network and proxy, then try again.",
            )
        };
        let answer = request.send().await.map_err(unreachable)?;
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.map_err(unreachable)?,
        })
    }

    /// The headers that signature version 4 adds.
    async fn signature(&self, question: &Question<'_>) -> Result<Vec<(String, String)>> {
        let provider = self.config.credentials_provider().ok_or_else(|| self.origin.no_credentials())?;
        let identity = provider
            .provide_credentials()
            .await
            .map_err(|error| self.origin.credentials_problem(&error))?
            .into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(question.region)
            .name(question.service)
            .time(SystemTime::now())
            .settings(settings(question.service))
            .build()
            .map_err(|error| unsigned(question).because(&error))?
            .into();
        let headers = question.content_type.map(|kind| ("content-type", kind)).into_iter();
        let body = SignableBody::Bytes(question.body.as_bytes());
        let request =
            SignableRequest::new(question.method.as_str(), question.address.as_str(), headers, body)
                .map_err(|error| unsigned(question).because(&error))?;
        let (instructions, _) =
            sign(request, &parameters).map_err(|error| unsigned(question).because(&error))?.into_parts();
        Ok(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

/// S3 signs a path as it is sent, and wants the body's checksum in a header.
fn settings(service: &str) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    settings
}

fn unsigned(question: &Question<'_>) -> Problem {
    Problem::new(
        Code::Internal,
        format!("A request to {} could not be signed.", question.service),
        "Check this machine's clock and try again.",
    )
}
