//! Which credentials win, and what is said where none do, for a process with an environment of its own.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;
use installer_tests::command::{Cli, ended};
use installer_tests::portal::{Portal, ROLE_SECRET, TOKEN};
use installer_tests::search::files_that_hold;
use installer_tests::standins::StandIn;
use serde_json::Value;

const CONFIG: &str = "
[default]
region = eu-west-1

[profile work]
region = eu-central-1
sso_session = company
sso_account_id = 123456789012
sso_role_name = Admin

[sso-session company]
sso_region = eu-central-1
sso_start_url = https://company.awsapps.com/start

[profile deployer]
role_arn = arn:aws:iam::123456789012:role/deployer
source_profile = work

[profile tool]
region = us-west-2
credential_process = /bin/sh -c 'echo {\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"AKIDTOOL\\\",\\\"SecretAccessKey\\\":\\\"s\\\"}'

[profile keys]
region = us-east-2
";

const CREDENTIALS: &str = "
[keys]
aws_access_key_id = AKIDFILE
aws_secret_access_key = s
";

/// A home with the two files above, and nothing of the machine's own.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Result<Self> {
        let home = tempfile::tempdir()?;
        std::fs::write(home.path().join("config"), CONFIG)?;
        std::fs::write(home.path().join("credentials"), CREDENTIALS)?;
        Ok(Self(home))
    }

    fn empty() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    /// What the engine says, asked for a profile or not.
    fn ask(&self, profile: Option<&str>, environment: &[(&str, &str)]) -> Result<Value> {
        let file = |name: &str| -> std::path::PathBuf { Path::join(self.0.path(), name) };
        let output = Command::new(env!("CARGO_BIN_EXE_caller"))
            .args(profile)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.0.path())
            .env("AWS_CONFIG_FILE", file("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", file("credentials"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(environment.iter().copied())
            .output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn caller(&self, profile: Option<&str>, environment: &[(&str, &str)]) -> Result<Value> {
        Ok(self.ask(profile, environment)?["caller"].take())
    }
}

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "s")];

#[tokio::test]
async fn the_source_that_won_is_told_with_its_region() -> Result<()> {
    let moto = StandIn::moto().await?;
    let endpoint = moto.endpoint();
    let endpoint = ("AWS_ENDPOINT_URL", endpoint.as_str());
    let home = Home::new()?;
    for (profile, environment, source, region) in [
        (None, vec![KEYS[0], KEYS[1]], "environment variables", "eu-west-1"),
        (None, vec![KEYS[0], KEYS[1], ("AWS_REGION", "us-west-1")], "environment variables", "us-west-1"),
        (Some("keys"), vec![], "profile \"keys\" (access keys)", "us-east-2"),
        // Chosen in the window or by `--aws-profile`: not overruled by what the environment happens to hold.
        (Some("keys"), vec![KEYS[0], KEYS[1]], "profile \"keys\" (access keys)", "us-east-2"),
        (None, vec![("AWS_PROFILE", "tool")], "profile \"tool\" (credential process)", "us-west-2"),
    ] {
        let caller = home.caller(profile, &[environment, vec![endpoint]].concat())?["Ok"].take();
        assert_eq!((&caller["source"], &caller["region"]), (&source.into(), &region.into()), "{caller}");
    }
    Ok(())
}

#[test]
fn what_is_missing_is_named_and_so_is_the_remedy() -> Result<()> {
    let home = Home::new()?;
    let region = ("AWS_REGION", "us-east-1");
    for (profile, environment, code, message, next) in [
        (None, vec![region], "credentials_missing", "No AWS credentials were found", "`aws configure sso`"),
        (
            Some("nobody"),
            vec![region],
            "credentials_missing",
            "no profile \"nobody\"",
            "default, deployer, keys",
        ),
        (
            Some("work"),
            vec![],
            "sign_in_needed",
            "profile \"work\" (SSO)",
            "`benchling-webhook sign-in --aws-profile work`",
        ),
        (
            Some("deployer"),
            vec![region],
            "sign_in_needed",
            "profile \"deployer\" (role)",
            "`benchling-webhook sign-in --aws-profile work`",
        ),
    ] {
        let problem = home.caller(profile, &environment)?["Err"].take();
        assert_eq!(problem["code"], code, "{problem}");
        assert!(problem["message"].as_str().unwrap_or_default().contains(message), "{problem}");
        assert!(problem["next"].as_str().unwrap_or_default().contains(next), "{problem}");
    }
    let problem = Home::empty()?.caller(None, &KEYS)?["Err"].take();
    assert_eq!(problem["code"], "region_missing", "{problem}");
    Ok(())
}

