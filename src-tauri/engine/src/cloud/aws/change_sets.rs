//! Change sets: computed, read in full, executed once, and nothing left behind where they come to nothing.
//!
//! CloudFormation computes a change set in the background, so a created one is polled until it is there or
//! failed. "Nothing to change" arrives as a failure and is turned into an empty change set. Whatever else goes
//! wrong after the creation, the change set is deleted again, and with it the empty stack that the creation of
//! a change set leaves where there was none (`REVIEW_IN_PROGRESS`).

use std::time::Duration;

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types;
use ipc::{Code, Problem};

use super::Aws;
use super::problem::has_code;
use crate::Result;
use crate::cloud::{ChangeSet, ChangeSetRequest, Parameter, Replacement, ResourceAction, ResourceChange};

/// Between two looks at a change set; a small one takes CloudFormation two to five seconds.
const POLL: Duration = Duration::from_millis(700);
/// A large one takes less than a minute.
const COMPUTED_WITHIN: Duration = Duration::from_secs(300);
/// An empty stack is deleted within a second or two.
const STACK_GONE_WITHIN: Duration = Duration::from_secs(30);

impl Aws {
    pub(super) async fn create_change_set(&self, request: &ChangeSetRequest) -> Result<ChangeSet> {
        let created_stack = request.create && self.stack(&request.stack).await?.is_none();
        let created = self
            .cloudformation
            .create_change_set()
            .stack_name(&request.stack)
            .change_set_name(&request.name)
            .change_set_type(match request.create {
                true => types::ChangeSetType::Create,
                false => types::ChangeSetType::Update,
            })
            .template_body(&request.template)
            .set_parameters(Some(request.parameters.iter().map(parameter).collect()))
            .set_tags(Some(request.tags.iter().map(tag).collect()))
            .capabilities(types::Capability::CapabilityIam)
            .capabilities(types::Capability::CapabilityNamedIam)
            .client_token(&request.token)
            .send()
            .await;
        let id = match &created {
            Ok(answer) => answer.id(),
            // Nobody else gives this name: the first answer was lost.
            Err(error) if has_code(error, &["AlreadyExists"]) => None,
            Err(error) => return Err(self.origin.problem("create the change set", error)),
        };
        let mut change_set = ChangeSet {
            id: id.unwrap_or(&request.name).to_owned(),
            name: request.name.clone(),
            stack: request.stack.clone(),
            created_stack,
            changes: Vec::new(),
        };
        match self.computed(&change_set).await {
            Ok(Some(changes)) => {
                change_set.changes = changes;
                Ok(change_set)
            }
            Ok(None) => {
                self.delete_change_set(&change_set).await?;
                Ok(change_set)
            }
            Err(problem) => {
                // The first problem is the one to tell; what the cleaning up met comes after it.
                Err(match self.delete_change_set(&change_set).await {
                    Ok(()) => problem,
                    Err(second) => problem.because_text(second.message),
                })
            }
        }
    }

    /// All changes of a change set, once computed; `None` where there is nothing to change.
    async fn computed(&self, change_set: &ChangeSet) -> Result<Option<Vec<ResourceChange>>> {
        let started = self.clock.now();
        loop {
            let page = self.describe(change_set, None).await?;
            match page.status() {
                Some(types::ChangeSetStatus::CreateComplete) => return self.changes(change_set, page).await,
                Some(types::ChangeSetStatus::Failed) => {
                    let reason = page.status_reason().unwrap_or("it gave no reason");
                    return if is_nothing_to_change(reason) {
                        Ok(None)
                    } else {
                        Err(Problem::new(
                            Code::AwsRefused,
                            format!(
                                "CloudFormation could not compute the changes: {}.",
                                reason.trim_end_matches('.')
                            ),
                            "Correct what CloudFormation names and try again. Nothing was changed.",
                        ))
                    };
                }
                _ if self.clock.now().seconds_since(started) >= COMPUTED_WITHIN.as_secs() => {
                    return Err(Problem::new(
                        Code::AwsRefused,
                        "CloudFormation did not compute the changes within five minutes.",
                        "Look at the AWS Health Dashboard and try again later. Nothing was changed.",
                    ));
                }
                _ => self.clock.sleep(POLL).await,
            }
        }
    }

    async fn changes(
        &self,
        change_set: &ChangeSet,
        first: DescribeChangeSetOutput,
    ) -> Result<Option<Vec<ResourceChange>>> {
        let mut changes = Vec::new();
        let mut page = first;
        loop {
            changes.extend(page.changes().iter().filter_map(|change| change.resource_change()).map(change));
            match page.next_token() {
                Some(token) => page = self.describe(change_set, Some(token)).await?,
                None => return Ok(Some(changes)),
            }
        }
    }

    async fn describe(&self, change_set: &ChangeSet, page: Option<&str>) -> Result<DescribeChangeSetOutput> {
        self.cloudformation
            .describe_change_set()
            .stack_name(&change_set.stack)
            .change_set_name(&change_set.id)
            // Values may be what somebody else keeps secret, and a plan is made of names.
            .include_property_values(false)
            .set_next_token(page.map(str::to_owned))
            .send()
            .await
            .map_err(|error| self.origin.problem("describe the change set", &error))
    }

