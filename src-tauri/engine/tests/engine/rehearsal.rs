//! The rehearsed cloud, asked as the engine asks it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use engine::Clock;
use engine::clock::StillClock;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::cloud::{
    ChangeSet, ChangeSetRequest, Cloud, HttpAnswer, HttpMethod, HttpRequest, Parameter, Replacement,
    ResourceAction, Rollout, SecretState, StackEvent,
};
use engine::secret::Secret;
use ipc::bridge::Fault;
use ipc::{Code, ImageRepository, Problem, Timestamp};
use serde_json::{Value, json};

const STACK: &str = "BenchlingWebhookStack";

/// One world in a folder that goes with it.
struct Stage {
    folder: tempfile::TempDir,
    clock: Arc<StillClock>,
    cloud: Rehearsal,
}

impl Stage {
    fn new(pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock::at(Timestamp(1_790_000_000_000)));
        let cloud =
            Rehearsal::open(folder.path().join("rehearsal/cloud-state.json"), clock.clone(), pace).unwrap();
        Self { folder, clock, cloud }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("rehearsal/cloud-state.json")
    }

    async fn pass(&self, seconds: f64) {
        self.clock.sleep(Duration::from_secs_f64(seconds)).await;
    }

    async fn plan(&self, create: bool, values: &[(&str, &str)]) -> Result<ChangeSet, Problem> {
        self.cloud.create_change_set(&request(create, &template(), values)).await
    }

    /// Runs a change set to its end, however fast it goes.
    async fn deploy(&self, create: bool, values: &[(&str, &str)]) -> String {
        let change_set = self.plan(create, values).await.unwrap();
        self.cloud.execute_change_set(&change_set, &format!("run-{}", change_set.id)).await.unwrap();
        self.settle().await
    }

    async fn settle(&self) -> String {
        for _ in 0..400 {
            let stack = self.cloud.stack(STACK).await.unwrap().unwrap();
            if !stack.is_busy() {
                return stack.state;
            }
            self.pass(0.25).await;
        }
        panic!("the operation does not end");
    }

    async fn events(&self) -> Vec<StackEvent> {
        self.cloud.stack_events(STACK, None).await.unwrap()
    }

    async fn outputs(&self) -> BTreeMap<String, String> {
        self.cloud.stack(STACK).await.unwrap().unwrap().outputs
    }

    async fn physical_ids(&self) -> BTreeMap<String, String> {
        let resources = self.cloud.resources(STACK).await.unwrap();
        resources.into_iter().map(|r| (r.logical_id, r.physical_id.unwrap_or_default())).collect()
    }

    async fn http(&self, method: HttpMethod, path: &str) -> (u16, String) {
        let url = format!("https://rehearsal0.execute-api.us-east-1.amazonaws.com/{path}").parse().unwrap();
        let body = (method == HttpMethod::Post).then(|| "{}".to_owned());
        let request = HttpRequest { method, url, body, timeout: Duration::from_secs(5) };
        match self.cloud.http(request).await {
            HttpAnswer::Answered { status, body, .. } => (status, body),
            HttpAnswer::Unreachable { reason } => panic!("{reason}"),
        }
    }
}

fn request(create: bool, template: &Value, values: &[(&str, &str)]) -> ChangeSetRequest {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let value = |text: &str| match text {
        "<previous>" => Parameter::Previous,
        text => Parameter::Value(text.to_owned()),
    };
    ChangeSetRequest {
        stack: STACK.into(),
        name: format!("change-{count}"),
        create,
        template: template.to_string(),
        parameters: values.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect(),
        tags: BTreeMap::new(),
        token: format!("token-{count}"),
    }
}

const PROD: [(&str, &str); 2] = [("ProdEnabled", "true"), ("ProdImage", "host/benchling:0.6.2")];
const BOTH: [(&str, &str); 4] = [
    ("ProdEnabled", "<previous>"),
    ("ProdImage", "<previous>"),
    ("DevEnabled", "true"),
    ("DevImage", "host/benchling:0.18.0"),
];

