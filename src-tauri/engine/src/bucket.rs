//! The bucket that packages are written to: whether it exists, where, and who may do what there.
//!
//! The person's own permissions are not the container's: the stack gives that a role of its own, with read and write
//! access to this bucket. So what the person may not do is told and stops nothing; a bucket that does not exist does.

use ipc::check::BucketFound;
use ipc::{BucketName, Code, Problem};

use crate::cloud::{Bucket, refused_action};
use crate::{Engine, Result};

/// `home` is the region that the webhook runs in.
///
/// # Errors
/// `BucketMissing` where no account has a bucket of this name.
pub async fn find(engine: &Engine, name: &BucketName, home: &str) -> Result<BucketFound> {
    let bucket = engine.cloud()?.bucket(name).await?.ok_or_else(|| {
        Problem::new(
            Code::BucketMissing,
            format!("There is no bucket {name}."),
            "Check its name in the AWS console under S3, or in the Quilt catalog's list of buckets.",
        )
    })?;
    let remark = remark(&bucket, home);
    Ok(BucketFound {
        readable: bucket.read.is_ok(),
        writable: bucket.write.is_ok(),
        region: bucket.region,
        remark,
    })
}

/// In full sentences; none where there is nothing to say.
fn remark(bucket: &Bucket, home: &str) -> Option<String> {
    let mut sentences = Vec::new();
    let refused = |answer: &Result<()>| answer.as_ref().err().map(missing);
    let missing = match (refused(&bucket.read), refused(&bucket.write)) {
        (None, None) => None,
        (Some(read), Some(write)) => Some(format!("read or write there yourself ({read}, {write})")),
        (Some(read), None) => Some(format!("read there yourself ({read})")),
        (None, Some(write)) => Some(format!("write there yourself ({write})")),
    };
    if let Some(missing) = missing {
        sentences.push(format!(
            "You may not {missing}. That stops nothing: the webhook gets a role of its own that may do both. If the \
             bucket belongs to another account, or its policy lets only some in, its owner has to let that role in."
        ));
    }
    if bucket.region != home {
        sentences.push(format!(
            "The bucket is in {}, the webhook will be in {home}. That works: packages go from one region to the other, \
             which takes a little longer and which AWS charges as traffic between regions.",
            bucket.region
        ));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The permission that is missing, or what AWS said.
fn missing(problem: &Problem) -> String {
    let named = problem.causes.iter().find_map(|cause| refused_action(cause));
    match (named, problem.causes.first()) {
        (Some(action), _) => format!("{action} is missing"),
        (None, Some(cause)) => cause.clone(),
        (None, None) => problem.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(action: &str) -> Result<()> {
        Err(Problem::new(Code::PermissionDenied, "No.", "Ask.")
            .because_text(format!("AccessDenied: not authorized to perform: {action} on x")))
    }

    #[test]
    fn what_you_may_not_do_is_named_and_stops_nothing() {
        let bucket = Bucket { region: "us-east-1".into(), read: Ok(()), write: refused("s3:PutObject") };
        let said = remark(&bucket, "us-east-1").unwrap();
        assert!(said.starts_with("You may not write there yourself (s3:PutObject is missing)."), "{said}");
        assert_eq!(remark(&Bucket { write: Ok(()), ..bucket }, "us-east-1"), None);
    }

    #[test]
    fn another_region_is_told_with_what_follows() {
        let bucket = Bucket { region: "eu-west-1".into(), read: Ok(()), write: Ok(()) };
        let said = remark(&bucket, "us-east-1").unwrap();
        assert!(said.contains("in eu-west-1, the webhook will be in us-east-1. That works"), "{said}");
    }
}
