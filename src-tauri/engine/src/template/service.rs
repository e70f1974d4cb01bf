//! What runs: the cluster, and for each environment its task definition, service and scaling.
//!
//! The number of tasks belongs to scaling alone: a `DesiredCount` here would undo it at every update.

use ipc::Environment;
use serde_json::{Value, json};

use super::build::{Resource, attribute, nothing, reference, sub, when};
use super::{Size, network};

/// The id and name that stacks of the npm tool have.
pub const CLUSTER: &str = "FargateServiceBenchlingWebhookCluster163F6AB9";
pub const CLUSTER_NAME: &str = "benchling-webhook-cluster";
/// The container that serves; the others are the consumers beside it.
pub const WEB_CONTAINER: &str = "webhook";

pub fn cluster() -> Resource {
    Resource::new(CLUSTER, "AWS::ECS::Cluster", json!({ "ClusterName": CLUSTER_NAME }))
}

pub fn service_name(environment: Environment) -> String {
    format!("{}-{environment}", super::PROJECT)
}

pub fn has_sidecars(environment: Environment) -> String {
    format!("{}HasSidecars", environment.title())
}

pub fn has_usual_tasks(environment: Environment) -> String {
    format!("{}HasUsualTasks", environment.title())
}

pub fn resources(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    let mut all = vec![task_definition(environment), service(environment)];
    all.extend(scaling(environment));
    all.into_iter().map(|resource| resource.only_if(title)).collect()
}

fn task_definition(environment: Environment) -> Resource {
    let title = environment.title();
    let parameter = |name: &str| reference(&format!("{title}{name}"));
    let sidecar = |name: &str, module: &str| {
        when(
            &has_sidecars(environment),
            container(
                environment,
                name,
                json!({
                    "Command": ["python", "-m", module],
                    "Environment": consumer_variables(environment),
                }),
            ),
            nothing(),
        )
    };
    Resource::new(
        format!("{title}TaskDefinition"),
        "AWS::ECS::TaskDefinition",
        json!({
            "Family": service_name(environment),
            "RequiresCompatibilities": ["FARGATE"],
            "NetworkMode": "awsvpc",
            "RuntimePlatform": { "CpuArchitecture": "X86_64", "OperatingSystemFamily": "LINUX" },
            "Cpu": parameter("Cpu"),
            "Memory": parameter("Memory"),
            "TaskRoleArn": attribute(&format!("{title}TaskRole"), "Arn"),
            "ExecutionRoleArn": attribute(&format!("{title}ExecutionRole"), "Arn"),
            "ContainerDefinitions": [
                container(environment, WEB_CONTAINER, json!({
                    "PortMappings": [{ "ContainerPort": parameter("Port") }],
                    "Environment": web_variables(environment),
                })),
                sidecar("sqs-consumer", "src.sqs_consumer"),
                sidecar("packaging-consumer", "src.packaging_consumer"),
            ],
        }),
    )
    .version(parameter("ImageTag"))
}

fn container(environment: Environment, name: &str, own: Value) -> Value {
    let title = environment.title();
    let mut container = json!({
        "Name": name,
        "Image": reference(&format!("{title}Image")),
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": reference(&format!("{title}LogGroup")),
                "awslogs-region": reference("AWS::Region"),
                "awslogs-stream-prefix": name,
            },
        },
    });
    if let (Some(container), Value::Object(own)) = (container.as_object_mut(), own) {
        container.extend(own);
    }
    container
}

/// What the web server reads: the union of all generations of the image; none minds what it does not know.
fn web_variables(environment: Environment) -> Vec<Value> {
    let title = environment.title();
    let parameter = |name: &str| reference(&format!("{title}{name}"));
    let mut variables = common_variables(environment);
    variables.extend([
        variable("STAGE", environment.as_str().into()),
        variable("PORT", parameter("Port")),
        variable("ENABLE_WEBHOOK_VERIFICATION", parameter("Verification")),
        variable("QuiltStackARN", parameter("QuiltStackArn")),
    ]);
    let queues = queue_variables(environment);
    variables.extend(queues.into_iter().map(|queue| when(&has_sidecars(environment), queue, nothing())));
    variables
}

/// What the consumers read, which came with the second generation.
fn consumer_variables(environment: Environment) -> Vec<Value> {
    let mut variables = common_variables(environment);
    variables.extend(queue_variables(environment));
    variables
}