/// The shape of the stack that is installed: shared parts, and per environment a way from its stage to its tasks.
fn template() -> Value {
    let mut parameters = json!({});
    let mut conditions = json!({});
    let mut outputs = json!({});
    let mut resources = json!({
        "Vpc": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } },
        "SubnetA": { "Type": "AWS::EC2::Subnet", "Properties": {
            "VpcId": { "Ref": "Vpc" },
            "CidrBlock": { "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }, 4, 8] }] },
            "AvailabilityZone": { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
        } },
        "NatAddress": { "Type": "AWS::EC2::EIP" },
        "NatGateway": { "Type": "AWS::EC2::NatGateway", "Properties": {
            "SubnetId": { "Ref": "SubnetA" }, "AllocationId": { "Fn::GetAtt": ["NatAddress", "AllocationId"] },
        } },
        "Cluster": { "Type": "AWS::ECS::Cluster", "Properties": { "ClusterName": "benchling-webhook-cluster" } },
        "LoadBalancer": { "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {
            "Scheme": "internal", "Subnets": [{ "Ref": "SubnetA" }],
        } },
        "Listener": { "Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
            "LoadBalancerArn": { "Ref": "LoadBalancer" }, "Port": 80,
            "DefaultActions": [{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } }],
        } },
        "VpcLink": { "Type": "AWS::ApiGatewayV2::VpcLink", "Properties": { "SubnetIds": [{ "Ref": "SubnetA" }] } },
        "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": {
            "Name": "BenchlingWebhookAPI",
            "Policy": { "Statement": [
                { "Effect": "Allow", "Resource": "execute-api:/*" },
                { "Fn::If": ["HasAllowList", {
                    "Effect": "Deny", "Resource": "execute-api:/prod/*",
                    "Condition": { "NotIpAddress": { "aws:SourceIp": { "Fn::Split": [",", { "Ref": "AllowList" }] } } },
                }, { "Ref": "AWS::NoValue" }] },
            ] },
        } },
        "Method": { "Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": { "Ref": "Api" }, "ResourceId": { "Fn::GetAtt": ["Api", "RootResourceId"] }, "HttpMethod": "ANY",
            "Integration": {
                "ConnectionId": { "Ref": "VpcLink" },
                "Uri": { "Fn::Sub": "http://${LoadBalancer.DNSName}/" },
                "RequestParameters": { "integration.request.header.X-Route": "stageVariables.route" },
            },
        } },
    });
    parameters["AllowList"] = json!({ "Type": "String", "Default": "" });
    conditions["HasAllowList"] = json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": "AllowList" }, ""] }] });
    for (env, title, priority) in [("dev", "Dev", 1), ("prod", "Prod", 2)] {
        let own = |name: &str| format!("{title}{name}");
        parameters[own("Enabled")] =
            json!({ "Type": "String", "Default": "false", "AllowedValues": ["false", "true"] });
        parameters[own("Image")] = json!({ "Type": "String", "Default": "" });
        conditions[title] = json!({ "Fn::Equals": [{ "Ref": own("Enabled") }, "true"] });
        let mut put = |name: &str, kind: &str, after: &[&str], properties: Value| {
            let after: Vec<String> = after.iter().map(|name| (*name).to_owned()).collect();
            resources[own(name)] =
                json!({ "Type": kind, "Condition": title, "DependsOn": after, "Properties": properties });
        };
        let token = json!({ "Fn::Join": ["-", [
            env, { "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] },
        ]] });
        put("LogGroup", "AWS::Logs::LogGroup", &[], json!({ "RetentionInDays": 30 }));
        put("TaskRole", "AWS::IAM::Role", &[], json!({ "AssumeRolePolicyDocument": {} }));
        put(
            "TargetGroup",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            &[],
            json!({
                "TargetType": "ip", "VpcId": { "Ref": "Vpc" }, "Port": 80, "Protocol": "HTTP",
            }),
        );
        put(
            "Rule",
            "AWS::ElasticLoadBalancingV2::ListenerRule",
            &[],
            json!({
                "ListenerArn": { "Ref": "Listener" }, "Priority": priority,
                "Conditions": [{ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-route", "Values": [token] } }],
                "Actions": [{ "Type": "forward", "TargetGroupArn": { "Ref": own("TargetGroup") } }],
            }),
        );
        put(
            "TaskDefinition",
            "AWS::ECS::TaskDefinition",
            &[],
            json!({
                "Family": format!("benchling-webhook-{env}"),
                "TaskRoleArn": { "Fn::GetAtt": [own("TaskRole"), "Arn"] },
                "ContainerDefinitions": [{
                    "Name": "webhook", "Image": { "Ref": own("Image") },
                    "LogConfiguration": { "Options": { "awslogs-group": { "Ref": own("LogGroup") } } },
                }],
            }),
        );
        put(
            "Service",
            "AWS::ECS::Service",
            &[&own("Rule"), "NatGateway"],
            json!({
                "ServiceName": format!("benchling-webhook-{env}"),
                "Cluster": { "Ref": "Cluster" }, "TaskDefinition": { "Ref": own("TaskDefinition") },
                "DesiredCount": 2,
                "LoadBalancers": [{ "TargetGroupArn": { "Ref": own("TargetGroup") } }],
            }),
        );
        put(
            "Deployment",
            "AWS::ApiGateway::Deployment",
            &["Method"],
            json!({ "RestApiId": { "Ref": "Api" } }),
        );
        put(
            "Stage",
            "AWS::ApiGateway::Stage",
            &[],
            json!({
                "RestApiId": { "Ref": "Api" }, "StageName": env, "DeploymentId": { "Ref": own("Deployment") },
                "Variables": { "route": token },
            }),
        );
        outputs[own("Endpoint")] = json!({
            "Condition": title,
            "Value": { "Fn::Sub": format!("https://${{Api}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{title}Stage}}") },
        });
        outputs[own("LogGroup")] = json!({ "Condition": title, "Value": { "Ref": own("LogGroup") } });
        outputs[own("TargetGroup")] = json!({ "Condition": title, "Value": { "Ref": own("TargetGroup") } });
    }
    json!({ "Parameters": parameters, "Conditions": conditions, "Resources": resources, "Outputs": outputs })
}

fn statuses<'a>(events: &'a [StackEvent], logical_id: &str) -> Vec<&'a str> {
    events.iter().filter(|e| e.logical_id == logical_id).map(|e| e.status.as_str()).collect()
}

