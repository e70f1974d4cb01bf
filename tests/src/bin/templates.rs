//! Writes the template in every combination of what a deployment chooses, for checkers, which see most where nothing
//! depends on a condition: `templates FOLDER`.
//!
//! `FOLDER/templates` has the templates as they are, and each combination as a template of its own: what exists then,
//! with conditions followed and only those parameters left that it mentions, by default at the values that they would
//! be given; `FOLDER/over-npm` has the same for a stack that is taken over. `FOLDER/policies` has whatever a
//! role may do in any of them, with a name in place of each reference. Run by `scripts/test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Error, Result, bail};
use engine::contract::Contract;
use engine::template::{
    self, EnvironmentSettings, Format, Network, Parameters, QuiltServices, Rendered, Size, mentions,
};
use ipc::{Environment, ImageRepository, LogLevel, TaskCount};
use serde_json::{Map, Value, json};

const NPM_STACK: &str = include_str!("../../fixtures/npm-0.6.yaml");

/// One version of each contract that an image can have.
const VERSIONS: [&str; 3] = ["0.6.3", "0.16.0", "0.18.0"];

struct Combination {
    name: String,
    environments: &'static [Environment],
    network: Network,
    version: &'static str,
    /// With an access list, and whatever else an environment may have.
    listed: bool,
    log_role: bool,
}

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("usage: templates FOLDER")?);
    let write = |file: String, text: String| -> Result<()> {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().context("a folder")?)?;
        Ok(fs::write(file, text)?)
    };
    let json = |value: &Value| template::pretty(value, Format::Json);
    let mut known = BTreeSet::new();
    let mut write_resolved = |kind: &str, template: &Value, combination: &Combination| -> Result<()> {
        let name = &combination.name;
        let stack = Rendered::of(template, &combination.parameters()?).map_err(Error::msg)?;
        for (policy, document) in policies(&stack)? {
            if known.insert(document.to_string()) {
                write(format!("policies/{name}-{policy}.json"), json(&document))?;
            }
        }
        write(format!("{kind}/{name}.json"), json(&resolved(template, stack)))
    };

    let ours = template::template();
    write("templates/sent.yaml".into(), template::compact(&ours))?;
    write("templates/whole.json".into(), json(&ours))?;
    for environment in Environment::ALL {
        let part = template::template_of(&[environment]);
        write(format!("templates/whole-{environment}.json"), json(&part))?;
    }
    for combination in combinations() {
        write_resolved("templates", &ours, &combination)?;
    }
    let over_npm = template::template_over(&template::read(NPM_STACK).map_err(Error::msg)?);
    write("over-npm/sent.yaml".into(), template::compact(&over_npm))?;
    write_resolved("over-npm", &over_npm, &takeover())
}

fn combinations() -> Vec<Combination> {
    let sets: [(&str, &[Environment]); 3] =
        [("prod", &[Environment::Prod]), ("dev", &[Environment::Dev]), ("both", &Environment::ALL)];
    let networks =
        [("new", Network::default()), ("zones", Network::new_in("us-east-1")), ("existing", existing(false))];
    let options = [("plain", false, false), ("listed", true, false), ("logrole", false, true)];
    let mut all = Vec::new();
    for (set, environments) in sets {
        for (place, network) in &networks {
            for version in VERSIONS {
                for (option, listed, log_role) in options {
                    let (name, network) = (format!("{set}-{place}-{version}-{option}"), network.clone());
                    all.push(Combination { name, environments, network, version, listed, log_role });
                }
            }
        }
    }
    all
}

/// The npm tool's stack stood in public subnets.
fn takeover() -> Combination {
    Combination {
        name: "both-over-npm".into(),
        environments: &Environment::ALL,
        network: existing(true),
        version: "0.18.0",
        listed: true,
        log_role: true,
    }
}

fn existing(public: bool) -> Network {
    let subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"].map(str::to_owned).into();
    Network::Existing { vpc: "vpc-0123456789abcdef0".into(), subnets, public }
}

impl Combination {
    /// With which it would be deployed.
    fn parameters(&self) -> Result<Parameters> {
        let mut all = template::shared_parameters(&self.network, self.log_role);
        for &environment in self.environments {
            let settings = settings(environment, self.version, self.listed)?;
            all.extend(template::parameters(&settings, &Parameters::new()));
        }
        Ok(all)
    }
}

