//! `drift`: what is not as the template says.

use engine::{Result, drift};

use crate::host::Host;
use crate::{Ended, show};

pub async fn run(host: &Host) -> Result<Ended> {
    let engine = host.connected_as_known().await?;
    eprintln!("CloudFormation looks at every resource. This takes a minute or two.");
    let drifted = drift::look(&engine).await?;
    if host.global.json {
        show::json(&drifted);
    } else if drifted.is_empty() {
        let _ = show::text("Everything is as the template says.");
    } else {
        for one in &drifted {
            let what = if one.gone {
                "is gone".to_owned()
            } else {
                format!("differs in {}", one.properties.join(", "))
            };
            let _ = show::text(&format!("{} ({}) {what}", one.name, one.logical_id));
        }
        eprintln!(
            "A deployment puts back only what its template changes. Put back by hand what should be as it was."
        );
    }
    Ok(if drifted.is_empty() { Ended::Done } else { Ended::Bad })
}
