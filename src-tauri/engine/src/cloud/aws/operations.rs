//! CloudFormation: deleting, stopping, going on with a way back, and looking for drift.

use std::time::Duration;

use aws_sdk_cloudformation::types::{StackDriftDetectionStatus, StackResourceDriftStatus};
use ipc::{Code, Problem};

use super::Aws;
use super::problem::is_missing_stack;
use crate::Result;
use crate::cloud::Drifted;

const DRIFT_POLL: Duration = Duration::from_secs(3);
/// CloudFormation looks at every resource; a hundred take it a minute or two.
const DRIFT_WITHIN: Duration = Duration::from_secs(600);

impl Aws {
    pub(super) async fn delete_stack(&self, stack: &str, keep: &[String], token: &str) -> Result<()> {
        let keep = (!keep.is_empty()).then(|| keep.to_vec());
        let request = self.cloudformation.delete_stack().stack_name(stack).client_request_token(token);
        match request.set_retain_resources(keep).send().await {
            Ok(_) => Ok(()),
            Err(error) if is_missing_stack(&error) => Ok(()),
            Err(error) => Err(self.origin.problem(&format!("delete the stack {stack}"), &error)),
        }
    }

    pub(super) async fn continue_rollback(&self, stack: &str, skip: &[String], token: &str) -> Result<()> {
        let skip = (!skip.is_empty()).then(|| skip.to_vec());
        self.cloudformation
            .continue_update_rollback()
            .stack_name(stack)
            .set_resources_to_skip(skip)
            .client_request_token(token)
            .send()
            .await
            .map(drop)
            .map_err(|error| self.origin.problem(&format!("go on putting {stack} back"), &error))
    }

    pub(super) async fn cancel_update(&self, stack: &str, token: &str) -> Result<()> {
        self.cloudformation
            .cancel_update_stack()
            .stack_name(stack)
            .client_request_token(token)
            .send()
            .await
            .map(drop)
            .map_err(|error| self.origin.problem(&format!("stop the update of {stack}"), &error))
    }

    pub(super) async fn drift(&self, stack: &str) -> Result<Vec<Drifted>> {
        let doing = format!("look for drift in {stack}");
        let begun = self.cloudformation.detect_stack_drift().stack_name(stack).send().await;
        let begun = begun.map_err(|error| self.origin.problem(&doing, &error))?;
        let id = begun.stack_drift_detection_id().unwrap_or_default();
        let started = self.clock.now();
        loop {
            let status = self
                .cloudformation
                .describe_stack_drift_detection_status()
                .stack_drift_detection_id(id)
                .send()
                .await;
            let status = status.map_err(|error| self.origin.problem(&doing, &error))?;
            match status.detection_status() {
                Some(StackDriftDetectionStatus::DetectionInProgress)
                    if self.clock.now().seconds_since(started) < DRIFT_WITHIN.as_secs() =>
                {
                    self.clock.sleep(DRIFT_POLL).await;
                }
                Some(StackDriftDetectionStatus::DetectionInProgress) => {
                    return Err(Problem::new(
                        Code::AwsRefused,
                        "CloudFormation did not finish looking for drift within ten minutes.",
                        "Try again later. Nothing was changed.",
                    ));
                }
                // A detection that failed still tells of the resources that it could look at.
                _ => break,
            }
        }
        let mut drifted = Vec::new();
        let mut next = None;
        loop {
            let page = self
                .cloudformation
                .describe_stack_resource_drifts()
                .stack_name(stack)
                .stack_resource_drift_status_filters(StackResourceDriftStatus::Modified)
                .stack_resource_drift_status_filters(StackResourceDriftStatus::Deleted)
                .set_next_token(next)
                .send()
                .await
                .map_err(|error| self.origin.problem(&doing, &error))?;
            drifted.extend(page.stack_resource_drifts().iter().map(|drift| {
                Drifted {
                    logical_id: drift.logical_resource_id().unwrap_or_default().to_owned(),
                    resource_type: drift.resource_type().unwrap_or_default().to_owned(),
                    properties: drift
                        .property_differences()
                        .iter()
                        .filter_map(|difference| {
                            difference.property_path().map(|path| path.trim_start_matches('/').to_owned())
                        })
                        .collect(),
                    gone: drift.stack_resource_drift_status() == Some(&StackResourceDriftStatus::Deleted),
                }
            }));
            next = page.next_token().map(str::to_owned);
            if next.is_none() {
                return Ok(drifted);
            }
        }
    }
}
