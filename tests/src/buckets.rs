//! Buckets that exist already, made behind the product's back. The stand-ins read a signature's credential and don't
//! check the rest.

use anyhow::{Result, bail};
use reqwest::Method;

use crate::standins::{KEY, REGION, StandIn};

pub async fn make(stand_in: &StandIn, name: &str) -> Result<()> {
    ask(stand_in, Method::PUT, name).await.map(drop)
}

/// Objects and unfinished uploads, by what the stand-in's lists say.
pub async fn is_untouched(stand_in: &StandIn, name: &str) -> Result<bool> {
    let objects = ask(stand_in, Method::GET, &format!("{name}?list-type=2")).await?;
    let uploads = ask(stand_in, Method::GET, &format!("{name}?uploads")).await?;
    Ok(!objects.contains("<Contents>") && !uploads.contains("<Upload>"))
}

async fn ask(stand_in: &StandIn, method: Method, path: &str) -> Result<String> {
    let credential = format!("AWS4-HMAC-SHA256 Credential={KEY}/20260101/{REGION}/s3/aws4_request");
    let request = reqwest::Client::new()
        .request(method, format!("{}/{path}", stand_in.endpoint()))
        .header("authorization", credential)
        .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    let answer = request.send().await?;
    let (good, text) = (answer.status().is_success(), answer.text().await?);
    if good { Ok(text) } else { bail!("{path}: {text}") }
}
