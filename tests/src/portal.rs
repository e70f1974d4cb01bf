//! IAM Identity Center and STS on this machine: one company's sign-in, and one role that wants a code.
//!
//! Each sign-in gets a code of its own and waits until the test agrees to it, as a person would in a browser. Whatever
//! comes out is a canary: texts that must be found nowhere but in the sign-in's own cache.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const ACCOUNT: &str = "123456789012";
/// The access token: in the cache of the AWS tools and in memory, nowhere else.
pub const TOKEN: &str = "canary-7be1-access-token";
/// Of the role that is taken with a code: in memory only.
pub const ROLE_SECRET: &str = "canary-91ac-role-secret";
pub const GOOD_CODE: &str = "123456";
pub const DEVICE: &str = "arn:aws:iam::123456789012:mfa/anna";

/// Seconds that the credentials of a sign-in last: so few that they are asked for each time.
const LASTING: u64 = 5;

/// A profile of each kind: SSO both ways, a role of an SSO profile, a role with a device, keys, a program.
const CONFIG: &str = r#"
[profile work]
region = us-east-1
sso_session = company
sso_account_id = 123456789012
sso_role_name = Admin

[sso-session company]
sso_region = us-east-1
sso_start_url = https://company.awsapps.com/start

[profile legacy]
region = us-east-1
sso_region = us-east-1
sso_start_url = https://old.awsapps.com/start
sso_account_id = 123456789012
sso_role_name = Admin

[profile deployer]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/deployer
source_profile = work

[profile operator]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/operator
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/anna

[profile keys]
region = us-east-1
aws_access_key_id = AKIDKEYS
aws_secret_access_key = secret
"#;

pub struct Portal {
    server: MockServer,
    state: Arc<State>,
    pub folder: tempfile::TempDir,
}

#[derive(Default)]
struct State {
    begun: AtomicU32,
    agreed: AtomicBool,
    /// What was signed in for is over.
    ended: AtomicBool,
    /// Where one agrees, if it is a page that may be opened.
    page: Mutex<Option<String>>,
    asked: Mutex<Vec<String>>,
}

impl Portal {
    pub async fn start() -> Result<Self> {
        Self::with(CONFIG).await
    }

    /// The same with more profiles than anybody wants to look through.
    pub async fn start_with_many(count: usize) -> Result<Self> {
        let more = (1..=count).map(|n| {
            format!("\n[profile team-{n:03}]\nregion = us-east-1\nsso_session = company\nsso_account_id = 1\nsso_role_name = A\n")
        });
        Self::with(&format!("{CONFIG}{}", more.collect::<String>())).await
    }

    async fn with(config: &str) -> Result<Self> {
        let server = MockServer::start().await;
        let state = Arc::new(State::default());
        Mock::given(any()).respond_with(Answers(Arc::clone(&state))).mount(&server).await;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("config"), config)?;
        Ok(Self { server, state, folder })
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Where the sign-in of the session "company" is kept.
    pub fn cache(&self) -> PathBuf {
        self.home().join(".aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json")
    }

    /// Somebody agrees in the browser.
    pub fn agree(&self) {
        self.state.agreed.store(true, Ordering::SeqCst);
    }

    /// Somebody has signed in a while ago, with the AWS tools.
    pub fn is_signed_in(&self) -> Result<()> {
        let token = json!({
            "startUrl": "https://company.awsapps.com/start", "region": "us-east-1", "accessToken": TOKEN,
            "expiresAt": "2099-01-01T00:00:00Z",
        });
        std::fs::create_dir_all(self.cache().parent().unwrap())?;
        Ok(std::fs::write(self.cache(), token.to_string())?)
    }

    /// The company ends the sign-in, as it does after some hours.
    pub fn end(&self) {
        self.state.ended.store(true, Ordering::SeqCst);
    }

    /// One agrees on a page that the window may open.
    pub fn agree_at(&self, page: &str) {
        *self.state.page.lock().unwrap() = Some(page.to_owned());
    }

    /// The paths and actions that were asked, in their order.
    pub fn asked(&self) -> Vec<String> {
        self.state.asked.lock().unwrap().clone()
    }

    /// What a program under test is given, and what it finds nothing beside.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = |name: &str| Path::join(self.folder.path(), name).display().to_string();
        vec![
            ("HOME", self.home().display().to_string()),
            ("XDG_DATA_HOME", path("data")),
            ("AWS_ENDPOINT_URL", self.server.uri()),
            ("AWS_CONFIG_FILE", path("config")),
            ("AWS_SHARED_CREDENTIALS_FILE", path("nothing")),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            // What this machine has of its own counts as unset.
            ("AWS_CA_BUNDLE", String::new()),
            ("HTTPS_PROXY", String::new()),
            ("HTTP_PROXY", String::new()),
            ("ALL_PROXY", String::new()),
            ("BENCHLING_WEBHOOK_CONFIG_DIR", path("settings")),
        ]
    }
}

