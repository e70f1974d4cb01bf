//! Made-up names that look like AWS's: physical ids, ARNs and what `Fn::GetAtt` gives.
//!
//! Everything is derived from a seed by SHA-256, so the same change set always gets the same ids and a plan
//! can be computed twice. An attribute is derived from the physical id alone (and the properties), so it
//! stays what it was for as long as the resource lives.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::world::{Resource, scalar};
use crate::template::schema;

pub const ACCOUNT: &str = "123456789012";
pub const REGION: &str = "us-east-1";
pub const CALLER: &str = "arn:aws:sts::123456789012:assumed-role/Rehearsal/you";

/// `arn:aws:<service>:us-east-1:123456789012:<rest>`
pub fn arn(service: &str, rest: &str) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}")
}

/// The first `digits` (at most 64) hexadecimal digits of the seed's hash.
pub fn hex(seed: &str, digits: usize) -> String {
    let mut text = hexadecimal(&Sha256::digest(seed.as_bytes()));
    text.truncate(digits);
    text
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A number of 32 bits out of the seed's hash.
pub fn number(seed: &str) -> u32 {
    let hash = Sha256::digest(seed.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// `length` (at most 32) lower-case letters and digits.
pub fn letters(seed: &str, length: usize) -> String {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    Sha256::digest(seed.as_bytes())
        .iter()
        .take(length)
        .map(|b| char::from(ALPHABET[usize::from(*b) % 36]))
        .collect()
}

pub fn guid(seed: &str) -> String {
    let h = hex(seed, 32);
    format!("{}-{}-{}-{}-{}", &h[..8], &h[8..12], &h[12..16], &h[16..20], &h[20..])
}

/// What a new resource is made from.
pub struct Birth<'a> {
    pub stack: &'a str,
    pub logical_id: &'a str,
    pub resource_type: &'a str,
    pub properties: &'a Map<String, Value>,
    pub seed: &'a str,
    /// Every physical id that was ever given: counted ones go on from there.
    pub used: &'a BTreeSet<String>,
}

impl Birth<'_> {
    pub fn physical_id(&self) -> String {
        let kind = self.resource_type.strip_prefix("AWS::").unwrap_or(self.resource_type);
        let id = |prefix: &str| format!("{prefix}-0{}", hex(self.seed, 16));
        match kind {
            "EC2::VPC" => id("vpc"),
            "EC2::Subnet" => id("subnet"),
            "EC2::InternetGateway" => id("igw"),
            "EC2::VPCGatewayAttachment" => format!("IGW|{}", self.text("VpcId")),
            "EC2::NatGateway" => id("nat"),
            // From the addresses kept for documentation (RFC 5737).
            "EC2::EIP" => format!("203.0.113.{}", number(self.seed) % 250 + 1),
            "EC2::RouteTable" => id("rtb"),
            "EC2::Route" => format!("{}|{}", self.text("RouteTableId"), self.text("DestinationCidrBlock")),
            "EC2::SubnetRouteTableAssociation" => id("rtbassoc"),
            "EC2::SecurityGroup" => id("sg"),
            "EC2::SecurityGroupIngress" | "EC2::SecurityGroupEgress" => id("sgr"),
            "EC2::VPCEndpoint" => id("vpce"),
            "ECS::Service" => arn("ecs", &format!("service/{}/{}", self.cluster(), self.name(255))),
            "ECS::TaskDefinition" => self.task_definition(),
            "ElasticLoadBalancingV2::LoadBalancer" => self.balancing("loadbalancer/app", &self.name(32)),
            "ElasticLoadBalancingV2::TargetGroup" => self.balancing("targetgroup", &self.name(32)),
            "ElasticLoadBalancingV2::Listener" => {
                self.below("LoadBalancerArn", ":loadbalancer/", ":listener/")
            }
            "ElasticLoadBalancingV2::ListenerRule" => {
                self.below("ListenerArn", ":listener/", ":listener-rule/")
            }
            "ApiGateway::RestApi" => self.rest_api(),
            "ApiGateway::Resource" | "ApiGateway::Deployment" | "ApiGatewayV2::VpcLink" => {
                letters(self.seed, 6)
            }
            "ApiGateway::Method" => {
                let part = |name| self.text(name);
                format!("{}|{}|{}", part("RestApiId"), part("ResourceId"), part("HttpMethod"))
            }
            "IAM::ManagedPolicy" => format!("arn:aws:iam::{ACCOUNT}:policy/{}", self.name(128)),
            "IAM::Role" => self.name(64),
            "ApplicationAutoScaling::ScalableTarget" => {
                let part = |name| self.text(name);
                format!("{}|{}|{}", part("ResourceId"), part("ScalableDimension"), part("ServiceNamespace"))
            }
            "ApplicationAutoScaling::ScalingPolicy" => arn(
                "autoscaling",
                &format!("scalingPolicy:{}:policyName/{}", guid(self.seed), self.text("PolicyName")),
            ),
            "SNS::Topic" => arn("sns", &self.name(256)),
            "SQS::Queue" => format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{}", self.name(80)),
            "S3::Bucket" => self.name(63).to_ascii_lowercase(),
            "SecretsManager::Secret" => {
                arn("secretsmanager", &format!("secret:{}-{}", self.name(512), letters(self.seed, 6)))
            }
            _ => self.name(255),
        }
    }

    fn text(&self, property: &str) -> String {
        self.properties.get(property).and_then(scalar).unwrap_or_default()
    }

    /// Its fixed name, or one that CloudFormation makes: stack, logical id and twelve characters.
    fn name(&self, longest: usize) -> String {
        let fixed = schema(self.resource_type).name.and_then(|p| self.properties.get(p)).and_then(scalar);
        fixed.unwrap_or_else(|| {
            let tail = letters(self.seed, 12).to_ascii_uppercase();
            let head: String = format!("{}-{}", self.stack, self.logical_id)
                .chars()
                .take(longest.saturating_sub(13))
                .collect();
            format!("{head}-{tail}")
        })
    }

    /// The cluster's name, given as name or ARN.
    fn cluster(&self) -> String {
        let cluster = self.text("Cluster");
        let name = cluster.rsplit('/').next().unwrap_or_default();
        if name.is_empty() { "default".into() } else { name.to_owned() }
    }

    fn task_definition(&self) -> String {
        let family = match self.text("Family") {
            family if family.is_empty() => {
                format!("{}{}{}", self.stack, self.logical_id, letters(self.seed, 8))
            }
            family => family,
        };
        let revision = |n: u32| arn("ecs", &format!("task-definition/{family}:{n}"));
        (1..).map(revision).find(|id| !self.used.contains(id)).unwrap_or_default()
    }

    fn rest_api(&self) -> String {
        (0..).map(|n: u32| format!("rehearsal{n}")).find(|id| !self.used.contains(id)).unwrap_or_default()
    }

    fn balancing(&self, kind: &str, name: &str) -> String {
        arn("elasticloadbalancing", &format!("{kind}/{name}/{}", hex(self.seed, 16)))
    }

    /// A listener's ARN repeats its balancer's, a rule's its listener's.
    fn below(&self, parent: &str, kind: &str, own: &str) -> String {
        format!("{}/{}", self.text(parent).replace(kind, own), hex(self.seed, 16))
    }
}

/// `Fn::GetAtt`; `None` where the type has no such attribute.
pub fn attribute(resource: &Resource, attribute: &str) -> Option<Value> {
    let id = resource.physical_id.as_str();
    let kind = resource.resource_type.strip_prefix("AWS::").unwrap_or(&resource.resource_type);
    let last = || id.rsplit('/').next().unwrap_or(id);
    let text = match (kind, attribute) {
        ("EC2::VPC", "VpcId")
        | ("EC2::Subnet", "SubnetId")
        | ("EC2::SecurityGroup", "GroupId" | "Id")
        | ("EC2::NatGateway", "NatGatewayId")
        | ("EC2::InternetGateway", "InternetGatewayId")
        | ("EC2::RouteTable", "RouteTableId")
        | ("EC2::EIP", "PublicIp")
        | ("ECS::Service", "ServiceArn")
        | ("ECS::TaskDefinition", "TaskDefinitionArn")
        | ("ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn")
        | ("ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn")
        | ("ElasticLoadBalancingV2::Listener", "ListenerArn")
        | ("ElasticLoadBalancingV2::ListenerRule", "RuleArn")
        | ("ApiGateway::RestApi", "RestApiId")
        | ("ApiGateway::Resource", "ResourceId")
        | ("ApiGateway::Deployment", "DeploymentId")
        | ("ApiGatewayV2::VpcLink", "VpcLinkId")
        | ("IAM::ManagedPolicy", "PolicyArn")
        | ("ApplicationAutoScaling::ScalingPolicy", "Arn")
        | ("SNS::Topic", "TopicArn")
        | ("SQS::Queue", "QueueUrl")
        | ("SecretsManager::Secret", "Id") => id.to_owned(),
        ("EC2::VPC", "CidrBlock") | ("EC2::Subnet", "CidrBlock" | "VpcId") => resource.text(attribute)?,
        ("EC2::Subnet", "AvailabilityZone") => zone(resource),
        ("EC2::VPC", "DefaultSecurityGroup") => format!("sg-0{}", hex(id, 16)),
        ("EC2::SecurityGroup", "VpcId") => resource.text("VpcId")?,
        ("EC2::EIP", "AllocationId") => format!("eipalloc-0{}", hex(id, 16)),
        ("ECS::Cluster", "Arn") => arn("ecs", &format!("cluster/{id}")),
        ("ECS::Service", "Name") => last().to_owned(),
        ("ElasticLoadBalancingV2::LoadBalancer", "DNSName") => {
            let internal =
                if resource.text("Scheme").as_deref() == Some("internal") { "internal-" } else { "" };
            let name = id.split('/').nth(2).unwrap_or_default().to_ascii_lowercase();
            format!("{internal}{name}-{}.{REGION}.elb.amazonaws.com", number(id))
        }
        ("ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName") => {
            id.split_once(":loadbalancer/").map_or(id, |(_, name)| name).to_owned()
        }
        ("ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName") => {
            id.rsplit(':').next().unwrap_or(id).to_owned()
        }
        ("ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerName") => id.split('/').nth(2)?.to_owned(),
        ("ElasticLoadBalancingV2::TargetGroup", "TargetGroupName") => id.split('/').nth(1)?.to_owned(),
        // The zone that all application load balancers of us-east-1 share.
        ("ElasticLoadBalancingV2::LoadBalancer", "CanonicalHostedZoneID") => "Z35SXDOTRQ7X7K".to_owned(),
        ("ElasticLoadBalancingV2::LoadBalancer", "SecurityGroups") => {
            return resource.properties.get(attribute).cloned();
        }
        ("ApiGateway::RestApi", "RootResourceId") => letters(id, 10),
        ("IAM::Role", "Arn") => format!("arn:aws:iam::{ACCOUNT}:role/{id}"),
        ("IAM::Role", "RoleId") => format!("AROA{}", hex(id, 16).to_ascii_uppercase()),
        ("Logs::LogGroup", "Arn") => arn("logs", &format!("log-group:{id}:*")),
        ("CloudWatch::Alarm", "Arn") => arn("cloudwatch", &format!("alarm:{id}")),
        ("SNS::Topic", "TopicName") => id.rsplit(':').next()?.to_owned(),
        ("SQS::Queue", "Arn") => arn("sqs", last()),
        ("SQS::Queue", "QueueName") => last().to_owned(),
        ("Events::Rule", "Arn") => arn("events", &format!("rule/{id}")),
        ("S3::Bucket", "Arn") => format!("arn:aws:s3:::{id}"),
        ("S3::Bucket", "DomainName") => format!("{id}.s3.amazonaws.com"),
        ("S3::Bucket", "RegionalDomainName") => format!("{id}.s3.{REGION}.amazonaws.com"),
        ("ApplicationAutoScaling::ScalableTarget", "Id") => id.to_owned(),
        _ if KNOWN.contains(&kind) => return None,
        _ => format!("{id}.{attribute}"),
    };
    Some(Value::String(text))
}

/// The zone that a subnet was asked for by name or by id, or else the region's first. An account's names need not
/// follow the ids, here they do: `use1-az1` is `us-east-1a`.
fn zone(subnet: &Resource) -> String {
    let by_id = || {
        let id = subnet.text("AvailabilityZoneId")?;
        let index: usize = id.rsplit("az").next()?.parse().ok()?;
        ('a'..='f').nth(index.checked_sub(1)?)
    };
    let letter = || by_id().unwrap_or('a');
    subnet.text("AvailabilityZone").unwrap_or_else(|| format!("{REGION}{}", letter()))
}

/// Types whose attributes are all above, as far as a template uses them. Others have any attribute.
const KNOWN: [&str; 20] = [
    "EC2::VPC",
    "EC2::Subnet",
    "EC2::SecurityGroup",
    "EC2::EIP",
    "ECS::Cluster",
    "ECS::Service",
    "ECS::TaskDefinition",
    "ElasticLoadBalancingV2::LoadBalancer",
    "ElasticLoadBalancingV2::TargetGroup",
    "ElasticLoadBalancingV2::Listener",
    "ElasticLoadBalancingV2::ListenerRule",
    "ApiGateway::RestApi",
    "ApiGateway::Resource",
    "ApiGateway::Method",
    "ApiGateway::Stage",
    "IAM::Role",
    "Logs::LogGroup",
    "SQS::Queue",
    "SNS::Topic",
    "S3::Bucket",
];
