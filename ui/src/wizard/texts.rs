//! The words of the wizard's fields: label, help and an example of what goes in.

use super::answers::Key;

pub struct KeyTexts {
    pub label: &'static str,
    pub help: &'static str,
    pub placeholder: &'static str,
}

pub fn key_texts(key: Key) -> KeyTexts {
    let (label, help, placeholder) = match key {
        Key::Region => ("Region", "Where your Quilt stack is.", ""),
        Key::QuiltStackArn => (
            "Stack ARN",
            "In the AWS console, under CloudFormation, on the stack's page.",
            "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/...",
        ),
        Key::Tenant => ("Tenant", "The part before .benchling.com in your Benchling address.", "my-company"),
        Key::AppDefinitionId => {
            ("App definition id", "In Benchling: Developer console, your app, Overview.", "appdef_...")
        }
        Key::ClientId => ("Client id", "On the same page, under Client credentials.", ""),
        Key::ClientSecret => ("Client secret", "Kept in your computer's keyring, never in a file.", ""),
        Key::PackageBucket => {
            ("Bucket", "The S3 bucket that packages are written to. Quilt must know it.", "my-company-quilt")
        }
        Key::PackagePrefix => {
            ("Prefix", "The first part of every package's name: benchling/EXP00001234.", "benchling")
        }
        Key::MetadataKey => (
            "Metadata key",
            "The key in a package's metadata that holds the entry's display id, so that packages show up in the entry.",
            "experiment_id",
        ),
        Key::LogLevel => ("Log level", "INFO is right unless you are looking for a fault.", ""),
        Key::ProdImageTag | Key::DevImageTag => (
            "Image tag",
            "A version such as 0.18.0, or latest. What it stands for today is deployed, and stays.",
            "latest",
        ),
        Key::DevAppDefinitionId => (
            "App definition id",
            "Of a second Benchling app, since an app sends its webhooks to one address only.",
            "appdef_...",
        ),
        Key::DevClientId => ("Client id", "Of the dev app.", ""),
        Key::DevClientSecret => ("Client secret", "Kept in your computer's keyring, apart from prod's.", ""),
    };
    KeyTexts { label, help, placeholder }
}
