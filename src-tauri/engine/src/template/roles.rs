//! What an environment's containers may do, statement by statement, each naming its resources.

use ipc::Environment;
use serde_json::json;

use super::build::{Resource, allow, attribute, nothing, reference, sub, trust, when};
use super::service::has_sidecars;

pub fn has_athena_policy(environment: Environment) -> String {
    format!("{}HasAthenaPolicy", environment.title())
}

pub fn resources(environment: Environment) -> Vec<Resource> {
    vec![
        task_role(environment).only_if(environment.title()),
        execution_role(environment).only_if(environment.title()),
    ]
}

/// The webhook's own: it reads its secret, asks Athena, writes to the package bucket and tells the packager.
fn task_role(environment: Environment) -> Resource {
    let title = environment.title();
    let own = |service: &str, rest: &str| {
        sub(format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}"))
    };
    let bucket = |rest: &str| sub(format!("arn:${{AWS::Partition}}:s3:::${{{title}Bucket}}{rest}"));
    let results = |rest: &str| {
        sub(format!(
            "arn:${{AWS::Partition}}:s3:::aws-athena-query-results-${{AWS::AccountId}}-${{AWS::Region}}{rest}"
        ))
    };
    let queue = |name: &str| attribute(&format!("{title}{name}"), "Arn");
    let statements = json!([
        // Secrets Manager appends a hyphen and six characters to the name; the secret is written after the
        // plan has been agreed to, so its ARN is not known here.
        allow(
            &["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            own("secretsmanager", &format!("secret:${{{title}SecretName}}-??????")),
        ),
        allow(
            &["cloudformation:DescribeStacks", "cloudformation:DescribeStackResources"],
            reference(&format!("{title}QuiltStackArn")),
        ),
        // Athena itself makes the second one for its results; a Quilt workgroup's own is in Quilt's policy.
        allow(&["s3:GetBucketLocation", "s3:ListBucket"], json!([bucket(""), results("")])),
        allow(
            &["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload",],
            json!([bucket("/*"), results("/*")]),
        ),
        allow(
            &["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"],
            reference(&format!("{title}PackagerQueueArn")),
        ),
        allow(
            &["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
            json!([
                own("glue", "catalog"),
                own("glue", &format!("database/${{{title}AthenaDatabase}}")),
                own("glue", &format!("table/${{{title}AthenaDatabase}}/*")),
            ]),
        ),
        allow(
            &[
                "athena:StartQueryExecution",
                "athena:GetQueryExecution",
                "athena:GetQueryResults",
                "athena:StopQueryExecution",
                "athena:GetWorkGroup",
            ],
            // Images before 0.8.9 know no other workgroup than primary.
            json!([
                own("athena", &format!("workgroup/${{{title}AthenaWorkgroup}}")),
                own("athena", "workgroup/primary"),
            ]),
        ),
        when(
            &has_sidecars(environment),
            allow(
                &[
                    "sqs:SendMessage",
                    "sqs:ReceiveMessage",
                    "sqs:DeleteMessage",
                    "sqs:ChangeMessageVisibility",
                    "sqs:GetQueueUrl",
                    "sqs:GetQueueAttributes",
                ],
                json!([queue("PackageEventQueue"), queue("PackagingRequestQueue")]),
            ),
            nothing(),
        ),
    ]);
    // ECS takes it for tasks of this account only.
    let mut trust = trust("ecs-tasks.amazonaws.com");
    trust["Statement"][0]["Condition"] =
        json!({ "StringEquals": { "aws:SourceAccount": reference("AWS::AccountId") } });
    Resource::new(
        format!("{title}TaskRole"),
        "AWS::IAM::Role",
        json!({
            "AssumeRolePolicyDocument": trust,
            "ManagedPolicyArns": when(
                &has_athena_policy(environment),
                json!([reference(&format!("{title}AthenaPolicyArn"))]),
                nothing(),
            ),
            "Policies": [{
                "PolicyName": "webhook",
                "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
            }],
        }),
    )
}

/// What ECS needs before the container runs: its image and a place for its log.
fn execution_role(environment: Environment) -> Resource {
    let title = environment.title();
    let statements = json!([
        allow(&["ecr:GetAuthorizationToken"], "*".into()),
        allow(
            &["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
            reference(&format!("{title}ImageRepositoryArn")),
        ),
        allow(&["logs:CreateLogStream", "logs:PutLogEvents"], attribute(&format!("{title}LogGroup"), "Arn"),),
    ]);
    Resource::new(
        format!("{title}ExecutionRole"),
        "AWS::IAM::Role",
        json!({
            "AssumeRolePolicyDocument": trust("ecs-tasks.amazonaws.com"),
            "Policies": [{
                "PolicyName": "start",
                "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
            }],
        }),
    )
}