fn changed(change_set: &ChangeSet) -> BTreeMap<&str, (ResourceAction, Replacement, Vec<&str>)> {
    let one = |c: &'_ engine::cloud::ResourceChange| (c.action, c.replacement);
    let details = |c: &'static str| c;
    let _ = details;
    change_set
        .changes
        .iter()
        .map(|c| {
            let (action, replacement) = one(c);
            (c.logical_id.as_str(), (action, replacement, c.details.iter().map(String::as_str).collect()))
        })
        .collect()
}

#[tokio::test]
async fn the_world_starts_with_a_quilt_stack_that_has_everything_the_webhook_needs() {
    let stage = Stage::new(Pace::instant());
    let stacks = stage.cloud.stacks().await.unwrap();
    assert_eq!(stacks.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["quilt-rehearsal"]);
    assert!(stacks[0].arn.parse::<ipc::StackArn>().is_ok(), "{}", stacks[0].arn);
    for output in [
        "QuiltWebHost",
        "UserAthenaDatabaseName",
        "PackagerQueueUrl",
        "PackagerQueueArn",
        "BucketWritePolicy",
    ] {
        assert!(stacks[0].outputs.contains_key(output), "{output}");
    }
    assert_eq!(stacks[0].parameters["BenchlingWebhook"], "Disabled");
    assert_eq!(stage.cloud.caller().await.unwrap().name(), "you");
}

