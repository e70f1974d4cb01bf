//! API Gateway: the account's log role, and plain HTTP requests to what is deployed behind it.
//!
//! Against a stand-in nothing forwards a request to a container, so there the origin of an `amazonaws.com`
//! address can be replaced by a local server's (the gateway). Where AWS itself is replaced by a server on this
//! machine and no gateway is given, a request to an `amazonaws.com` address does not leave the machine: it would
//! reach an API of the same id that belongs to somebody else.

use std::time::Instant;

use url::Url;

use super::Aws;
use super::problem::chain;
use crate::Result;
use crate::cloud::{HttpAnswer, HttpMethod, HttpRequest};
use crate::loopback::is_loopback;

/// What is read of an answer's body; a health report is a few hundred bytes.
const BODY_LIMIT: usize = 256 * 1024;

impl Aws {
    pub(super) async fn api_gateway_log_role(&self) -> Result<Option<String>> {
        let account = self
            .apigateway
            .get_account()
            .send()
            .await
            .map_err(|error| self.origin.problem("show API Gateway's settings", &error))?;
        Ok(account.cloudwatch_role_arn().filter(|arn| !arn.is_empty()).map(str::to_owned))
    }

    pub(super) async fn http(&self, request: HttpRequest) -> HttpAnswer {
        let url = match self.address(&request.url) {
            Ok(url) => url,
            Err(reason) => return HttpAnswer::Unreachable { reason },
        };
        let started = Instant::now();
        let sent = match request.method {
            HttpMethod::Get => self.web.get(url),
            HttpMethod::Post => self.web.post(url).header("content-type", "application/json"),
        };
        let sent = sent.timeout(request.timeout).body(request.body.unwrap_or_default());
        match read(sent).await {
            Ok((status, body)) => HttpAnswer::Answered { status, body, took: started.elapsed() },
            Err(error) => HttpAnswer::Unreachable { reason: reason(&error, &request.timeout) },
        }
    }

    /// Where a request goes in truth, or why it goes nowhere.
    fn address(&self, url: &Url) -> std::result::Result<Url, String> {
        if !is_aws(url) {
            return Ok(url.clone());
        }
        if let Some(gateway) = &self.gateway {
            let mut there = gateway.clone();
            there.set_path(url.path());
            there.set_query(url.query());
            return Ok(there);
        }
        match self.stand_in() {
            Some(endpoint) => Err(format!(
                "AWS is played by {endpoint}, which runs no containers, so this address can't be asked"
            )),
            None => Ok(url.clone()),
        }
    }

    /// The server on this machine that plays AWS.
    pub(super) fn stand_in(&self) -> Option<&Url> {
        self.origin.endpoint.as_ref().filter(|endpoint| is_loopback(endpoint))
    }
}

async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, String)> {
    let mut answer = request.send().await?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() >= BODY_LIMIT {
            body.truncate(BODY_LIMIT);
            break;
        }
    }
    Ok((answer.status().as_u16(), String::from_utf8_lossy(&body).into_owned()))
}

/// The innermost cause says it shortest: "Connection refused", "certificate has expired".
pub(super) fn reason(error: &reqwest::Error, timeout: &std::time::Duration) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", timeout.as_secs());
    }
    chain(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

pub(super) fn is_aws(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn")
}