fn settings(environment: Environment, version: &str, listed: bool) -> Result<EnvironmentSettings> {
    let account = "123456789012";
    // Another number than the usual one, so that both ways of the template are written.
    let usual = Size::usual(environment);
    let tasks = TaskCount::new(usual.tasks.min() + u32::from(listed), usual.tasks.max())?;
    let size = Size { tasks, ..usual };
    Ok(EnvironmentSettings {
        environment,
        profile: environment.as_str().parse()?,
        repository: ImageRepository::quilt(),
        digest: format!("sha256:{}", "ab".repeat(32)).parse()?,
        image_tag: version.parse()?,
        contract: Contract::for_version(version).context("a released version")?,
        secret_name: format!("quiltdata/benchling-webhook/{environment}/my-company"),
        quilt: QuiltServices {
            stack_arn: format!("arn:aws:cloudformation:us-east-1:{account}:stack/quilt/0a1b2c").parse()?,
            web_host: "quilt.example.com".into(),
            athena_database: "userathenadatabase-0a1b2c".into(),
            athena_workgroup: "quilt-benchling".into(),
            athena_policy_arn: listed.then(|| format!("arn:aws:iam::{account}:policy/quilt-athena")),
            packager_queue_url: format!("https://sqs.us-east-1.amazonaws.com/{account}/packager"),
            packager_queue_arn: format!("arn:aws:sqs:us-east-1:{account}:packager"),
        },
        bucket: "my-bucket".parse()?,
        log_level: LogLevel::Info,
        verification: true,
        allow_list: if listed { "203.0.113.0/24,198.51.100.7" } else { "" }.parse()?,
        size,
    })
}

/// What exists, as a template.
fn resolved(template: &Value, stack: Rendered) -> Value {
    let unconditional = |section: Map<String, Value>| -> Map<String, Value> {
        let bodies = section.into_iter().map(|(id, mut body)| {
            if let Some(body) = body.as_object_mut() {
                body.shift_remove("Condition");
            }
            (id, body)
        });
        bodies.collect()
    };
    let (resources, outputs) = (unconditional(stack.resources), unconditional(stack.outputs));
    let mentioned = mentions(&json!([resources, outputs]));
    let mut parameters = Map::new();
    for (name, value) in stack.parameters.into_iter().filter(|(name, _)| mentioned.contains(name)) {
        let mut declaration = template["Parameters"][&name].clone();
        declaration["Default"] = value.into();
        parameters.insert(name, declaration);
    }
    json!({
        "AWSTemplateFormatVersion": template["AWSTemplateFormatVersion"],
        "Description": template["Description"],
        "Parameters": parameters,
        "Resources": resources,
        "Outputs": outputs,
    })
}

/// What each role may do, with a name for each.
fn policies(stack: &Rendered) -> Result<Vec<(String, Value)>> {
    let mut all = Vec::new();
    for (id, role) in stack.resources.iter().filter(|(_, body)| body["Type"] == "AWS::IAM::Role") {
        for policy in role["Properties"]["Policies"].as_array().into_iter().flatten() {
            let name = policy["PolicyName"].as_str().unwrap_or_default();
            all.push((format!("{id}-{name}"), named(&policy["PolicyDocument"], stack)?));
        }
    }
    Ok(all)
}

/// With a name in place of each reference.
fn named(value: &Value, stack: &Rendered) -> Result<Value> {
    Ok(match value {
        Value::Array(items) => items.iter().map(|item| named(item, stack)).collect::<Result<_>>()?,
        Value::Object(object) => match object.iter().next() {
            Some((key, Value::String(id))) if key == "Ref" => name(id, stack)?.into(),
            Some((key, Value::String(text))) if key == "Fn::Sub" => substituted(text, stack)?.into(),
            Some((key, Value::Array(path))) if key == "Fn::GetAtt" => {
                let path: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
                name(&path.join("."), stack)?.into()
            }
            Some((key, _)) if key.starts_with("Fn::") => bail!("{value} can't be read"),
            _ => {
                let members = object.iter().map(|(key, value)| Ok((key.clone(), named(value, stack)?)));
                Value::Object(members.collect::<Result<_>>()?)
            }
        },
        other => other.clone(),
    })
}

fn substituted(text: &str, stack: &Rendered) -> Result<String> {
    let mut parts = text.split("${");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (id, rest) = part.split_once('}').context("a closing brace")?;
        whole.push_str(&name(id, stack)?);
        whole.push_str(rest);
    }
    Ok(whole)
}

/// What `id`, or `id.Arn`, could be in an account.
fn name(id: &str, stack: &Rendered) -> Result<String> {
    if let Some(value) = stack.parameters.get(id) {
        return Ok(value.clone());
    }
    let kind = |id: &str| stack.resources.get(id).and_then(|body| body["Type"].as_str()).unwrap_or_default();
    Ok(match (id, id.strip_suffix(".Arn").map(|id| (kind(id), id))) {
        ("AWS::Partition", _) => "aws".to_owned(),
        ("AWS::Region", _) => "us-east-1".to_owned(),
        ("AWS::AccountId", _) => "123456789012".to_owned(),
        (_, Some(("AWS::SQS::Queue", id))) => format!("arn:aws:sqs:us-east-1:123456789012:{id}"),
        (_, Some(("AWS::Logs::LogGroup", id))) => {
            format!("arn:aws:logs:us-east-1:123456789012:log-group:{id}:*")
        }
        _ => bail!("{id} has no name here"),
    })
}
