//! What somebody changed behind the stack's back, as CloudFormation sees it. Changes nothing.

use ipc::status::Drift;

use crate::template::{STACK_NAME, group_of, plain_name};
use crate::{Engine, Result};

/// CloudFormation looks at every resource, which takes it a minute or two.
pub async fn look(engine: &Engine) -> Result<Vec<Drift>> {
    let drifted = engine.cloud()?.drift(STACK_NAME).await?;
    let named = drifted.into_iter().map(|one| Drift {
        name: plain_name(&one.logical_id, &one.resource_type),
        group: group_of(&one.logical_id),
        logical_id: one.logical_id,
        resource_type: one.resource_type,
        gone: one.gone,
        properties: one.properties,
    });
    Ok(named.collect())
}