#[tokio::test]
async fn a_stack_is_created_in_the_order_of_its_dependencies() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    assert!(plan.created_stack && plan.changes.iter().all(|c| c.action == ResourceAction::Add));
    assert!(stage.cloud.stack(STACK).await.unwrap().unwrap().is_empty());
    assert_eq!(stage.cloud.template(STACK).await.unwrap(), None);

    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "CREATE_COMPLETE");
    let events = stage.events().await;
    assert_eq!(
        statuses(&events, "ProdService"),
        ["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]
    );
    let place = |id: &str, status: &str| {
        events.iter().position(|e| e.logical_id == id && e.status == status).unwrap()
    };
    for (first, then) in [
        ("Vpc", "SubnetA"),
        ("NatGateway", "ProdService"),
        ("ProdRule", "ProdService"),
        ("Method", "ProdDeployment"),
    ] {
        assert!(place(first, "CREATE_COMPLETE") < place(then, "CREATE_IN_PROGRESS"), "{first} before {then}");
    }
    assert!(events.iter().all(|e| !e.logical_id.starts_with("Dev")));
    assert_eq!(
        stage.outputs().await["ProdEndpoint"],
        "https://rehearsal0.execute-api.us-east-1.amazonaws.com/prod"
    );
    assert_eq!(stage.cloud.template(STACK).await.unwrap(), Some(template()));

    let after = stage.cloud.stack_events(STACK, Some(&events[4].id)).await.unwrap();
    assert_eq!(after, events[5..], "strictly after the fifth");
}

#[tokio::test]
async fn a_second_environment_leaves_the_first_as_it_is() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let before = stage.physical_ids().await;

    let plan = stage.plan(false, &BOTH).await.unwrap();
    assert!(
        plan.changes.iter().all(|c| c.action == ResourceAction::Add && c.logical_id.starts_with("Dev")),
        "{plan:#?}"
    );
    assert_eq!(stage.deploy(false, &BOTH).await, "UPDATE_COMPLETE");
    let after = stage.physical_ids().await;
    assert!(before.iter().all(|(id, physical)| after[id] == *physical));
    assert_eq!(
        stage.http(HttpMethod::Get, "dev/health").await.1,
        r#"{"status":"healthy","service":"benchling-webhook","version":"0.18.0"}"#
    );

    let only_prod = [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>"), ("DevEnabled", "false")];
    let plan = stage.plan(false, &only_prod).await.unwrap();
    assert!(
        plan.changes.iter().all(|c| c.action == ResourceAction::Remove && c.logical_id.starts_with("Dev"))
    );
    stage.deploy(false, &only_prod).await;
    assert_eq!(stage.physical_ids().await, before);
    assert_eq!(stage.http(HttpMethod::Get, "dev/health").await.0, 403);
}

#[tokio::test]
async fn a_new_image_replaces_the_task_definition_and_changes_the_service_in_place() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let values = [("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")];
    let plan = stage.plan(false, &values).await.unwrap();
    assert_eq!(
        changed(&plan),
        [
            ("ProdTaskDefinition", (ResourceAction::Modify, Replacement::Yes, vec!["ContainerDefinitions"])),
            ("ProdService", (ResourceAction::Modify, Replacement::No, vec!["TaskDefinition"])),
        ]
        .into()
    );
    let old = stage.physical_ids().await["ProdTaskDefinition"].clone();
    stage.deploy(false, &values).await;
    let new = stage.physical_ids().await["ProdTaskDefinition"].clone();
    assert!(
        old.ends_with("benchling-webhook-prod:1") && new.ends_with("benchling-webhook-prod:2"),
        "{old} {new}"
    );
    let events = stage.events().await;
    let deleted = events.iter().find(|e| e.status == "DELETE_COMPLETE").unwrap();
    assert_eq!(deleted.physical_id, Some(old));
    assert_eq!(events.last().unwrap().status, "UPDATE_COMPLETE");

    let again = stage.plan(false, &values).await.unwrap();
    assert_eq!(again.changes, []);
}

#[tokio::test]
async fn a_replacement_reaches_those_that_refer_to_it_as_conditional() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut template = template();
    template["Resources"]["Vpc"]["Properties"]["CidrBlock"] = "10.1.0.0/16".into();
    let values = [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>")];
    let plan = stage.cloud.create_change_set(&request(false, &template, &values)).await.unwrap();
    let changes = changed(&plan);
    assert_eq!(changes["Vpc"].1, Replacement::Yes);
    assert_eq!(changes["ProdTargetGroup"], (ResourceAction::Modify, Replacement::Conditional, vec!["VpcId"]));
    assert!(!changes.contains_key("Cluster"));
}

#[tokio::test]
async fn tags_of_the_stack_reach_every_resource_that_can_carry_them() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut request =
        request(false, &template(), &[("ProdEnabled", "<previous>"), ("ProdImage", "<previous>")]);
    request.tags.insert("Owner".into(), "anna".into());
    let plan = stage.cloud.create_change_set(&request).await.unwrap();
    let changes = changed(&plan);
    assert_eq!(changes["Vpc"], (ResourceAction::Modify, Replacement::No, vec!["Tags"]));
    assert!(!changes.contains_key("Method"), "a method carries no tags");
}

