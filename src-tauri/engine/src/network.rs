//! The network of a new stack: one of its own, or one that exists.
//!
//! An existing VPC's subnets are told apart by where their route tables send what leaves the VPC. The tasks need a
//! way out (Benchling, AWS and the image are on the internet), and API Gateway and the load balancer need two zones.
//! So: private subnets, with a route to a NAT gateway or to the company's own exit, one in each of two zones or
//! more; else public ones, where the tasks get public addresses and nothing reaches them all the same; else no.

use std::collections::BTreeMap;

use ipc::plan::{NetworkChoice, NetworkFound, NetworkQuery};
use ipc::{Code, Problem, StackArn};

use crate::cloud::{Stack, Subnet, WayOut};
use crate::template::{Network, STACK_NAME};
use crate::{Engine, Result};

/// A zone in which API Gateway's VPC links can't be, by its id in every account.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html>
const WITHOUT_VPC_LINKS: &str = "use1-az3";

/// Where the stack is, or would be put with this choice. Changes nothing.
pub async fn find(engine: &Engine, query: &NetworkQuery) -> Result<NetworkFound> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?;
    if let Some(stack) = stack.filter(stays) {
        return Ok(NetworkFound { fixed: true, words: place(&stack) });
    }
    let quilt = &query.quilt_stack_arn;
    let network = choose(engine, &query.choice, Some(quilt), quilt.region()).await?;
    Ok(NetworkFound { fixed: false, words: network.to_string() })
}

/// It has more than a name, and is not to be deleted before anything can be made of it.
fn stays(stack: &Stack) -> bool {
    let gone =
        ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_IN_PROGRESS", "DELETE_FAILED"];
    !stack.is_empty() && !gone.contains(&stack.state.as_str())
}

fn place(stack: &Stack) -> String {
    let parameter = |name: &str| stack.parameters.get(name).map(String::as_str);
    match parameter("VpcId") {
        Some("") => Network::default().to_string(),
        Some(vpc) => Network::Existing {
            vpc: vpc.to_owned(),
            subnets: parameter("PrivateSubnetIds")
                .unwrap_or_default()
                .split(',')
                .map(str::to_owned)
                .collect(),
            public: parameter("AssignPublicIp") == Some("ENABLED"),
        }
        .to_string(),
        None => "the network that it was made in".into(),
    }
}

/// Looks the choice up. `quilt` is the stack whose VPC can be chosen.
pub async fn choose(
    engine: &Engine,
    choice: &NetworkChoice,
    quilt: Option<&StackArn>,
    region: &str,
) -> Result<Network> {
    let cloud = engine.cloud()?;
    let (vpc, named) = match choice {
        NetworkChoice::New if cloud.knows_zone_ids() => return Ok(Network::new_in(region)),
        NetworkChoice::New => return Ok(Network::default()),
        NetworkChoice::Existing { vpc, subnets } => (vpc.clone(), subnets.as_slice()),
        NetworkChoice::Quilt => (quilt_vpc(engine, quilt).await?, [].as_slice()),
    };
    let all = cloud.subnets(&vpc).await?;
    if all.is_empty() {
        return Err(unsuitable(
            format!("There is no VPC {vpc} with subnets in {region}."),
            "Check the VPC's id and the region, or let the installer make a VPC of its own.",
        ));
    }
    if named.is_empty() { found(vpc, &all) } else { taken(vpc, &all, named) }
}

/// Quilt's stack makes its VPC itself, or was given one as a parameter.
async fn quilt_vpc(engine: &Engine, quilt: Option<&StackArn>) -> Result<String> {
    let missing = || {
        unsuitable(
            "The Quilt stack does not say which VPC it runs in.",
            "Name the VPC by its id, or let the installer make one of its own.",
        )
    };
    let arn = quilt.ok_or_else(missing)?.as_str();
    let resources = engine.cloud()?.resources(arn).await?;
    let own = resources.into_iter().find(|resource| resource.resource_type == "AWS::EC2::VPC");
    if let Some(vpc) = own.and_then(|resource| resource.physical_id) {
        return Ok(vpc);
    }
    let stack = engine.cloud()?.stack(arn).await?;
    let given =
        stack.and_then(|stack| stack.parameters.into_values().find(|value| value.starts_with("vpc-")));
    given.ok_or_else(missing)
}

/// The suitable subnets of a VPC, one a zone.
fn found(vpc: String, all: &[Subnet]) -> Result<Network> {
    for public in [false, true] {
        let mut by_zone: BTreeMap<&str, &Subnet> = BTreeMap::new();
        for subnet in all.iter().filter(|s| suits(s) && is_public(s) == public) {
            by_zone.entry(&subnet.zone).or_insert(subnet);
        }
        if by_zone.len() >= 2 {
            let subnets = by_zone.into_values().map(|subnet| subnet.id.clone()).collect();
            return Ok(Network::Existing { vpc, subnets, public });
        }
    }
    Err(unsuitable(
        format!("{vpc} has no two zones with subnets that reach the internet. {}", in_words(all)),
        "Give its private subnets a route to a NAT gateway, name others, or let the installer make a \
         VPC of its own.",
    ))
}

