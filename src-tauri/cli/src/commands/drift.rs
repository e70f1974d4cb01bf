//! `drift`: what is not as the template says.

use engine::Result;
use engine::template::{STACK_NAME, group_of, plain_name};
use serde_json::json;

use crate::host::Host;
use crate::{Ended, show};

pub async fn run(host: &Host) -> Result<Ended> {
    let engine = host.connected_as_known().await?;
    eprintln!("CloudFormation looks at every resource. This takes a minute or two.");
    let drifted = engine.cloud()?.drift(STACK_NAME).await?;
    if host.global.json {
        let rows: Vec<_> = drifted
            .iter()
            .map(|one| {
                json!({
                    "logicalId": one.logical_id, "resourceType": one.resource_type, "group": group_of(&one.logical_id),
                    "gone": one.gone, "properties": one.properties,
                })
            })
            .collect();
        show::json(&rows);
    } else if drifted.is_empty() {
        let _ = show::text("Everything is as the template says.");
    } else {
        for one in &drifted {
            let name = plain_name(&one.logical_id, &one.resource_type);
            let what = if one.gone {
                "is gone".to_owned()
            } else {
                format!("differs in {}", one.properties.join(", "))
            };
            let _ = show::text(&format!("{name} ({}) {what}", one.logical_id));
        }
        eprintln!(
            "A deployment puts back only what its template changes. Put back by hand what should be as it was."
        );
    }
    Ok(if drifted.is_empty() { Ended::Done } else { Ended::Bad })
}