#[tokio::test]
async fn cloudformation_refuses_in_its_own_words() {
    let stage = Stage::new(Pace::instant());
    let one = |properties: Value| json!({ "Resources": { "A": { "Type": "AWS::SNS::Topic", "Properties": properties } } });
    let circle = json!({ "Resources": {
        "A": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "B" } } },
        "B": { "Type": "AWS::SNS::Topic", "DependsOn": "A" },
    } });
    let large = one(json!({ "DisplayName": "x".repeat(51_200) }));
    let cases: [(Value, &[(&str, &str)], &str); 9] = [
        (json!({}), &[], "At least one Resources member must be defined"),
        (
            one(json!({ "TopicName": { "Ref": "Nowhere" } })),
            &[],
            "Unresolved resource dependencies [Nowhere] in the Resources block",
        ),
        (circle, &[], "Circular dependency between resources: [A, B]"),
        (large, &[], "Member must have length less than or equal to 51200"),
        (template(), &[("Unknown", "1")], "Parameters: [Unknown] do not exist in the template"),
        (template(), &[("ProdEnabled", "maybe")], "Parameter 'ProdEnabled' must be one of AllowedValues"),
        (template(), &[("ProdEnabled", "<previous>")], "Cannot specify usePreviousValue as true"),
        (
            one(json!({ "TopicName": { "Fn::Shout": "a" } })),
            &[],
            "Encountered unsupported function: Fn::Shout",
        ),
        (
            json!({ "Parameters": { "P": { "Type": "String" } }, "Resources": { "A": { "Type": "AWS::SNS::Topic" } } }),
            &[],
            "Parameters: [P] must have values",
        ),
    ];
    for (template, values, words) in cases {
        let problem = stage.cloud.create_change_set(&request(true, &template, values)).await.unwrap_err();
        assert_eq!(problem.code, Code::AwsRefused);
        assert!(problem.message.contains(words), "{} should say: {words}", problem.message);
    }
    assert_eq!(stage.cloud.stack(STACK).await.unwrap(), None, "a refusal leaves nothing behind");
    let problem = stage.plan(false, &PROD).await.unwrap_err();
    assert!(problem.message.contains("Stack [BenchlingWebhookStack] does not exist"), "{problem}");
}

#[tokio::test]
async fn an_operation_goes_on_while_the_program_is_closed_and_others_wait_for_it() {
    let stage = Stage::new(Pace::seconds(20));
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    stage.pass(10.0).await;
    let busy = stage.plan(false, &PROD).await.unwrap_err();
    assert!(busy.message.contains("is in CREATE_IN_PROGRESS state and can not be updated"), "{busy}");

    let other = Rehearsal::open(stage.file(), stage.clock.clone(), Pace::seconds(20)).unwrap();
    let half = other.stack_events(STACK, None).await.unwrap().len();
    stage.pass(9.0).await;
    assert_eq!(other.stack(STACK).await.unwrap().unwrap().state, "CREATE_IN_PROGRESS");
    assert!(other.stack_events(STACK, None).await.unwrap().len() > half);
    stage.pass(2.0).await;
    assert_eq!(other.stack(STACK).await.unwrap().unwrap().state, "CREATE_COMPLETE");
}

#[tokio::test]
async fn a_change_set_is_executed_once_and_repeating_the_call_is_the_same_call() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let events = stage.events().await.len();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.events().await.len(), events);
    assert!(stage.cloud.execute_change_set(&plan, "other").await.is_err());
}

