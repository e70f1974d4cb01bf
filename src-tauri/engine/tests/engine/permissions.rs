//! `docs/permissions.md` names what the program asks of AWS and what its template makes CloudFormation do, and
//! `docs/permissions.json` allows that and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use engine::template;
use serde_json::Value;

type Names = BTreeSet<String>;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path.as_ref()).unwrap()
}

/// What stands in backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of a section's table: the first cell's name, and the names in the second.
fn table(page: &str, title: &str) -> BTreeMap<String, Names> {
    let section = page.split("\n## ").find(|section| section.starts_with(title)).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|');
        let first = quoted(cells.next().unwrap())[0].to_owned();
        (first, quoted(cells.next().unwrap()).into_iter().map(str::to_owned).collect())
    })
    .collect()
}

/// The permission of an operation, as the SDK calls it: `describe_stacks` is `DescribeStacks`.
fn permission(service: &str, operation: &str) -> String {
    let name: String = operation.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    match service {
        "apigateway" => format!("apigateway:{}", &name[..3].to_uppercase()),
        "elb" => format!("elasticloadbalancing:{name}"),
        // ECR's client is made for the repository's region.
        "client" => format!("ecr:{name}"),
        _ => format!("{service}:{name}"),
    }
}

/// Every operation of the SDK in the files that ask AWS, and how often a request is sent there.
fn asked() -> Names {
    let mut found = Names::new();
    for entry in std::fs::read_dir(repository("src-tauri/engine/src/cloud/aws")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "rs") || path.ends_with("tests.rs") {
            continue;
        }
        let code: String = read(&path).lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code: String = code.split_whitespace().collect();
        let mut operations = 0;
        for service in ["cloudformation", "secretsmanager", "ecs", "elb", "logs", "apigateway", "client"] {
            let before = if service == "client" { "client.".to_owned() } else { format!("self.{service}.") };
            for (at, _) in code.match_indices(&before) {
                let rest = &code[at + before.len()..];
                let operation = rest.split("()").next().unwrap_or_default();
                if operation.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                    found.insert(permission(service, operation));
                    operations += 1;
                }
            }
        }
        // Requests that are none of the SDK's, or that need no permission: the stages and a layer by their address, who
        // we are, and what `signed` sends for the two services below.
        let others = match path.file_name().and_then(|name| name.to_str()).unwrap() {
            "gateway.rs" | "images.rs" | "mod.rs" | "signed.rs" => 1,
            _ => 0,
        };
        let sent = code.matches(".send()").count();
        assert_eq!(sent, operations + others, "{}: a request that nobody knows", path.display());
    }
    let network = read(repository("src-tauri/engine/src/cloud/aws/subnets.rs"));
    for action in ["DescribeSubnets", "DescribeRouteTables"] {
        assert!(network.contains(&format!("(\"{action}\", vpc)")));
        found.insert(format!("ec2:{action}"));
    }
    assert_eq!(network.matches("self.ec2::<").count(), 2, "EC2 is asked something else");
    let bucket = read(repository("src-tauri/engine/src/cloud/aws/buckets.rs"));
    for (method, action) in [
        ("Method::HEAD", "ListBucket"),
        ("Method::GET", "ListBucket"),
        ("Method::POST", "PutObject"),
        ("Method::DELETE", "AbortMultipartUpload"),
    ] {
        assert_eq!(bucket.matches(method).count(), 1, "{method} of a bucket");
        found.insert(format!("s3:{action}"));
    }
    assert_eq!(bucket.matches("self.s3(Method::").count(), 4, "S3 is asked something else");
    found
}

fn matches(pattern: &str, action: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == action, |start| action.starts_with(start))
}

#[test]
fn the_page_names_what_is_asked_and_the_policy_allows_it() {
    let page = read(repository("docs/permissions.md"));
    let named: Names = table(&page, "What the program asks for itself").into_keys().collect();
    assert_eq!(named, asked(), "docs/permissions.md and the program differ");
    assert!(named.contains("secretsmanager:UpdateSecretVersionStage"));

    let parts = table(&page, "What CloudFormation does in your name");
    let template = template::template();
    let types =
        template["Resources"].as_object().unwrap().values().map(|part| part["Type"].as_str().unwrap());
    let types: Names = types.map(str::to_owned).collect();
    assert_eq!(
        parts.keys().cloned().collect::<Names>(),
        types,
        "docs/permissions.md and the template differ"
    );

    let needed: Names = named.iter().chain(parts.values().flatten()).cloned().collect();
    let policy: Value = serde_json::from_str(&read(repository("docs/permissions.json"))).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let allowed = statements.iter().flat_map(|one| one["Action"].as_array().unwrap());
    let allowed: Vec<&str> = allowed.map(|action| action.as_str().unwrap()).collect();
    for action in &needed {
        assert!(allowed.iter().any(|pattern| matches(pattern, action)), "{action} is not in the policy");
    }
    for pattern in &allowed {
        assert!(needed.iter().any(|action| matches(pattern, action)), "nothing needs {pattern}");
    }
    // What a policy of one's own may have, white space not counted.
    let length = policy.to_string().len();
    assert!(length <= 6144, "the policy has {length} characters");
}
