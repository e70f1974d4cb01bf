//! What an environment leaves to be looked at: logs, alarms and a dashboard.
//!
//! Log groups have generated names and outlive the environment: a fixed name would stand in the way when the
//! environment is made again.

use ipc::Environment;
use serde_json::{Value, json};

use super::api::REST_API_NAME;
use super::build::{Resource, attribute, sub};
use super::service::{CLUSTER_NAME, service_name};

pub fn resources(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    let mut all = vec![log_group(environment, "LogGroup"), log_group(environment, "AccessLogGroup")];
    all.extend(alarms(environment));
    all.push(dashboard(environment));
    all.into_iter().map(|resource| resource.only_if(title)).collect()
}

fn log_group(environment: Environment, name: &str) -> Resource {
    let days = match environment {
        Environment::Dev => 30,
        Environment::Prod => 90,
    };
    Resource::new(
        format!("{}{name}", environment.title()),
        "AWS::Logs::LogGroup",
        json!({ "RetentionInDays": days }),
    )
    .kept()
}

fn alarms(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    let dimension = |name: &str, value: Value| json!({ "Name": name, "Value": value });
    let service = json!([
        dimension("ClusterName", CLUSTER_NAME.into()),
        dimension("ServiceName", attribute(&format!("{title}Service"), "Name")),
    ]);
    let targets = json!([
        dimension("LoadBalancer", attribute("LoadBalancer", "LoadBalancerFullName")),
        dimension("TargetGroup", attribute(&format!("{title}TargetGroup"), "TargetGroupFullName")),
    ]);
    let stage =
        json!([dimension("ApiName", REST_API_NAME.into()), dimension("Stage", environment.as_str().into())]);
    let alarm = |name: &str, properties: Value| {
        Resource::new(format!("{title}{name}Alarm"), "AWS::CloudWatch::Alarm", properties)
    };
    vec![
        alarm(
            "ServerErrors",
            json!({
                "AlarmDescription": format!("{environment}: requests fail"),
                "Namespace": "AWS/ApiGateway", "MetricName": "5XXError", "Dimensions": stage,
                "Statistic": "Sum", "Period": 300, "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 5,
                "TreatMissingData": "notBreaching",
            }),
        ),
        alarm(
            "UnhealthyTask",
            json!({
                "AlarmDescription": format!("{environment}: a task is not ready"),
                "Namespace": "AWS/ApplicationELB", "MetricName": "UnHealthyHostCount", "Dimensions": targets,
                "Statistic": "Maximum", "Period": 60, "EvaluationPeriods": 5,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 1,
            }),
        ),
        // ECS reports CPU once a minute for each running task, so no report is no task.
        alarm(
            "NoTask",
            json!({
                "AlarmDescription": format!("{environment}: no task is running"),
                "Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": service,
                "Statistic": "SampleCount", "Period": 60, "EvaluationPeriods": 5,
                "ComparisonOperator": "LessThanThreshold", "Threshold": 1,
                "TreatMissingData": "breaching",
            }),
        ),
        alarm(
            "Cpu",
            json!({
                "AlarmDescription": format!("{environment}: CPU above 90 %"),
                "Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": service,
                "Statistic": "Average", "Period": 300, "EvaluationPeriods": 3,
                "ComparisonOperator": "GreaterThanThreshold", "Threshold": 90,
            }),
        ),
    ]
}

fn dashboard(environment: Environment) -> Resource {
    let title = environment.title();
    let service = service_name(environment);
    // In a dashboard a dot repeats what stands above it.
    let again = |metric: &str| json!([".", metric, ".", ".", ".", "."]);
    let api =
        |metric: &str| json!(["AWS/ApiGateway", metric, "ApiName", REST_API_NAME, "Stage", environment]);
    let ecs = |metric: &str| json!(["AWS/ECS", metric, "ClusterName", CLUSTER_NAME, "ServiceName", service]);
    let targets = |metric: &str| {
        json!([
            "AWS/ApplicationELB",
            metric,
            "LoadBalancer",
            "${LoadBalancer.LoadBalancerFullName}",
            "TargetGroup",
            format!("${{{title}TargetGroup.TargetGroupFullName}}"),
        ])
    };
    // Without places CloudWatch puts them side by side.
    let widget = |title: &str, statistic: &str, metrics: Value| {
        json!({
            "type": "metric",
            "properties": { "title": title, "region": "${AWS::Region}", "stat": statistic, "metrics": metrics },
        })
    };
    let body = json!({ "widgets": [
        widget("Requests", "Sum", json!([api("Count"), again("4XXError"), again("5XXError")])),
        widget("Latency", "p95", json!([api("Latency"), again("IntegrationLatency")])),
        widget("CPU and memory", "Average", json!([ecs("CPUUtilization"), again("MemoryUtilization")])),
        widget("Tasks", "Minimum", json!([targets("HealthyHostCount"), again("UnHealthyHostCount")])),
    ] });
    Resource::new(
        format!("{title}Dashboard"),
        "AWS::CloudWatch::Dashboard",
        // Dashboards are the account's, not the region's: the region keeps two stacks apart.
        json!({ "DashboardName": sub(format!("{service}-${{AWS::Region}}")), "DashboardBody": sub(body.to_string()) }),
    )
}
