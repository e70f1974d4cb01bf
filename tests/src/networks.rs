//! A VPC that exists already, with subnets of each kind.
//!
//! Made by EC2's own requests: not every stand-in's CloudFormation associates subnets with route tables. The
//! stand-ins read a signature's credential and don't check the rest.

use anyhow::{Context, Result, bail};

use crate::standins::{KEY, REGION, StandIn};

pub struct ExistingNetwork {
    pub vpc: String,
    /// With a route to a NAT gateway, in two zones.
    pub private: [String; 2],
    pub public: [String; 2],
    /// Without a table of its own, and the main one has no way out.
    pub isolated: String,
}

pub async fn existing(stand_in: &StandIn) -> Result<ExistingNetwork> {
    let ec2 = Ec2 { endpoint: stand_in.endpoint(), web: reqwest::Client::new() };
    let vpc = ec2.make("CreateVpc", &[("CidrBlock", "10.1.0.0/16")], "vpcId").await?;
    let gateway = ec2.make("CreateInternetGateway", &[], "internetGatewayId").await?;
    ec2.ask("AttachInternetGateway", &[("VpcId", &vpc), ("InternetGatewayId", &gateway)]).await?;
    let mut subnets = Vec::new();
    for (index, zone) in ["a", "b", "a", "b", "a"].into_iter().enumerate() {
        let (cidr, zone) = (format!("10.1.{index}.0/24"), format!("{REGION}{zone}"));
        let place = [("VpcId", vpc.as_str()), ("CidrBlock", &cidr), ("AvailabilityZone", &zone)];
        subnets.push(ec2.make("CreateSubnet", &place, "subnetId").await?);
    }
    let [public_a, public_b, private_a, private_b, isolated] =
        <[String; 5]>::try_from(subnets).map_err(|_| anyhow::anyhow!("five subnets"))?;
    let address = ec2.make("AllocateAddress", &[("Domain", "vpc")], "allocationId").await?;
    let place = [("SubnetId", public_a.as_str()), ("AllocationId", &address)];
    let nat = ec2.make("CreateNatGateway", &place, "natGatewayId").await?;
    for (target, id, subnets) in
        [("GatewayId", &gateway, [&public_a, &public_b]), ("NatGatewayId", &nat, [&private_a, &private_b])]
    {
        let table = ec2.make("CreateRouteTable", &[("VpcId", &vpc)], "routeTableId").await?;
        let route = [("RouteTableId", table.as_str()), ("DestinationCidrBlock", "0.0.0.0/0"), (target, id)];
        ec2.ask("CreateRoute", &route).await?;
        for subnet in subnets {
            ec2.ask("AssociateRouteTable", &[("RouteTableId", &table), ("SubnetId", subnet)]).await?;
        }
    }
    Ok(ExistingNetwork { vpc, private: [private_a, private_b], public: [public_a, public_b], isolated })
}

struct Ec2 {
    endpoint: String,
    web: reqwest::Client,
}

impl Ec2 {
    /// The id of what was made: the first element with this name.
    async fn make(&self, action: &str, parameters: &[(&str, &str)], id: &str) -> Result<String> {
        let answer = self.ask(action, parameters).await?;
        let found = answer.split_once(&format!("<{id}>")).and_then(|(_, rest)| rest.split_once('<'));
        Ok(found.with_context(|| format!("{action} gave no {id}: {answer}"))?.0.to_owned())
    }

    async fn ask(&self, action: &str, parameters: &[(&str, &str)]) -> Result<String> {
        let mut form = vec![("Action", action), ("Version", "2016-11-15")];
        form.extend_from_slice(parameters);
        let body = form.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let credential = format!("AWS4-HMAC-SHA256 Credential={KEY}/20260101/{REGION}/ec2/aws4_request");
        let request = self.web.post(&self.endpoint).body(body).header("authorization", credential);
        let answer = request.header("content-type", "application/x-www-form-urlencoded").send().await?;
        let (good, text) = (answer.status().is_success(), answer.text().await?);
        if good { Ok(text) } else { bail!("{action}: {text}") }
    }
}