fn common_variables(environment: Environment) -> Vec<Value> {
    let parameter = |name: &str| reference(&format!("{}{name}", environment.title()));
    vec![
        variable("AWS_REGION", reference("AWS::Region")),
        variable("LOG_LEVEL", parameter("LogLevel")),
        variable("BenchlingSecret", parameter("SecretName")),
        // Read by nobody: a new value makes new tasks, which is how a running container gets a new secret.
        variable("SECRET_REVISION", parameter("SecretRevision")),
        variable("QUILT_WEB_HOST", parameter("QuiltWebHost")),
        variable("ATHENA_USER_DATABASE", parameter("AthenaDatabase")),
        variable("ATHENA_USER_WORKGROUP", parameter("AthenaWorkgroup")),
        variable("PACKAGER_SQS_URL", parameter("PackagerQueueUrl")),
    ]
}

fn queue_variables(environment: Environment) -> [Value; 2] {
    let queue = |name: &str| reference(&format!("{}{name}", environment.title()));
    [
        variable("PACKAGE_EVENT_QUEUE_URL", queue("PackageEventQueue")),
        variable("PACKAGING_REQUEST_QUEUE_URL", queue("PackagingRequestQueue")),
    ]
}

fn variable(name: &str, value: Value) -> Value {
    json!({ "Name": name, "Value": value })
}

fn service(environment: Environment) -> Resource {
    let title = environment.title();
    Resource::new(
        format!("{title}Service"),
        "AWS::ECS::Service",
        json!({
            "ServiceName": service_name(environment),
            "Cluster": reference(CLUSTER),
            "TaskDefinition": reference(&format!("{title}TaskDefinition")),
            "LaunchType": "FARGATE",
            "PropagateTags": "SERVICE",
            // From start until the second good answer of /health/ready, with the slowest image.
            "HealthCheckGracePeriodSeconds": 120,
            "DeploymentConfiguration": {
                "MinimumHealthyPercent": 100,
                "MaximumPercent": 200,
                // Without it, ECS tries a broken image again for hours.
                "DeploymentCircuitBreaker": { "Enable": true, "Rollback": true },
            },
            "NetworkConfiguration": { "AwsvpcConfiguration": {
                "AssignPublicIp": reference("AssignPublicIp"),
                "Subnets": network::subnets(),
                "SecurityGroups": [reference(network::TASK_GROUP)],
            } },
            "LoadBalancers": [{
                "ContainerName": WEB_CONTAINER,
                "ContainerPort": reference(&format!("{title}Port")),
                "TargetGroupArn": reference(&format!("{title}TargetGroup")),
            }],
        }),
    )
    // ECS refuses a target group that no listener uses yet.
    .after([format!("{title}ListenerRule")])
    .after(network::WAY_IN)
    .after_if(network::NEW_VPC, network::WAY_OUT)
    .version(reference(&format!("{title}ImageTag")))
}

fn scaling(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    let target = format!("{title}ScalableTarget");
    // Named in full on each: a policy may name its target by id alone, but not every stand-in for AWS reads that.
    let scaled = || {
        json!({
            "ServiceNamespace": "ecs",
            "ScalableDimension": "ecs:service:DesiredCount",
            "ResourceId": sub(format!("service/{CLUSTER_NAME}/${{{title}Service.Name}}")),
        })
    };
    // A literal for the usual case: not every stand-in for AWS makes a number of a parameter, as AWS does.
    let usual = Size::usual(environment).tasks;
    let count = |parameter: &str, usual: u32| {
        when(&has_usual_tasks(environment), usual.into(), reference(&format!("{title}{parameter}")))
    };
    let mut properties = scaled();
    properties["MinCapacity"] = count("MinTasks", usual.min());
    properties["MaxCapacity"] = count("MaxTasks", usual.max());
    let policy = |name: &str, metric: &str, percent: u32| {
        let mut properties = scaled();
        properties["PolicyName"] = name.to_lowercase().into();
        properties["PolicyType"] = "TargetTrackingScaling".into();
        properties["TargetTrackingScalingPolicyConfiguration"] = json!({
            "PredefinedMetricSpecification": { "PredefinedMetricType": metric },
            "TargetValue": percent,
            "ScaleOutCooldown": 60,
        });
        Resource::new(
            format!("{title}{name}Scaling"),
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            properties,
        )
        .after([&target])
    };
    vec![
        Resource::new(&target, "AWS::ApplicationAutoScaling::ScalableTarget", properties),
        policy("Cpu", "ECSServiceAverageCPUUtilization", 70),
        policy("Memory", "ECSServiceAverageMemoryUtilization", 80),
    ]
}