struct Answers(Arc<State>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let form = |key: &str| {
            url::form_urlencoded::parse(body.as_bytes()).find(|(k, _)| k == key).map(|(_, v)| v.into_owned())
        };
        let path = request.url.path();
        let asked = form("Action").unwrap_or_else(|| path.to_owned());
        self.0.asked.lock().unwrap().push(asked.clone());
        match asked.as_str() {
            "/client/register" => json(&json!({
                "clientId": "client", "clientSecret": "registered", "clientIdIssuedAt": 0,
                "clientSecretExpiresAt": in_seconds(86_400)
            })),
            "/device_authorization" => self.begin(),
            "/token" => self.token(),
            "/federation/credentials" if self.0.ended.load(Ordering::SeqCst) => over(),
            "/federation/credentials" => federation(request),
            "GetCallerIdentity" => identity(request),
            "AssumeRole" => assume(form("SerialNumber"), form("TokenCode"), form("RoleArn")),
            "DescribeStacks" | "ListStacks" => {
                xml(200, &format!("<{asked}Response><{asked}Result/></{asked}Response>"))
            }
            _ => ResponseTemplate::new(404),
        }
    }
}

impl Answers {
    fn begin(&self) -> ResponseTemplate {
        self.0.agreed.store(false, Ordering::SeqCst);
        let count = self.0.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let page = self.0.page.lock().unwrap().clone();
        let page = page.unwrap_or_else(|| "http://127.0.0.1:9/device".into());
        json(&json!({
            "deviceCode": format!("device-{count}"), "userCode": format!("WDJB-MJH{count}"),
            "verificationUri": page,
            "verificationUriComplete": format!("{page}?user_code=WDJB-MJH{count}"),
            "expiresIn": 600, "interval": 1
        }))
    }

    fn token(&self) -> ResponseTemplate {
        if self.0.agreed.load(Ordering::SeqCst) {
            self.0.ended.store(false, Ordering::SeqCst);
            json(&json!({ "accessToken": TOKEN, "expiresIn": 28_800, "tokenType": "Bearer" }))
        } else {
            refused(400, "AuthorizationPendingException", "authorization_pending")
        }
    }
}

fn federation(request: &Request) -> ResponseTemplate {
    if request.headers.get("x-amz-sso_bearer_token").is_none_or(|token| token != TOKEN) {
        return over();
    }
    json(&json!({ "roleCredentials": {
        "accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": in_seconds(LASTING) * 1000
    } }))
}

fn over() -> ResponseTemplate {
    refused(401, "UnauthorizedException", "Session token not found or invalid")
}

/// Who one is follows from the key that signed.
fn identity(request: &Request) -> ResponseTemplate {
    let by = request.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let who = [
        ("ASIASSO", "Admin/anna@example.com"),
        ("ASIAROLE", "operator/anna"),
        ("ASIADEPLOY", "deployer/anna"),
    ]
    .into_iter()
    .find(|(key, _)| by.contains(key))
    .map_or("user/anna".to_owned(), |(_, role)| format!("assumed-role/{role}"));
    xml(
        200,
        &format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::{ACCOUNT}:{who}</Arn>\
             <UserId>A</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        ),
    )
}

fn assume(device: Option<String>, code: Option<String>, role: Option<String>) -> ResponseTemplate {
    let wants_code = role.is_some_and(|role| role.ends_with("/operator"));
    if wants_code && (device.as_deref() != Some(DEVICE) || code.as_deref() != Some(GOOD_CODE)) {
        return xml(
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication \
             failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>",
        );
    }
    let key = if wants_code { "ASIAROLE" } else { "ASIADEPLOY" };
    xml(
        200,
        &format!(
            "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A</AssumedRoleId>\
             <Arn>arn:aws:sts::{ACCOUNT}:assumed-role/operator/anna</Arn></AssumedRoleUser><Credentials>\
             <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{ROLE_SECRET}</SecretAccessKey>\
             <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
             </AssumeRoleResult></AssumeRoleResponse>"
        ),
    )
}

fn in_seconds(seconds: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    now.as_secs() + seconds
}

fn json(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn refused(status: u16, kind: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-ErrorType", kind)
        .set_body_json(json!({ "error": message, "message": message }))
}

fn xml(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body.as_bytes().to_vec(), "text/xml")
}
