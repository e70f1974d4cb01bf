//! One message of AWS's own for each row that tells something of its own.

use super::super::evidence::Evidence;
use super::{Cause, of, of_service};

fn told(cause: Option<Cause>) -> String {
    let cause = cause.expect("not in the table");
    format!("{}\n{}", cause.sentence, cause.next)
}

#[test]
fn the_first_use_of_a_service() {
    insta::assert_snapshot!(told(of(
        "Resource handler returned message: \"Invalid request provided: CreateCluster Invalid Request: Unable to \
         assume the service linked role. Please verify that the ECS service linked role exists. (Service: AmazonECS; \
         Status Code: 400; Error Code: InvalidParameterException)\" (HandlerErrorCode: InvalidRequest)"
    )), @"
    AWS makes a role of its own (a service-linked role) when an account uses a service for the first time, and that role was not known everywhere yet.
    The role is there now: wait a minute.
    ");
}

#[test]
fn a_wrong_clock() {
    insta::assert_snapshot!(told(of(
        "SignatureDoesNotMatch: Signature expired: 20261123T101500Z is now earlier than 20261123T103812Z \
         (20261123T104312Z - 5 min.)"
    )), @"
    AWS refused a signature because of its time: a clock is wrong.
    Set the date and time of this machine.
    ");
}

#[test]
fn a_certificate_that_is_not_accepted() {
    insta::assert_snapshot!(told(of(
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: Head \
         \"https://712023778557.dkr.ecr.us-east-1.amazonaws.com/v2/quiltdata/benchling/manifests/0.18.0\": tls: failed \
         to verify certificate: x509: certificate signed by unknown authority"
    )), @"
    a certificate was not accepted: something on the way answers in place of the server that was meant.
    Have the proxy or firewall of the task's network let AWS and the image's registry through unchanged.
    ");
}

#[test]
fn no_way_out_of_the_subnets() {
    insta::assert_snapshot!(told(of(
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth \
         from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network \
         configuration. RequestError: send request failed caused by: Post \
         \"https://api.ecr.us-east-1.amazonaws.com/\": dial tcp 52.46.146.144:443: i/o timeout"
    )), @"
    its tasks can't reach AWS from their subnets.
    Give the subnets a way out (a NAT gateway, or VPC endpoints for ECR, S3, CloudWatch Logs and Secrets Manager), or choose others.
    ");
}

#[test]
fn an_image_that_may_not_be_pulled() {
    insta::assert_snapshot!(told(of(
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \
         712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling:0.18.0: pulling from host \
         712023778557.dkr.ecr.us-east-1.amazonaws.com failed with status code [manifests 0.18.0]: 403 Forbidden"
    )), @"
    its image can't be pulled: the registry does not let this account read it.
    Ask the owner of the image's repository to allow this account to pull.
    ");
}

#[test]
fn an_image_that_is_gone() {
    insta::assert_snapshot!(told(of(
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \
         712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling:0.18.0: \
         712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling:0.18.0: not found"
    )), @"
    its image can't be pulled: the registry does not have it any more.
    Choose another image tag.
    ");
}

#[test]
fn an_image_that_can_not_be_pulled_for_another_reason() {
    insta::assert_snapshot!(told(of(
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'"
    )), @"
    its image can't be pulled.
    Mend what AWS names in the details, or choose another image.
    ");
}

#[test]
fn a_secret_that_can_not_be_read_at_the_start() {
    insta::assert_snapshot!(told(of(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: \
         unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret \
         arn:aws:secretsmanager:us-east-1:123456789012:secret:quiltdata/benchling-webhook/default/acme from secrets \
         manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to \
         perform: secretsmanager:GetSecretValue on resource"
    )), @"
    the secret in Secrets Manager is missing, or the container may not read it.
    Check that the secret exists in this region, and that no policy or key keeps the task's role from reading it.
    ");
}

#[test]
fn a_secret_that_the_container_can_not_read() {
    let log = "botocore.exceptions.ClientError: An error occurred (ResourceNotFoundException) when calling the \
               GetSecretValue operation: Secrets Manager can't find the specified secret.";
    let evidence =
        Evidence { exit_code: Some(1), log: vec![log.into(), "exiting".into()], ..Evidence::default() };
    assert_eq!(
        told(of_service("", &evidence)),
        told(of("ResourceInitializationError: unable to retrieve secret from asm"))
    );
}

#[test]
fn a_container_that_exits() {
    let evidence = Evidence {
        stopped: Some("Essential container in task exited".into()),
        exit_code: Some(3),
        log: vec!["Worker failed to boot.".into()],
        ..Evidence::default()
    };
    let reason = "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit \
                  Breaker was triggered'.\" (HandlerErrorCode: GeneralServiceException)";
    insta::assert_snapshot!(told(of_service(reason, &evidence)), @r#"
    its container stops soon after its start, with exit code 3. Its last line was: "Worker failed to boot.".
    Mend what the container's log says, which is among the details.
    "#);
    insta::assert_snapshot!(told(of_service(reason, &Evidence::default())), @"
    its tasks did not stay up, and ECS gave up after several tries.
    Look into the environment's log group in CloudWatch, which tells why, and mend that.
    ");
}

#[test]
fn too_little_memory() {
    insta::assert_snapshot!(told(of(
        "Essential container in task exited (OutOfMemoryError: container killed due to high memory usage)"
    )), @"
    its container needs more memory than it has.
    Choose another image tag, and report this with the details: how much memory a task has is fixed.
    ");
}

#[test]
fn a_health_check_that_fails() {
    insta::assert_snapshot!(told(of(
        "Task failed ELB health checks in (target-group \
         arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/Bench-ProdT-1/0123456789abcdef)"
    )), @"
    its tasks start, but do not answer the health check.
    See in the container's log, which is among the details, what it waits for; most often that is Benchling or a Quilt service that it can't reach.
    ");
}

#[test]
fn no_capacity() {
    insta::assert_snapshot!(told(of(
        "(service benchling-webhook-prod) was unable to place a task. Reason: Capacity is unavailable at this time. \
         Please try again later or in a different availability zone."
    )), @"
    AWS has no room for its tasks in these zones at the moment.
    Wait some minutes, or choose subnets in other zones.
    ");
    let full = "(service x) was unable to place a task because no container instance met all of its requirements. \
                The closest matching has insufficient RESOURCE:CPU available";
    assert!(of(full).unwrap().sentence.contains("no room"));
}

#[test]
fn too_many_vpcs() {
    insta::assert_snapshot!(told(of(
        "Resource handler returned message: \"The maximum number of VPCs has been reached. (Service: Ec2, Status \
         Code: 400, Request ID: 6f3c)\" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)"
    )), @"
    this account has reached its quota of VPCs in the region.
    Use an existing VPC instead (--vpc), delete one that nobody needs, or ask for more in the AWS console under Service Quotas.
    ");
}

#[test]
fn a_quota_is_named() {
    insta::assert_snapshot!(told(of(
        "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, \
         Status Code: 400, Request ID: 6f3c)\" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)"
    )), @"
    this account has reached its quota of Elastic IP addresses in the region.
    Delete what nobody needs, or ask for more in the AWS console under Service Quotas.
    ");
    for (text, what) in [
        ("Limit exceeded for resource of type 'AWS::EC2::NatGateway'. Reason: x", "of AWS::EC2::NatGateway "),
        ("Cannot exceed quota for RolesPerAccount: 1000 (Service: Iam)", "of RolesPerAccount "),
        ("You've reached the limit on the number of vCPUs you can run concurrently", "of vCPUs "),
        ("(HandlerErrorCode: ServiceLimitExceeded)", "reached a quota "),
    ] {
        let sentence = of(text).unwrap().sentence;
        assert!(sentence.contains(what), "{sentence}");
    }
}

#[test]
fn a_name_that_is_taken() {
    insta::assert_snapshot!(told(of(
        "Resource handler returned message: \"Resource of type 'AWS::Logs::LogGroup' with identifier \
         '{\"/properties/LogGroupName\":\"/ecs/benchling-webhook-prod\"}' already exists.\" (RequestToken: 1, \
         HandlerErrorCode: AlreadyExists)"
    )), @"
    its name (/ecs/benchling-webhook-prod) is taken by something that does not belong to this stack.
    Find out whether that is still needed, and delete or rename it if not.
    ");
    let plain =
        "benchling-webhook-prod-scaling already exists in stack arn:aws:cloudformation:us-east-1:1:stack/x/y";
    assert!(of(plain).unwrap().sentence.contains("(benchling-webhook-prod-scaling)"));
}

#[test]
fn a_permission_is_named() {
    insta::assert_snapshot!(told(of(
        "Resource handler returned message: \"User: arn:aws:sts::123456789012:assumed-role/Dev/ada is not authorized \
         to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x because no identity-based policy \
         allows the iam:CreateRole action (Service: Iam, Status Code: 403)\" (HandlerErrorCode: AccessDenied)"
    )), @"
    the permission iam:CreateRole is missing.
    Ask whoever manages the AWS account to allow iam:CreateRole.
    ");
    insta::assert_snapshot!(told(of(
        "User: arn:aws:sts::123456789012:assumed-role/Dev/ada is not authorized to perform: ec2:CreateVpc with an \
         explicit deny in a service control policy"
    )), @"
    a policy denies ec2:CreateVpc.
    Ask whoever manages the AWS account to change the policy that denies ec2:CreateVpc.
    ");
}

#[test]
fn what_nobody_knows_stays_in_awss_own_words() {
    assert_eq!(of("Internal Failure"), None);
    assert_eq!(of_service("Service did not stabilise", &Evidence::default()), None);
}