/// Nothing answers at the metadata address of a machine that is no EC2 instance; here it is one that swallows.
#[test]
fn a_machine_without_credentials_is_told_so_soon() -> Result<()> {
    let started = Instant::now();
    let environment = [
        ("AWS_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "false"),
        // TEST-NET-1 of RFC 5737: routed nowhere.
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://192.0.2.1"),
    ];
    let problem = Home::empty()?.caller(None, &environment)?["Err"].take();
    assert_eq!(problem["code"], "credentials_missing", "{problem}");
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    Ok(())
}

#[test]
fn the_sources_are_listed_as_the_files_have_them() -> Result<()> {
    let sources = Home::new()?.ask(None, &[KEYS[0], KEYS[1], ("AWS_REGION", "us-west-1")])?["sources"].take();
    let told: Vec<[&str; 3]> = sources
        .as_array()
        .into_iter()
        .flatten()
        .map(|source| ["profile", "kind", "region"].map(|key| source[key].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(
        told,
        [
            ["-", "environment", "us-west-1"],
            ["default", "other", "eu-west-1"],
            ["deployer", "role", "-"],
            ["keys", "keys", "us-east-2"],
            ["tool", "process", "us-west-2"],
            ["work", "sso", "eu-central-1"],
        ]
    );
    Ok(())
}

/// Whoever stands in the way is named, and what to do about it; nothing leaves this machine on the way there.
#[tokio::test]
async fn a_proxy_that_does_not_let_us_through_is_told_from_one_that_is_not_there() -> Result<()> {
    let home = Home::new()?;
    let guarded = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(407))
        .mount(&guarded)
        .await;
    let with_password = guarded.uri().replace("http://", "http://anna:canary@");
    for (proxy, message) in [
        ("http://127.0.0.1:9".to_owned(), "The proxy 127.0.0.1:9 does not answer"),
        (with_password, "wants a name and a password"),
    ] {
        let problem = home.caller(Some("keys"), &[("HTTPS_PROXY", &proxy)])?["Err"].take();
        assert_eq!(problem["code"], "aws_unreachable", "{problem}");
        assert!(problem["message"].as_str().unwrap_or_default().contains(message), "{problem}");
        assert!(!problem.to_string().contains("canary"), "{problem}");
    }
    let problem = home.caller(Some("keys"), &[("AWS_CA_BUNDLE", "/nonexistent.pem")])?["Err"].take();
    assert!(problem["message"].as_str().unwrap_or_default().contains("/nonexistent.pem"), "{problem}");
    Ok(())
}

/// The command line signs in, waits, and is signed in; so is whoever reads the same cache.
#[tokio::test]
async fn the_command_line_signs_in_and_takes_a_role_with_a_code() -> Result<()> {
    let portal = Portal::start().await?;
    let cli = Cli { environment: portal.environment().into_iter().collect() };
    let child = cli.start(&["sign-in", "--aws-profile", "deployer"], "").await?;
    // Agreed to after it was asked for, and once it has been asked about in vain.
    for _ in 0..600 {
        if portal.asked().contains(&"/token".to_owned()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    portal.agree();
    let ran = ended(child).await?;
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.talk.contains("WDJB-MJH1") && ran.talk.contains("user_code=WDJB-MJH1"), "{ran:?}");
    assert!(!format!("{ran:?}").contains(TOKEN), "{ran:?}");
    assert_eq!(files_that_hold(portal.folder.path(), TOKEN)?, [portal.cache()]);

    let status = |input: &'static str| {
        let cli = &cli;
        async move { cli.run_with(&["status", "--aws-profile", "operator", "--mfa-code-stdin"], input).await }
    };
    let ran = status("000000").await?;
    assert!(ran.code == 1 && ran.talk.contains("does not accept this code"), "{ran:?}");
    let ran = status("123456").await?;
    assert!(!ran.talk.contains("code"), "{ran:?}");
    assert!(portal.asked().contains(&"DescribeStacks".to_owned()), "{:?}", portal.asked());
    assert_eq!(files_that_hold(portal.folder.path(), ROLE_SECRET)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}