#[tokio::test]
async fn tasks_start_and_become_healthy_while_the_service_is_made() {
    let stage = Stage::new(Pace::seconds(20));
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let ask = || stage.cloud.service("benchling-webhook-cluster", "benchling-webhook-prod");
    let mut seen = Vec::new();
    while stage.cloud.stack(STACK).await.unwrap().unwrap().is_busy() {
        if let Some(service) = ask().await.unwrap() {
            let targets = stage.cloud.target_health(&service.target_groups[0]).await.unwrap();
            let healthy = targets.iter().filter(|t| t.state == "healthy").count();
            let now = (service.running, healthy, service.deployments[0].rollout);
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            let (status, _) = if stage.outputs().await.is_empty() && healthy == 0 {
                (503, String::new())
            } else {
                stage.http(HttpMethod::Get, "prod/health/ready").await
            };
            assert_eq!(status == 200, healthy > 0, "{now:?}");
        }
        stage.pass(0.1).await;
    }
    assert_eq!(seen, [(0, 0, Rollout::InProgress), (2, 0, Rollout::InProgress), (2, 2, Rollout::InProgress)]);
    let service = ask().await.unwrap().unwrap();
    assert_eq!(
        (service.desired, service.running, service.deployments[0].rollout),
        (2, 2, Rollout::Completed)
    );
    let tasks = stage.cloud.tasks("benchling-webhook-cluster", "benchling-webhook-prod").await.unwrap();
    assert!(tasks.len() == 2 && tasks.iter().all(|t| t.running && t.image_digest.is_some()));
    let lines = stage.cloud.log_lines(&stage.outputs().await["ProdLogGroup"], 100).await.unwrap();
    assert!(lines.iter().any(|l| l.text.contains("0.6.2")), "{lines:#?}");
}

#[tokio::test]
async fn an_environment_answers_as_the_container_does() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 200);
    assert_eq!(stage.http(HttpMethod::Get, "prod/health/ready").await.0, 200);
    for path in ["prod/event", "prod/lifecycle", "prod/canvas"] {
        assert_eq!(stage.http(HttpMethod::Post, path).await.0, 401, "0.6.2 refuses with 401");
    }
    assert_eq!(stage.http(HttpMethod::Get, "prod/nowhere").await.0, 404);
    assert_eq!(stage.http(HttpMethod::Get, "dev/health").await, (403, r#"{"message":"Forbidden"}"#.into()));
    stage.deploy(false, &BOTH).await;
    assert_eq!(stage.http(HttpMethod::Post, "dev/event").await.0, 403, "0.18.0 refuses with 403");
}

#[tokio::test]
async fn an_access_list_reaches_a_stage_with_its_next_snapshot_only() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let listed =
        [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>"), ("AllowList", "203.0.113.0/24")];
    stage.deploy(false, &listed).await;
    assert_eq!(
        stage.http(HttpMethod::Get, "prod/health").await.0,
        200,
        "the stage still serves its old snapshot"
    );

    let mut template = template();
    let deployment = template["Resources"]["ProdDeployment"].clone();
    template["Resources"]["ProdDeploymentB"] = deployment;
    template["Resources"]["ProdStage"]["Properties"]["DeploymentId"] = json!({ "Ref": "ProdDeploymentB" });
    let plan = stage.cloud.create_change_set(&request(false, &template, &listed)).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let (status, body) = stage.http(HttpMethod::Get, "prod/health").await;
    assert_eq!(status, 403);
    assert!(body.contains("not authorized to perform: execute-api:Invoke"), "{body}");
}

#[tokio::test]
async fn the_secret_is_in_no_file() {
    let stage = Stage::new(Pace::instant());
    let name = "quiltdata/benchling-webhook/default/my-company";
    let value = Secret::new(r#"{"client_secret": "canary-7f3a", "tenant": "my-company"}"#);
    assert_eq!(stage.cloud.secret_state(name, &value).await, Ok(SecretState::Missing));
    let arn = stage.cloud.put_secret(name, &value, &BTreeMap::new()).await.unwrap();
    let respelt = Secret::new(r#"{"tenant":"my-company","client_secret":"canary-7f3a"}"#);
    assert_eq!(stage.cloud.secret_state(name, &respelt).await, Ok(SecretState::Same));
    assert_eq!(stage.cloud.secret_state(name, &Secret::new("{}")).await, Ok(SecretState::Different));
    assert_eq!(stage.cloud.put_secret(name, &respelt, &BTreeMap::new()).await.unwrap(), arn);
    for entry in std::fs::read_dir(stage.file().parent().unwrap()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("canary-7f3a"));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_user_can_read_the_state() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&stage.file()), mode(stage.file().parent().unwrap())), (0o600, 0o700));
}

