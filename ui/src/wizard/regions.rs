//! The regions to choose from: those that an account has without asking for them, and the ones most asked for beyond.
//! Source: "Regions and Availability Zones" in the AWS documentation. Any other that a profile or a draft names is
//! offered too.

/// Code and place, the most used first.
pub const REGIONS: [(&str, &str); 22] = [
    ("us-east-1", "N. Virginia"),
    ("us-east-2", "Ohio"),
    ("us-west-1", "N. California"),
    ("us-west-2", "Oregon"),
    ("ca-central-1", "Canada"),
    ("sa-east-1", "São Paulo"),
    ("eu-west-1", "Ireland"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("eu-central-1", "Frankfurt"),
    ("eu-central-2", "Zurich"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-south-1", "Mumbai"),
    ("ap-east-1", "Hong Kong"),
    ("il-central-1", "Tel Aviv"),
    ("me-central-1", "UAE"),
];

/// `us-east-1 (N. Virginia)`; one that is not listed stands for itself.
pub fn region_words(code: &str) -> String {
    match REGIONS.iter().find(|(known, _)| *known == code) {
        Some((_, place)) => format!("{code} ({place})"),
        None => code.to_owned(),
    }
}