    pub(super) async fn delete_change_set(&self, change_set: &ChangeSet) -> Result<()> {
        let deleted = self
            .cloudformation
            .delete_change_set()
            .stack_name(&change_set.stack)
            .change_set_name(&change_set.id)
            .send()
            .await;
        match deleted {
            Err(error) if !is_gone(&error) => {
                return Err(self.origin.problem("delete the change set", &error));
            }
            _ => {}
        }
        match change_set.created_stack && self.is_abandoned(change_set).await? {
            true => self.delete_empty_stack(&change_set.stack).await,
            false => Ok(()),
        }
    }

    /// Still empty, and nobody else's change set waits in it: deleting the stack would take that one along.
    async fn is_abandoned(&self, change_set: &ChangeSet) -> Result<bool> {
        if !self.stack(&change_set.stack).await?.is_some_and(|stack| stack.is_empty()) {
            return Ok(false);
        }
        let others = self
            .cloudformation
            .list_change_sets()
            .stack_name(&change_set.stack)
            .send()
            .await
            .map_err(|error| self.origin.problem("list the change sets", &error))?;
        // The list may lag behind the deletion.
        Ok(others.summaries().iter().all(|other| other.change_set_name() == Some(&change_set.name)))
    }

    async fn delete_empty_stack(&self, stack: &str) -> Result<()> {
        self.cloudformation
            .delete_stack()
            .stack_name(stack)
            .send()
            .await
            .map_err(|error| self.origin.problem("delete the empty stack", &error))?;
        // Whoever asks next shall not meet it half deleted.
        let started = self.clock.now();
        while self.stack(stack).await?.is_some() {
            if self.clock.now().seconds_since(started) >= STACK_GONE_WITHIN.as_secs() {
                break;
            }
            self.clock.sleep(POLL).await;
        }
        Ok(())
    }

    pub(super) async fn execute_change_set(&self, change_set: &ChangeSet, token: &str) -> Result<()> {
        let executed = self
            .cloudformation
            .execute_change_set()
            .stack_name(&change_set.stack)
            .change_set_name(&change_set.id)
            .client_request_token(token)
            .send()
            .await;
        match executed {
            Ok(_) => Ok(()),
            Err(error) => {
                // A change set under way can't be executed again, and one that is done is gone, whatever the
                // token: whether that was us, the stack's events tell.
                let over = is_gone(&error) || has_code(&error, &["InvalidChangeSetStatus"]);
                if over && self.has_begun(change_set, token).await {
                    return Ok(());
                }
                Err(self.origin.problem("execute the change set", &error))
            }
        }
    }

    async fn has_begun(&self, change_set: &ChangeSet, token: &str) -> bool {
        let newest = self.cloudformation.describe_stack_events().stack_name(&change_set.stack).send().await;
        newest.is_ok_and(|page| {
            page.stack_events().iter().any(|event| event.client_request_token() == Some(token))
        })
    }
}

fn is_gone<E, R>(error: &aws_smithy_runtime_api::client::result::SdkError<E, R>) -> bool
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata,
{
    has_code(error, &["ChangeSetNotFound"]) || super::problem::is_missing_stack(error)
}

fn is_nothing_to_change(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

fn parameter((key, value): (&String, &Parameter)) -> types::Parameter {
    let parameter = types::Parameter::builder().parameter_key(key);
    match value {
        Parameter::Value(value) => parameter.parameter_value(value),
        Parameter::Previous => parameter.use_previous_value(true),
    }
    .build()
}

fn tag((key, value): (&String, &String)) -> types::Tag {
    types::Tag::builder().key(key).value(value).build()
}

fn change(change: &types::ResourceChange) -> ResourceChange {
    let (mut details, mut recreated_by) = (Vec::new(), Vec::new());
    for target in change.details().iter().filter_map(types::ResourceChangeDetail::target) {
        // A property by its own name; tags, metadata and policies by their attribute's.
        let attribute = target.attribute().map(ToString::to_string);
        let Some(name) = target.name().filter(|name| !name.is_empty()).map(str::to_owned).or(attribute)
        else {
            continue;
        };
        let in_place = matches!(target.requires_recreation(), None | Some(types::RequiresRecreation::Never));
        if !in_place && !recreated_by.contains(&name) {
            recreated_by.push(name.clone());
        }
        if !details.contains(&name) {
            details.push(name);
        }
    }
    ResourceChange {
        logical_id: change.logical_resource_id().unwrap_or_default().to_owned(),
        physical_id: change.physical_resource_id().filter(|id| !id.is_empty()).map(str::to_owned),
        resource_type: change.resource_type().unwrap_or_default().to_owned(),
        action: match change.action() {
            Some(types::ChangeAction::Add | types::ChangeAction::Import) => ResourceAction::Add,
            Some(types::ChangeAction::Remove) => ResourceAction::Remove,
            // Modify, and Dynamic: "can't be told before it is executed".
            _ => ResourceAction::Modify,
        },
        replacement: match change.replacement() {
            Some(types::Replacement::True) => Replacement::Yes,
            Some(types::Replacement::Conditional) => Replacement::Conditional,
            _ => Replacement::No,
        },
        details,
        recreated_by,
    }
}
