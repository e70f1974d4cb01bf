//! The queues of images from 0.17.2 on: one for Quilt's package events, one that orders packaging by entry.
//!
//! A message that fails again and again ends among the dead letters, where it stays two weeks. All of this
//! exists only while the environment's image has its consumers.

use ipc::Environment;
use serde_json::json;

use super::build::{Resource, attribute, reference};
use super::service::has_sidecars;

const TWO_WEEKS: u32 = 14 * 24 * 3600;

pub fn resources(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    let id = |name: &str| format!("{title}{name}");
    let dead = |queue: &str, tries: u32| {
        json!({
            "deadLetterTargetArn": attribute(&id(&format!("{queue}DeadLetters")), "Arn"),
            "maxReceiveCount": tries,
        })
    };
    let rule = id("PackageRevisionRule");
    let events = id("PackageEventQueue");
    [
        Resource::new(
            id("PackageEventDeadLetters"),
            "AWS::SQS::Queue",
            json!({ "MessageRetentionPeriod": TWO_WEEKS }),
        ),
        Resource::new(
            &events,
            "AWS::SQS::Queue",
            json!({ "VisibilityTimeout": 300, "RedrivePolicy": dead("PackageEvent", 5) }),
        ),
        Resource::new(
            id("PackagingRequestDeadLetters"),
            "AWS::SQS::Queue",
            json!({ "FifoQueue": true, "MessageRetentionPeriod": TWO_WEEKS }),
        ),
        Resource::new(
            id("PackagingRequestQueue"),
            "AWS::SQS::Queue",
            json!({
                "FifoQueue": true,
                "ContentBasedDeduplication": true,
                // Packaging polls for an export for up to half an hour.
                "VisibilityTimeout": 2400,
                "RedrivePolicy": dead("PackagingRequest", 3),
            }),
        ),
        Resource::new(
            &rule,
            "AWS::Events::Rule",
            json!({
                "Description": "Quilt published a package revision",
                "EventPattern": { "source": ["com.quiltdata"], "detail-type": ["package-revision"] },
                "Targets": [{ "Id": "queue", "Arn": attribute(&events, "Arn") }],
            }),
        ),
        Resource::new(
            id("PackageEventQueuePolicy"),
            "AWS::SQS::QueuePolicy",
            json!({
                "Queues": [reference(&events)],
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow",
                    "Principal": { "Service": "events.amazonaws.com" },
                    "Action": "sqs:SendMessage",
                    "Resource": attribute(&events, "Arn"),
                    "Condition": { "ArnEquals": { "aws:SourceArn": attribute(&rule, "Arn") } },
                }] },
            }),
        ),
    ]
    .into_iter()
    .map(|resource| resource.only_if(has_sidecars(environment)))
    .collect()
}
