//! S3: whether a bucket exists, where, and whether we may read and write there.
//!
//! Four signed requests of our own, since `aws-sdk-s3` would cost minutes of every build. Writing is proved by an
//! upload in parts that is begun and given up at once: it asks for the permission s3:PutObject (and for the bucket's
//! key, where it has one), and leaves no object, no version and no event behind.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions>

use ipc::{BucketName, Code, Problem};
use reqwest::Method;
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use super::Aws;
use super::problem::Words;
use super::signed::{Answer, Question};
use crate::Result;
use crate::cloud::Bucket;

/// The object that is never written.
const TRIAL: &str = ".benchling-webhook-installer/can-we-write-here";

impl Aws {
    pub(super) async fn bucket(&self, name: &BucketName) -> Result<Option<Bucket>> {
        let own = self.origin.region.clone();
        // A bucket tells its region even to those who may do nothing with it.
        let head = self.s3(Method::HEAD, &own, name, "").await?;
        if head.status == 404 {
            return Ok(None);
        }
        let told = head.headers.get("x-amz-bucket-region").and_then(|value| value.to_str().ok());
        let region = told.map_or(own, str::to_owned);

        let listed = self.s3(Method::GET, &region, name, "?list-type=2&max-keys=1").await?;
        if listed.status == 404 {
            return Ok(None);
        }
        let read = self.admitted(&format!("look into the bucket {name}"), &listed)?;
        let begun = self.s3(Method::POST, &region, name, &format!("/{TRIAL}?uploads")).await?;
        let write = self.admitted(&format!("write to the bucket {name}"), &begun)?;
        if write.is_ok() {
            let upload: Upload = quick_xml::de::from_str(&begun.text).map_err(|e| unreadable(&e))?;
            let id: String = byte_serialize(upload.upload_id.as_bytes()).collect();
            // Who may begin one and not give it up leaves an upload of no parts, which is nothing and costs nothing.
            self.s3(Method::DELETE, &region, name, &format!("/{TRIAL}?uploadId={id}")).await?;
        }
        Ok(Some(Bucket { region, read, write }))
    }

    async fn s3(&self, method: Method, region: &str, name: &BucketName, rest: &str) -> Result<Answer> {
        let address = format!("{}{name}{rest}", self.service_address("s3", region));
        let question =
            Question { service: "s3", region, method, address, content_type: None, body: String::new() };
        self.ask(&question).await
    }

    /// What speaks against us or against the whole of AWS is an error; a refusal of this one thing is an answer.
    fn admitted(&self, doing: &str, answer: &Answer) -> Result<Result<()>> {
        if answer.is_good() {
            return Ok(Ok(()));
        }
        let refusal: Refusal = quick_xml::de::from_str(&answer.text).map_err(|error| unreadable(&error))?;
        let words =
            Words { code: &refusal.code, message: &refusal.message, request: refusal.request_id.as_deref() };
        let problem = self.origin.refusal(doing, &words);
        match problem.code {
            Code::PermissionDenied | Code::AwsRefused => Ok(Err(problem)),
            _ => Err(problem),
        }
    }
}

fn unreadable(error: &quick_xml::DeError) -> Problem {
    Problem::new(
        Code::AwsRefused,
        "S3 answered in a way that can't be read.",
        "Check whether a proxy or another program answers in AWS's place, then try again.",
    )
    .because(error)
}

#[derive(Deserialize)]
struct Upload {
    #[serde(rename = "UploadId")]
    upload_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal {
    code: String,
    #[serde(default)]
    message: String,
    request_id: Option<String>,
}