#[tokio::test]
async fn expired_credentials_fail_every_question_until_they_are_renewed() {
    let stage = Stage::new(Pace::instant());
    stage.cloud.fail_with(Some(Fault::CredentialsExpired)).unwrap();
    assert_eq!(stage.cloud.caller().await.unwrap_err().code, Code::CredentialsExpired);
    assert_eq!(stage.cloud.stacks().await.unwrap_err().code, Code::CredentialsExpired);
    assert_eq!(stage.plan(true, &PROD).await.unwrap_err().code, Code::CredentialsExpired);
    stage.cloud.fail_with(None).unwrap();
    assert!(stage.cloud.caller().await.is_ok());
}

#[tokio::test]
async fn a_missing_permission_refuses_the_change_set_or_fails_the_first_role() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.fail_with(Some(Fault::PermissionDenied)).unwrap();
    let problem = stage.plan(true, &PROD).await.unwrap_err();
    assert_eq!(problem.code, Code::PermissionDenied);
    assert!(
        problem.causes[0].contains("is not authorized to perform: cloudformation:CreateChangeSet"),
        "{problem:?}"
    );
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let first = events.iter().find(|e| e.status == "CREATE_FAILED").unwrap();
    assert_eq!(first.logical_id, "ProdTaskRole");
    assert!(
        first.reason.as_deref().unwrap().contains("is not authorized to perform: iam:CreateRole"),
        "{first:?}"
    );
}

#[tokio::test]
async fn a_missing_image_has_no_digest() {
    let stage = Stage::new(Pace::instant());
    let ask = || {
        let (repository, tag) = (ImageRepository::quilt(), "0.18.0".parse().unwrap());
        async move { stage_image(&repository, &tag).await }
    };
    async fn stage_image(repository: &ImageRepository, tag: &ipc::ImageTag) -> (bool, bool) {
        let stage = Stage::new(Pace::instant());
        let there = stage.cloud.image(repository, tag).await.unwrap().is_some();
        stage.cloud.fail_with(Some(Fault::ImageMissing)).unwrap();
        (there, stage.cloud.image(repository, tag).await.unwrap().is_some())
    }
    assert_eq!(ask().await, (true, false));
    drop(stage);
}

