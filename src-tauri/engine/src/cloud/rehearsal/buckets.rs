//! Buckets of a rehearsal. Every name is one's own bucket, but for those that begin with `missing`, `readonly`,
//! `closed` or `far`: so each answer can be seen.

use ipc::{BucketName, Code, Problem};

use super::names::REGION;
use crate::Result;
use crate::cloud::Bucket;

const FAR: &str = "eu-central-1";

pub fn by_name(name: &BucketName) -> Option<Bucket> {
    let is = |start: &str| name.as_str().starts_with(start);
    if is("missing") {
        return None;
    }
    Some(Bucket {
        region: if is("far") { FAR } else { REGION }.to_owned(),
        read: if is("closed") { refused(name, "s3:ListBucket", "look into") } else { Ok(()) },
        write: if is("closed") || is("readonly") {
            refused(name, "s3:PutObject", "write to")
        } else {
            Ok(())
        },
    })
}

fn refused(name: &BucketName, action: &str, doing: &str) -> Result<()> {
    Err(Problem::new(
        Code::PermissionDenied,
        format!("AWS does not let you {doing} the bucket {name}: the permission {action} is missing."),
        format!("Ask whoever manages the AWS account to allow {action}, then try again."),
    )
    .because_text(format!("not authorized to perform: {action}")))
}
