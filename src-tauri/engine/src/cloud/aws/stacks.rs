//! CloudFormation: what stacks there are, what is in them, and what happens to them.

use aws_sdk_cloudformation::types;
use serde_json::Value;

use super::problem::is_missing_stack;
use super::{Aws, timestamp};
use crate::Result;
use crate::cloud::{Stack, StackEvent, StackResource};
use crate::template;

impl Aws {
    pub(super) async fn stacks(&self) -> Result<Vec<Stack>> {
        let mut stacks = Vec::new();
        // DescribeStacks rather than ListStacks: only it gives outputs and tags, and it leaves deleted ones out.
        let mut pages = self.cloudformation.describe_stacks().into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.origin.problem("list the stacks", &error))?;
            stacks.extend(page.stacks().iter().map(stack));
        }
        stacks.retain(exists);
        Ok(stacks)
    }

    pub(super) async fn stack(&self, name: &str) -> Result<Option<Stack>> {
        match self.cloudformation.describe_stacks().stack_name(name).send().await {
            // Asked by ARN, AWS still answers for weeks after a stack is deleted.
            Ok(answer) => Ok(answer.stacks().first().map(stack).filter(exists)),
            Err(error) if is_missing_stack(&error) => Ok(None),
            Err(error) => Err(self.origin.problem(&format!("describe the stack {name}"), &error)),
        }
    }

    /// A template that is neither JSON nor plain YAML is none of ours and comes back as one text.
    pub(super) async fn template(&self, stack: &str) -> Result<Option<Value>> {
        let stage = types::TemplateStage::Original;
        match self.cloudformation.get_template().stack_name(stack).template_stage(stage).send().await {
            Ok(answer) => Ok(answer.template_body().and_then(parsed)),
            Err(error) if is_missing_stack(&error) => Ok(None),
            Err(error) => Err(self.origin.problem(&format!("show the template of {stack}"), &error)),
        }
    }

    pub(super) async fn resources(&self, stack: &str) -> Result<Vec<StackResource>> {
        let mut resources = Vec::new();
        // Unlike DescribeStackResources this one is paginated, so the stack may have more than a hundred.
        let mut pages = self.cloudformation.list_stack_resources().stack_name(stack).into_paginator().send();
        while let Some(page) = pages.next().await {
            let page =
                page.map_err(|error| self.origin.problem(&format!("list the resources of {stack}"), &error))?;
            resources.extend(page.stack_resource_summaries().iter().map(resource));
        }
        Ok(resources)
    }

    /// AWS gives them newest first: read until `after` is met, then turn them round.
    pub(super) async fn stack_events(&self, stack: &str, after: Option<&str>) -> Result<Vec<StackEvent>> {
        let mut events = Vec::new();
        let mut pages = self.cloudformation.describe_stack_events().stack_name(stack).into_paginator().send();
        'pages: while let Some(page) = pages.next().await {
            let page =
                page.map_err(|error| self.origin.problem(&format!("list the events of {stack}"), &error))?;
            for event in page.stack_events() {
                if after.is_some() && event.event_id() == after {
                    break 'pages;
                }
                events.push(self::event(event));
            }
        }
        events.reverse();
        Ok(events)
    }
}

/// An empty stack has an empty template, or an empty object: neither is one.
fn parsed(body: &str) -> Option<Value> {
    let whole = || template::read(body).unwrap_or_else(|_| Value::String(body.to_owned()));
    Some(body).filter(|body| !["", "{}"].contains(&body.trim())).map(|_| whole())
}

fn exists(stack: &Stack) -> bool {
    stack.state != "DELETE_COMPLETE"
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

/// What an answer leaves out can also be an empty text.
fn told(value: Option<&str>) -> Option<String> {
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

fn stack(stack: &types::Stack) -> Stack {
    Stack {
        name: text(stack.stack_name()),
        arn: text(stack.stack_id()),
        state: stack.stack_status().map_or_else(String::new, ToString::to_string),
        state_reason: told(stack.stack_status_reason()),
        parameters: stack
            .parameters()
            .iter()
            // Some stand-ins list the pseudo parameters too; AWS does not.
            .filter(|p| !p.parameter_key().is_some_and(|key| key.starts_with("AWS::")))
            // For an SSM parameter the resolved value is what runs; its name is only where it came from.
            .map(|p| (text(p.parameter_key()), text(p.resolved_value().or(p.parameter_value()))))
            .collect(),
        outputs: stack.outputs().iter().map(|o| (text(o.output_key()), text(o.output_value()))).collect(),
        tags: stack.tags().iter().map(|tag| (text(tag.key()), text(tag.value()))).collect(),
        created_at: stack.creation_time().map(timestamp),
        updated_at: stack.last_updated_time().map(timestamp),
        protected: stack.enable_termination_protection().unwrap_or(false),
    }
}

fn resource(resource: &types::StackResourceSummary) -> StackResource {
    StackResource {
        logical_id: text(resource.logical_resource_id()),
        physical_id: told(resource.physical_resource_id()),
        resource_type: text(resource.resource_type()),
        status: resource.resource_status().map_or_else(String::new, ToString::to_string),
    }
}

fn event(event: &types::StackEvent) -> StackEvent {
    StackEvent {
        id: text(event.event_id()),
        at: event.timestamp().map(timestamp).unwrap_or_default(),
        logical_id: text(event.logical_resource_id()),
        physical_id: told(event.physical_resource_id()),
        resource_type: text(event.resource_type()),
        status: event.resource_status().map_or_else(String::new, ToString::to_string),
        reason: told(event.resource_status_reason()),
        token: told(event.client_request_token()),
    }
}
