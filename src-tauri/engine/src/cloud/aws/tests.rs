//! What a person is told when AWS says no, or says nothing; and change sets that come to nothing.

#![allow(clippy::unwrap_used, reason = "a test fails where it meets what it did not expect")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::ErrorMetadata;
use insta::assert_snapshot;
use ipc::aws::CredentialKind;
use ipc::{Code, Problem};
use serde_json::json;
use wiremock::matchers::{body_string_contains, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::credentials::Source;
use super::problem::Origin;
use super::*;
use crate::clock::StillClock;
use crate::cloud::HttpMethod;

fn from(source: Source) -> Origin {
    Origin { source, region: "us-east-1".into(), endpoint: None, wire: Wire::default() }
}

fn profile(kind: CredentialKind) -> Source {
    let sso = (kind == CredentialKind::Sso).then(|| "work".to_owned());
    Source::Profile { name: "work".into(), kind, sso }
}

/// As AWS would say it, without a network.
fn refused(source: Source, code: &str, message: &str) -> String {
    let meta = ErrorMetadata::builder().code(code).message(message).custom("aws_request_id", "r-1").build();
    let error = SdkError::service_error(GetCallerIdentityError::generic(meta), ());
    shown(&from(source).problem("list the stacks", &error))
}

fn shown(problem: &Problem) -> String {
    format!("[{}] {}\n-> {}\n{}", problem.code, problem.message, problem.next, problem.causes.join("\n"))
        .trim_end()
        .to_owned()
}

#[test]
fn an_expired_session_names_its_own_remedy() {
    let expired =
        |source| refused(source, "ExpiredToken", "The security token included in the request is expired");
    assert_snapshot!(expired(profile(CredentialKind::Sso)), @r#"
    [sign_in_needed] Nobody is signed in for profile "work" (SSO), or the sign-in has ended.
    -> Sign in again: in the window, or with `benchling-webhook sign-in --aws-profile work`.
    ExpiredToken: The security token included in the request is expired (request r-1)
    "#);
    assert_snapshot!(expired(Source::Environment), @r#"
    [credentials_expired] The credentials from environment variables have expired.
    -> Put fresh credentials into the environment and start this program again from there.
    ExpiredToken: The security token included in the request is expired (request r-1)
    "#);
    assert_snapshot!(expired(profile(CredentialKind::Keys)), @r#"
    [credentials_expired] The credentials from profile "work" (access keys) have expired.
    -> Put fresh keys into profile "work" with `aws configure --profile work`, then try again.
    ExpiredToken: The security token included in the request is expired (request r-1)
    "#);
    assert_snapshot!(expired(profile(CredentialKind::Process)), @r#"
    [credentials_expired] The credentials from profile "work" (credential process) have expired.
    -> Sign in again with the program that profile "work" calls, then try again.
    ExpiredToken: The security token included in the request is expired (request r-1)
    "#);
}

#[test]
fn a_refusal_keeps_what_a_person_can_act_on() {
    let denied = "User: arn:aws:iam::123456789012:user/anna is not authorized to perform: \
                  cloudformation:DescribeStacks because no identity-based policy allows it";
    let environment = || Source::Environment;
    assert_snapshot!(refused(environment(), "AccessDenied", denied), @r#"
    [permission_denied] AWS does not let you list the stacks: the permission cloudformation:DescribeStacks is missing.
    -> Ask whoever manages the AWS account to allow cloudformation:DescribeStacks, then try again.
    AccessDenied: User: arn:aws:iam::123456789012:user/anna is not authorized to perform: cloudformation:DescribeStacks because no identity-based policy allows it (request r-1)
    "#);
    let explicit = "User: anna is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy";
    assert_snapshot!(refused(environment(), "AccessDenied", explicit), @r#"
    [permission_denied] AWS does not let you list the stacks: a policy denies iam:CreateRole.
    -> Ask whoever manages the AWS account to change the policy that denies iam:CreateRole, then try again.
    AccessDenied: User: anna is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "AccessDeniedException", "Ask your administrator"), @r#"
    [permission_denied] AWS does not let you list the stacks: a permission is missing.
    -> Ask whoever manages the AWS account to allow it, then try again.
    AccessDeniedException: Ask your administrator (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "InvalidClientTokenId", "The security token included in the request is invalid."), @r#"
    [credentials_expired] AWS does not accept the credentials from environment variables: they are out of date, deleted or mistyped.
    -> Put fresh credentials into the environment and start this program again from there.
    InvalidClientTokenId: The security token included in the request is invalid. (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "Throttling", "Rate exceeded"), @r#"
    [aws_throttled] AWS was asked to list the stacks and is limiting this account's requests.
    -> Wait a minute and try again. Another tool may be using the same limits.
    Throttling: Rate exceeded (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "ServiceUnavailable", "Service is unable to handle request"), @r#"
    [aws_unreachable] AWS was asked to list the stacks and can't answer at the moment.
    -> Wait a few minutes and try again. The AWS Health Dashboard tells of longer outages.
    ServiceUnavailable: Service is unable to handle request (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "SignatureDoesNotMatch", "Signature expired: 20250101T000000Z is now earlier than 20250102T000000Z"), @r#"
    [aws_refused] AWS refused the request because this machine's clock is wrong.
    -> Set the machine's date and time, then try again.
    SignatureDoesNotMatch: Signature expired: 20250101T000000Z is now earlier than 20250102T000000Z (request r-1)
    "#);
    assert_snapshot!(refused(environment(), "ValidationError", "Template format error: unsupported structure."), @r#"
    [aws_refused] AWS refused to list the stacks: Template format error: unsupported structure.
    -> Correct what AWS names and try again.
    ValidationError: Template format error: unsupported structure. (request r-1)
    "#);
}

#[test]
fn credentials_that_cannot_be_had_name_their_source() {
    let told = |source, error| shown(&from(source).credentials_problem(&error));
    let failed = |why: &'static str| CredentialsError::provider_error(why);
    let (sso, role) = (|| profile(CredentialKind::Sso), || profile(CredentialKind::Role));
    assert_snapshot!(told(Source::Elsewhere, CredentialsError::not_loaded_no_source()), @r#"
    [credentials_missing] No AWS credentials were found: not in the environment, not in the AWS configuration files, and this machine has no role.
    -> Run `aws configure sso` or `aws configure`, then try again.
    the credential provider was not enabled
    "#);
    assert_snapshot!(told(sso(), failed("the SSO token has expired and cannot be refreshed")), @r#"
    [sign_in_needed] Nobody is signed in for profile "work" (SSO), or the sign-in has ended.
    -> Sign in again: in the window, or with `benchling-webhook sign-in --aws-profile work`.
    an error occurred while loading credentials
    the SSO token has expired and cannot be refreshed
    "#);
    assert_snapshot!(told(sso(), failed("ForbiddenException: No access")), @r#"
    [permission_denied] AWS does not give you the account and role that profile "work" (SSO) names.
    -> Ask whoever manages the AWS account for that role, or choose another profile.
    an error occurred while loading credentials
    ForbiddenException: No access
    "#);
    assert_snapshot!(told(sso(), failed("dispatch failure")), @r#"
    [aws_unreachable] AWS could not be reached in region us-east-1.
    -> Check the network, the proxy and the region's name, then try again.
    an error occurred while loading credentials
    dispatch failure
    "#);
    assert_snapshot!(told(role(), failed("User: anna is not authorized to perform: sts:AssumeRole on resource: x")), @r#"
    [permission_denied] AWS does not let you take the role that the profile names: the permission sts:AssumeRole is missing.
    -> Ask whoever manages the AWS account to allow sts:AssumeRole, then try again.
    an error occurred while loading credentials
    User: anna is not authorized to perform: sts:AssumeRole on resource: x
    "#);
    assert_snapshot!(told(profile(CredentialKind::Process), CredentialsError::provider_timed_out(CREDENTIALS_TIMEOUT)), @r#"
    [credentials_missing] The credentials from profile "work" (credential process) did not arrive in time.
    -> Sign in again with the program that profile "work" calls, then try again.
    credentials provider timed out after 20 seconds
    "#);
}

async fn aws_at(server: &MockServer) -> Aws {
    Aws::at(server.uri().parse().unwrap(), "us-east-1", "AKIDTEST", "secret").await.unwrap()
}

fn error_xml(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>r-1</RequestId></ErrorResponse>"
    )
}

async fn answer(server: &MockServer, action: &str, status: u16, body: String) {
    Mock::given(body_string_contains(format!("Action={action}&")))
        .respond_with(
            ResponseTemplate::new(status)
                .insert_header("x-amzn-requestid", "r-1")
                .set_body_raw(body, "text/xml"),
        )
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_refusal_over_the_wire_arrives_with_its_request_id() {
    let server = MockServer::start().await;
    answer(&server, "DescribeStacks", 403, error_xml("ExpiredToken", "The token is expired")).await;
    let problem = aws_at(&server).await.stacks().await.unwrap_err();
    assert_eq!(problem.code, Code::CredentialsExpired);
    assert_eq!(problem.causes, ["ExpiredToken: The token is expired (request r-1)"]);
}

#[tokio::test]
async fn a_limit_is_met_with_patience_and_then_told() {
    let server = MockServer::start().await;
    answer(&server, "DescribeStacks", 400, error_xml("Throttling", "Rate exceeded")).await;
    let problem = aws_at(&server).await.stacks().await.unwrap_err();
    assert_eq!(problem.code, Code::AwsThrottled);
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_dead_endpoint_is_told_soon_and_by_its_address() {
    let started = Instant::now();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint: Url = format!("http://{free}").parse().unwrap();
    let aws = Aws::at(endpoint.clone(), "us-east-1", "AKIDTEST", "secret").await.unwrap();
    let problem = aws.caller().await.unwrap_err();
    assert_eq!(problem.code, Code::AwsUnreachable);
    assert!(problem.message.contains(endpoint.as_str()), "{problem:?}");
    assert!(problem.causes.iter().any(|cause| cause.contains("refused")), "{problem:?}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_stranger_in_the_place_of_aws_is_noticed() {
    let server = MockServer::start().await;
    answer(&server, "DescribeStacks", 200, "<html>Please sign in to the hotel's network".into()).await;
    assert_snapshot!(shown(&aws_at(&server).await.stacks().await.unwrap_err()).lines().next().unwrap(), @r#"[aws_refused] AWS was asked to list the stacks, and the answer can't be understood."#);
}

/// A stack that is not there, and a change set that is made in it and can be deleted.
async fn mount_change_set(server: &MockServer) {
    let missing = error_xml("ValidationError", "Stack with id s does not exist");
    Mock::given(body_string_contains("Action=DescribeStacks&"))
        .respond_with(ResponseTemplate::new(400).set_body_raw(missing.clone(), "text/xml"))
        .up_to_n_times(1)
        .mount(server)
        .await;
    let review = "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName>\
                  <CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>REVIEW_IN_PROGRESS</StackStatus>\
                  </member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    Mock::given(body_string_contains("Action=DescribeStacks&"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(review, "text/xml"))
        .up_to_n_times(1)
        .mount(server)
        .await;
    answer(server, "DescribeStacks", 400, missing).await;
    let made = "<CreateChangeSetResponse><CreateChangeSetResult><Id>arn:change-set</Id></CreateChangeSetResult>\
                </CreateChangeSetResponse>";
    answer(server, "CreateChangeSet", 200, made.into()).await;
    for action in ["DeleteChangeSet", "DeleteStack", "ListChangeSets"] {
        let body = format!("<{action}Response><{action}Result/></{action}Response>");
        answer(server, action, 200, body).await;
    }
}

fn described(status: &str, rest: &str) -> String {
    format!(
        "<DescribeChangeSetResponse><DescribeChangeSetResult><Status>{status}</Status>{rest}\
         </DescribeChangeSetResult></DescribeChangeSetResponse>"
    )
}

fn request() -> ChangeSetRequest {
    ChangeSetRequest {
        stack: "s".into(),
        name: "c".into(),
        create: true,
        template: "{}".into(),
        parameters: BTreeMap::new(),
        tags: BTreeMap::new(),
        token: "t".into(),
    }
}

async fn actions(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let bodies = requests.iter().map(|request| String::from_utf8_lossy(&request.body).into_owned());
    let action = |body: String| body.strip_prefix("Action=")?.split('&').next().map(str::to_owned);
    bodies.filter_map(action).filter(|action| action.starts_with("Delete")).collect()
}

#[tokio::test]
async fn a_failed_change_set_leaves_nothing_behind() {
    let server = MockServer::start().await;
    mount_change_set(&server).await;
    let reason =
        "<StatusReason>Template error: instance of Fn::GetAtt references undefined resource X</StatusReason>";
    answer(&server, "DescribeChangeSet", 200, described("FAILED", reason)).await;
    let problem = aws_at(&server).await.create_change_set(&request()).await.unwrap_err();
    assert_snapshot!(shown(&problem), @r#"
    [aws_refused] CloudFormation could not compute the changes: Template error: instance of Fn::GetAtt references undefined resource X.
    -> Correct what CloudFormation names and try again. Nothing was changed.
    "#);
    assert_eq!(actions(&server).await, ["DeleteChangeSet", "DeleteStack"]);
}

#[tokio::test]
async fn a_change_set_that_is_never_computed_is_given_up() {
    let server = MockServer::start().await;
    mount_change_set(&server).await;
    answer(&server, "DescribeChangeSet", 200, described("CREATE_IN_PROGRESS", "")).await;
    let aws = aws_at(&server).await.with_clock(Arc::new(StillClock::at(Timestamp(0))));
    let problem = aws.create_change_set(&request()).await.unwrap_err();
    assert_eq!(problem.code, Code::AwsRefused);
    assert_eq!(actions(&server).await, ["DeleteChangeSet", "DeleteStack"]);
}

#[tokio::test]
async fn a_long_change_set_is_read_to_its_end() {
    let server = MockServer::start().await;
    mount_change_set(&server).await;
    let change = |id: &str, detail: &str| {
        format!(
            "<Changes><member><Type>Resource</Type><ResourceChange><Action>Modify</Action><LogicalResourceId>{id}\
             </LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><Replacement>True</Replacement>\
             <Details>{detail}</Details></ResourceChange></member></Changes>"
        )
    };
    let detail = |target: &str| format!("<member><Target>{target}</Target></member>");
    let property = detail("<Attribute>Properties</Attribute><Name>QueueName</Name>");
    let tags = detail("<Attribute>Tags</Attribute>");
    // Before the first page: wiremock takes the first that matches.
    Mock::given(body_string_contains("NextToken=more"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_raw(described("CREATE_COMPLETE", &change("Second", "")), "text/xml"),
        )
        .mount(&server)
        .await;
    let first = change("First", &[property.clone(), property, tags].concat()) + "<NextToken>more</NextToken>";
    answer(&server, "DescribeChangeSet", 200, described("CREATE_COMPLETE", &first)).await;
    let change_set = aws_at(&server).await.create_change_set(&request()).await.unwrap();
    let told: Vec<_> =
        change_set.changes.iter().map(|c| (c.logical_id.as_str(), c.details.join(" "))).collect();
    assert_eq!(told, [("First", "QueueName Tags".to_owned()), ("Second", String::new())]);
    assert_eq!(actions(&server).await, Vec::<String>::new());
}

/// The published images are indexes: tag -> index -> manifest -> config. The digest is the index's.
#[tokio::test]
async fn the_version_is_read_out_of_the_images_config() {
    let server = MockServer::start().await;
    let digest = |digit: &str| format!("sha256:{}", digit.repeat(64));
    let ask = |action: &str, body: &str, answer: Value| {
        Mock::given(header("x-amz-target", format!("AmazonEC2ContainerRegistry_V20150921.{action}").as_str()))
            .and(body_string_contains(body))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
    };
    let platform = |digit: &str, os: &str, architecture: &str| json!({ "digest": digest(digit), "platform": { "os": os, "architecture": architecture } });
    let image = |digit: &str, manifest: Value| {
        let id = json!({ "imageDigest": digest(digit) });
        json!({ "images": [{ "imageId": id, "imageManifest": manifest.to_string() }], "failures": [] })
    };
    let entries = [
        platform("9", "unknown", "unknown"),
        platform("8", "linux", "arm64"),
        platform("b", "linux", "amd64"),
    ];
    ask("BatchGetImage", "0.18.0", image("a", json!({ "manifests": entries }))).mount(&server).await;
    let manifest = json!({ "config": { "digest": digest("c") } });
    ask("BatchGetImage", &digest("b"), image("b", manifest)).mount(&server).await;
    let url = json!({ "downloadUrl": format!("{}/config", server.uri()) });
    ask("GetDownloadUrlForLayer", &digest("c"), url).mount(&server).await;
    let config = json!({ "config": { "Env": ["PORT=8080", "BUILD_VERSION=0.18.0-20260102T030405Z"] } });
    Mock::given(method("GET"))
        .and(path("/config"))
        .respond_with(ResponseTemplate::new(200).set_body_json(config))
        .mount(&server)
        .await;
    let found = aws_at(&server).await.image(&ImageRepository::quilt(), &"0.18.0".parse().unwrap()).await;
    let version = Some("0.18.0-20260102T030405Z".to_owned());
    assert_eq!(found, Ok(Some(Image { digest: digest("a").parse().unwrap(), build_version: version })));
    let requests = server.received_requests().await.unwrap();
    let asked = |request: &wiremock::Request| String::from_utf8_lossy(&request.body).contains("712023778557");
    assert!(requests.iter().filter(|request| request.method == "POST").all(asked), "the registry's account");
}

fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: HttpMethod::Get,
        url: url.parse().unwrap(),
        body: None,
        timeout: Duration::from_secs(5),
    }
}

const DEPLOYED: &str = "https://abc123.execute-api.us-east-1.amazonaws.com/prod/health?x=1";

#[tokio::test]
async fn a_gateway_stands_in_for_the_deployed_api() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/prod/health"))
        .respond_with(
            ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:1/").set_body_string("hi"),
        )
        .mount(&server)
        .await;
    let gateway = server.uri().parse().unwrap();
    let aws = aws_at(&server).await.with_gateway(gateway).unwrap();
    let answer = aws.http(get(DEPLOYED)).await;
    assert!(
        matches!(&answer, HttpAnswer::Answered { status: 302, body, .. } if body == "hi"),
        "redirects are answers: {answer:?}"
    );
    let elsewhere = aws_at(&server).await.with_gateway("http://example.com".parse().unwrap());
    assert_eq!(elsewhere.err().map(|problem| problem.code), Some(Code::ValueInvalid));
}

#[tokio::test]
async fn nothing_leaves_this_machine_for_an_api_of_a_stand_in() {
    let server = MockServer::start().await;
    let answer = aws_at(&server).await.http(get(DEPLOYED)).await;
    assert!(
        matches!(&answer, HttpAnswer::Unreachable { reason } if reason.contains("AWS is played by")),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_dead_line_is_an_answer_with_its_reason() {
    let server = MockServer::start().await;
    let answer = aws_at(&server).await.http(get("http://127.0.0.1:1/health")).await;
    assert!(
        matches!(&answer, HttpAnswer::Unreachable { reason } if reason.contains("refused")),
        "{answer:?}"
    );
}