/// Named subnets, all of them or none.
fn taken(vpc: String, all: &[Subnet], named: &[String]) -> Result<Network> {
    let next = "Name two or more subnets of different zones, each with a route to a NAT gateway.";
    let mut subnets = Vec::new();
    for id in named {
        let subnet = all.iter().find(|subnet| subnet.id == *id);
        subnets.push(subnet.ok_or_else(|| unsuitable(format!("{vpc} has no subnet {id}."), next))?);
    }
    for subnet in &subnets {
        if subnet.way_out == WayOut::None {
            let message =
                format!("The subnet {} can't reach the internet: its route table has no way out.", subnet.id);
            return Err(unsuitable(message, next));
        }
        if !suits(subnet) {
            let message =
                format!("The subnet {} is in a zone where API Gateway has no VPC links.", subnet.id);
            return Err(unsuitable(message, next));
        }
    }
    let public = subnets.iter().any(|subnet| is_public(subnet));
    if public && !subnets.iter().all(|subnet| is_public(subnet)) {
        return Err(unsuitable(
            format!("Some of these subnets are public and some private. {}", in_words(all)),
            next,
        ));
    }
    if subnets.iter().all(|subnet| subnet.zone == subnets[0].zone) {
        return Err(unsuitable("All of these subnets are in one zone.", next));
    }
    Ok(Network::Existing { vpc, subnets: named.to_vec(), public })
}

/// A taken-over stack's network without the subnets that a VPC link can't be in.
pub async fn without_excluded_zones(engine: &Engine, network: Network) -> Result<Network> {
    let Network::Existing { vpc, subnets, public } = network else { return Ok(network) };
    let known = engine.cloud()?.subnets(&vpc).await?;
    let suited = |id: &String| known.iter().find(|subnet| subnet.id == *id).is_none_or(has_vpc_links);
    Ok(Network::Existing { subnets: subnets.into_iter().filter(suited).collect(), vpc, public })
}

fn suits(subnet: &Subnet) -> bool {
    subnet.way_out != WayOut::None && has_vpc_links(subnet)
}

fn has_vpc_links(subnet: &Subnet) -> bool {
    subnet.zone_id.as_deref() != Some(WITHOUT_VPC_LINKS)
}

fn is_public(subnet: &Subnet) -> bool {
    matches!(subnet.way_out, WayOut::InternetGateway)
}

fn in_words(all: &[Subnet]) -> String {
    let each = all.iter().map(|subnet| {
        let way = match &subnet.way_out {
            WayOut::Nat => "private",
            WayOut::InternetGateway => "public",
            WayOut::Other(_) => "private, by the company's own exit",
            WayOut::None => "no way out",
        };
        format!("{} in {}: {way}", subnet.id, subnet.zone)
    });
    format!("Its subnets: {}.", each.collect::<Vec<_>>().join("; "))
}

fn unsuitable(message: impl Into<String>, next: &str) -> Problem {
    Problem::new(Code::NetworkUnsuitable, message, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(id: &str, zone: &str, way_out: WayOut) -> Subnet {
        Subnet { id: id.into(), zone: zone.into(), zone_id: Some(format!("use1-az{zone}")), way_out }
    }

    fn chosen(network: Result<Network>) -> (Vec<String>, bool) {
        match network.unwrap() {
            Network::Existing { subnets, public, .. } => (subnets, public),
            Network::New { .. } => panic!("a new network"),
        }
    }

    #[test]
    fn private_subnets_come_first_one_a_zone() {
        let all = [
            subnet("public-1", "1", WayOut::InternetGateway),
            subnet("public-2", "2", WayOut::InternetGateway),
            subnet("private-1", "1", WayOut::Nat),
            subnet("private-1b", "1", WayOut::Nat),
            subnet("private-2", "2", WayOut::Other("tgw-1".into())),
            subnet("private-3", "3", WayOut::Nat),
            subnet("isolated", "4", WayOut::None),
        ];
        // The zone use1-az3 has no VPC links.
        assert_eq!(
            chosen(found("vpc-1".into(), &all)),
            (vec!["private-1".into(), "private-2".into()], false)
        );
        assert_eq!(
            chosen(found("vpc-1".into(), &all[..2])),
            (vec!["public-1".into(), "public-2".into()], true)
        );
    }

    #[test]
    fn a_vpc_without_a_way_out_is_refused_and_says_what_it_has() {
        let all =
            [subnet("a", "1", WayOut::Nat), subnet("b", "2", WayOut::None), subnet("c", "1", WayOut::Nat)];
        let problem = found("vpc-1".into(), &all).unwrap_err();
        assert_eq!(problem.code, Code::NetworkUnsuitable);
        assert!(problem.message.contains("b in 2: no way out"), "{problem:?}");
    }

    #[test]
    fn named_subnets_are_taken_whole_or_refused_by_name() {
        let all = [
            subnet("a", "1", WayOut::Nat),
            subnet("b", "2", WayOut::Nat),
            subnet("b2", "1", WayOut::Nat),
            subnet("p", "2", WayOut::InternetGateway),
            subnet("i", "2", WayOut::None),
            subnet("x", "3", WayOut::Nat),
        ];
        let take = |ids: &[&str]| {
            taken("vpc-1".into(), &all, &ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(chosen(take(&["b", "a"])), (vec!["b".into(), "a".into()], false));
        for (ids, words) in [
            (&["a", "z"][..], "has no subnet z"),
            (&["a", "i"], "The subnet i can't reach the internet"),
            (&["a", "p"], "Some of these subnets are public"),
            (&["a", "b2"], "in one zone"),
            (&["a", "x"], "no VPC links"),
        ] {
            let problem = take(ids).unwrap_err();
            assert!(problem.message.contains(words), "{ids:?}: {problem:?}");
        }
    }
}