#[tokio::test]
async fn a_quota_fails_a_creation_which_is_rolled_back_and_can_not_be_updated() {
    let stage = Stage::new(Pace::instant());
    stage.cloud.fail_with(Some(Fault::Quota)).unwrap();
    assert_eq!(stage.deploy(true, &PROD).await, "ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed: Vec<_> = events.iter().filter(|e| e.status == "CREATE_FAILED").collect();
    assert_eq!(failed[0].logical_id, "Vpc");
    assert!(failed[0].reason.as_deref().unwrap().contains("The maximum number of VPCs has been reached."));
    assert!(
        failed.len() > 1
            && failed[1..].iter().all(|e| e.reason.as_deref() == Some("Resource creation cancelled"))
    );
    let rollback = events.iter().find(|e| e.status == "ROLLBACK_IN_PROGRESS").unwrap();
    assert!(
        rollback.reason.as_deref().unwrap().starts_with("The following resource(s) failed to create: [Vpc")
    );
    assert!(stage.cloud.resources(STACK).await.unwrap().iter().all(|r| r.status == "DELETE_COMPLETE"));

    stage.cloud.fail_with(None).unwrap();
    let again = stage.plan(true, &PROD).await.unwrap_err();
    assert!(again.message.contains("already exists and cannot be created again"), "{again}");
    let update = stage.plan(false, &PROD).await.unwrap_err();
    assert!(update.message.contains("is in ROLLBACK_COMPLETE state and can not be updated"), "{update}");
}

#[tokio::test]
async fn a_crashing_container_trips_the_breaker_and_the_old_one_goes_on() {
    let stage = Stage::new(Pace::seconds(20));
    stage.deploy(true, &PROD).await;
    let before = stage.physical_ids().await;
    stage.cloud.fail_with(Some(Fault::CrashLoop)).unwrap();
    let plan = stage
        .plan(false, &[("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")])
        .await
        .unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    stage.pass(4.0).await;
    let ask = || stage.cloud.service("benchling-webhook-cluster", "benchling-webhook-prod");
    let service = ask().await.unwrap().unwrap();
    assert_eq!(service.running, 2, "the old tasks");
    assert!(service.deployments[0].primary && service.deployments[0].failed > 0);
    let tasks = stage.cloud.tasks("benchling-webhook-cluster", "benchling-webhook-prod").await.unwrap();
    let crashed = tasks.iter().find(|t| !t.running).unwrap();
    assert_eq!(
        (crashed.stopped_reason.as_deref(), crashed.exit_code),
        (Some("Essential container in task exited"), Some(1))
    );
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 200);

    assert_eq!(stage.settle().await, "UPDATE_ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed = events.iter().find(|e| e.status == "UPDATE_FAILED").unwrap();
    assert_eq!(failed.logical_id, "ProdService");
    assert!(failed.reason.as_deref().unwrap().contains("ECS Deployment Circuit Breaker was triggered"));
    assert_eq!(stage.physical_ids().await, before);
    let stack = stage.cloud.stack(STACK).await.unwrap().unwrap();
    assert_eq!(stack.parameters["ProdImage"], "host/benchling:0.6.2");
    let service = ask().await.unwrap().unwrap();
    assert_eq!(service.deployments[0].rollout, Rollout::Completed);
    assert_eq!(service.deployments[0].task_definition, before["ProdTaskDefinition"]);
}

#[tokio::test]
async fn a_roll_back_that_fails_leaves_a_stack_that_takes_no_update() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    stage.cloud.fail_with(Some(Fault::UpdateRollbackFailed)).unwrap();
    assert_eq!(
        stage.deploy(false, &[("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")]).await,
        "UPDATE_ROLLBACK_FAILED"
    );
    stage.cloud.fail_with(None).unwrap();
    let problem = stage.plan(false, &PROD).await.unwrap_err();
    assert!(
        problem.message.contains("is in UPDATE_ROLLBACK_FAILED state and can not be updated"),
        "{problem}"
    );
}

#[tokio::test]
async fn traps_of_the_stack_fail_here_as_they_do_on_aws() {
    type Spoil = fn(&mut Value);
    let cases: [(Spoil, &str, &str); 3] = [
        (
            |t| t["Resources"]["ProdService"]["DependsOn"] = json!([]),
            "ProdService",
            "does not have an associated load balancer",
        ),
        (
            |t| t["Resources"]["ProdDeployment"]["DependsOn"] = json!([]),
            "ProdDeployment",
            "The REST API doesn't contain any methods",
        ),
        (
            |t| t["Resources"]["ProdRule"]["Properties"]["Priority"] = 1.into(),
            "ProdRule",
            "Priority '1' is currently in use",
        ),
    ];
    for (spoil, culprit, words) in cases {
        let stage = Stage::new(Pace::instant());
        let mut template = template();
        spoil(&mut template);
        let values = [PROD[0], PROD[1], BOTH[2], BOTH[3]];
        let plan = stage.cloud.create_change_set(&request(true, &template, &values)).await.unwrap();
        stage.cloud.execute_change_set(&plan, "run").await.unwrap();
        let events = stage.events().await;
        let failed = events.iter().find(|e| e.status == "CREATE_FAILED").unwrap();
        assert_eq!(failed.logical_id, culprit);
        assert!(failed.reason.as_deref().unwrap().contains(words), "{failed:?}");
    }
}

#[tokio::test]
async fn a_fixed_name_can_not_be_replaced() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut template = template();
    template["Resources"]["ProdService"]["Properties"]["SchedulingStrategy"] = "DAEMON".into();
    let plan = stage.cloud.create_change_set(&request(false, &template, &PROD)).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "UPDATE_ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed = events.iter().find(|e| e.status == "UPDATE_FAILED").unwrap();
    assert!(
        failed.reason.as_deref().unwrap().contains("custom-named resource requires replacing"),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_broken_state_file_says_how_to_start_over() {
    let stage = Stage::new(Pace::instant());
    std::fs::write(stage.file(), "{").unwrap();
    let problem = stage.cloud.stacks().await.unwrap_err();
    assert!(problem.next.contains("Delete that file"), "{problem:?}");
}
