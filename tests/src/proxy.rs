//! Between the AWS SDK and a stand-in: passes each call on, or does to it what networks and services do.
//!
//! A call is told by its name: the form field `Action`, the header `x-amz-target`, or method and path. One
//! [`Disturbance`] at a time says which occurrences of which call meet which [`Fault`]; everything else goes through.
//! It also counts.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Longer than any service takes for such a call, shorter than a client waits.
const SLOW: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Throttled,
    Unavailable,
    ExpiredToken,
    AccessDenied,
    Slow,
    /// The connection ends, and the call never arrived.
    Cut,
    /// The call was carried out; its answer never arrives.
    AnswerLost,
    /// Kept from the stand-in until the caller is gone.
    HeldBack,
    /// Carried out, and its answer kept until the caller is gone.
    AnswerHeld,
}

/// The calls of this name from the `from`th on, so many of them.
#[derive(Clone, Copy, Debug)]
pub struct Disturbance {
    pub call: &'static str,
    pub from: usize,
    pub times: usize,
    pub fault: Fault,
}

#[derive(Default)]
struct State {
    disturbance: Option<Disturbance>,
    /// Calls of the disturbed name so far.
    seen: usize,
    disturbed: usize,
}

struct Shared {
    upstream: String,
    web: reqwest::Client,
    state: Mutex<State>,
    held: Notify,
    calls: AtomicUsize,
}

pub struct Proxy {
    endpoint: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

impl Proxy {
    pub async fn before(upstream: String) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            upstream,
            web: reqwest::Client::builder().no_proxy().build()?,
            state: Mutex::default(),
            held: Notify::new(),
            calls: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&shared);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A connection that fails is the caller's to notice.
                tokio::spawn(async move { shared.serve(stream).await });
            }
        });
        Ok(Self { endpoint, shared, server })
    }

    /// For `AWS_ENDPOINT_URL`.
    pub fn endpoint(&self) -> String {
        self.endpoint.clone()
    }

    pub fn disturb(&self, disturbance: Disturbance) {
        *self.shared.state() = State { disturbance: Some(disturbance), ..State::default() };
    }

    /// Everything goes through again. Gives how many calls were disturbed.
    pub fn calm(&self) -> usize {
        std::mem::take(&mut *self.shared.state()).disturbed
    }

    /// How many calls came since this was asked last.
    pub fn calls(&self) -> usize {
        self.shared.calls.swap(0, Ordering::Relaxed)
    }

    /// Until a call is held.
    pub async fn held(&self) {
        self.shared.held.notified().await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, mut stream: TcpStream) -> Result<()> {
        while let Some(request) = Request::read(&mut stream).await? {
            self.calls.fetch_add(1, Ordering::Relaxed);
            let fault = self.fault(&request.call());
            let answer = match fault {
                None => self.forward(&request).await?,
                Some(Fault::Cut) => return Ok(()),
                Some(Fault::AnswerLost) => {
                    self.forward(&request).await?;
                    return Ok(());
                }
                Some(Fault::HeldBack) => return self.hold(&mut stream).await,
                Some(Fault::AnswerHeld) => {
                    self.forward(&request).await?;
                    return self.hold(&mut stream).await;
                }
                Some(Fault::Slow) => {
                    tokio::time::sleep(SLOW).await;
                    self.forward(&request).await?
                }
                Some(refusal) => request.refused(refusal),
            };
            stream.write_all(&answer).await?;
        }
        Ok(())
    }

    fn fault(&self, call: &str) -> Option<Fault> {
        let mut state = self.state();
        let disturbance = state.disturbance.filter(|disturbance| disturbance.call == call)?;
        state.seen += 1;
        let met = state.seen >= disturbance.from && state.disturbed < disturbance.times;
        met.then(|| {
            state.disturbed += 1;
            disturbance.fault
        })
    }

    async fn hold(&self, stream: &mut TcpStream) -> Result<()> {
        self.held.notify_one();
        // Ends when the caller does.
        let _ended = stream.read(&mut [0]).await?;
        Ok(())
    }

    async fn forward(&self, request: &Request) -> Result<Vec<u8>> {
        let method = request.method.parse()?;
        let mut sent = self.web.request(method, format!("{}{}", self.upstream, request.path));
        for (name, value) in request.headers.iter().filter(|(name, _)| !is_of_connection(name)) {
            sent = sent.header(name, value);
        }
        let answer = sent.body(request.body.clone()).send().await?;
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter(|(name, _)| !is_of_connection(name.as_str()))
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let status = answer.status().as_u16();
        Ok(response(status, &headers, &answer.bytes().await?))
    }
}

fn is_of_connection(name: &str) -> bool {
    ["connection", "content-length", "keep-alive", "transfer-encoding"].contains(&name)
}

fn response(status: u16, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("HTTP/1.1 {status} -\r\n{lines}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

struct Request {
    method: String,
    path: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// `None` at the connection's end.
    async fn read(stream: &mut TcpStream) -> Result<Option<Self>> {
        let mut read = Vec::new();
        let end = loop {
            if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end;
            }
            if stream.read_buf(&mut read).await? == 0 {
                return Ok(None);
            }
        };
        let head = String::from_utf8(read[..end].to_vec())?;
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (method, path) = first.next().zip(first.next()).context("a request line")?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(Ok(0), |(_, value)| value.parse())?;
        let mut body = read.split_off(end + 4);
        while body.len() < length {
            anyhow::ensure!(stream.read_buf(&mut body).await? > 0, "cut off in the middle");
        }
        Ok(Some(Self { method: method.to_owned(), path: path.to_owned(), headers, body }))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn action(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()?.split('&').find_map(|field| field.strip_prefix("Action="))
    }

    fn call(&self) -> String {
        match (self.header("x-amz-target"), self.action()) {
            (Some(target), _) => target.rsplit('.').next().unwrap_or(target).to_owned(),
            (None, Some(action)) => action.to_owned(),
            (None, None) => format!("{} {}", self.method, self.path),
        }
    }

    /// In the words of the protocol that was asked in.
    fn refused(&self, fault: Fault) -> Vec<u8> {
        let call = self.call();
        let denied = format!("User: arn:aws:iam::1:user/u is not authorized to perform: service:{call}");
        let (status, code, message) = match fault {
            Fault::Throttled => (400, "Throttling", "Rate exceeded"),
            Fault::Unavailable => (503, "ServiceUnavailable", "Service is unable to handle request"),
            Fault::AccessDenied => (403, "AccessDenied", denied.as_str()),
            _ => (403, "ExpiredToken", "The security token included in the request is expired"),
        };
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        if self.action().is_some() {
            let body = format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
                 <RequestId>r-1</RequestId></ErrorResponse>"
            );
            return response(status, &[header("content-type", "text/xml")], body.as_bytes());
        }
        let kind = format!("{code}Exception");
        let body = serde_json::json!({ "__type": kind, "message": message }).to_string();
        let headers =
            [header("content-type", "application/x-amz-json-1.1"), header("x-amzn-errortype", &kind)];
        response(status, &headers, body.as_bytes())
    }
}
