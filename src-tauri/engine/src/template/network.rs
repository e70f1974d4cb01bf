//! The network: a VPC of our own in two zones, or an existing one, and who may talk to whom in it.
//!
//! Only the VPC link reaches the load balancer, only the load balancer reaches the tasks, and the tasks reach
//! the internet by HTTPS alone. That is said by security groups that name each other; two groups that name
//! each other need one of the rules outside of both, or neither could be created first.

use serde_json::{Value, json};

use super::build::{Resource, attribute, list, nothing, reference, when};

/// While no existing VPC is named.
pub const NEW_VPC: &str = "NewVpc";
/// While the zones of a new VPC are named by their ids.
pub const HAS_ZONE_IDS: &str = "HasZoneIds";
/// The parameters with these ids.
pub const ZONE_IDS: [&str; 2] = ["ZoneIdA", "ZoneIdB"];

pub const VPC_LINK_GROUP: &str = "VpcLinkSecurityGroup";
pub const BALANCER_GROUP: &str = "LoadBalancerSecurityGroup";
pub const TASK_GROUP: &str = "TaskSecurityGroup";

/// Where images listen. Both stay open between the load balancer and the tasks, so that a change from one to
/// the other doesn't cut off the tasks that still serve.
pub const PORTS: [u16; 2] = [5000, 8080];

/// What must stand, in a network of our own, before a task can reach its image and its secret. A service that
/// does not wait for them starts tasks before the NAT gateway has a route, and fails by chance.
pub const WAY_OUT: [&str; 3] =
    ["PrivateRoute", "PrivateRouteTableAssociationA", "PrivateRouteTableAssociationB"];
/// What must stand before the load balancer can ask a task how it is.
pub const WAY_IN: [&str; 2] = ["LoadBalancerEgress5000", "LoadBalancerEgress8080"];

pub fn vpc() -> Value {
    when(NEW_VPC, reference("Vpc"), reference("VpcId"))
}

/// The subnets of the tasks, the load balancer and the VPC link.
pub fn subnets() -> Value {
    when(NEW_VPC, json!([reference("PrivateSubnetA"), reference("PrivateSubnetB")]), list("PrivateSubnetIds"))
}

pub fn resources() -> Vec<Resource> {
    let mut all: Vec<Resource> = new_vpc().into_iter().map(|resource| resource.only_if(NEW_VPC)).collect();
    all.extend(security_groups());
    all
}

fn new_vpc() -> Vec<Resource> {
    let vpc = reference("Vpc");
    let mut all = vec![
        Resource::new(
            "Vpc",
            "AWS::EC2::VPC",
            json!({ "CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true }),
        ),
        Resource::new("InternetGateway", "AWS::EC2::InternetGateway", json!({})),
        Resource::new(
            "InternetGatewayAttachment",
            "AWS::EC2::VPCGatewayAttachment",
            json!({ "VpcId": vpc, "InternetGatewayId": reference("InternetGateway") }),
        ),
        subnet("PrivateSubnetA", "10.0.16.0/20", 0),
        subnet("PrivateSubnetB", "10.0.32.0/20", 1),
        // In the same zone as the first.
        Resource::new(
            "PublicSubnet",
            "AWS::EC2::Subnet",
            json!({
                "VpcId": vpc,
                "CidrBlock": "10.0.0.0/24",
                "AvailabilityZone": attribute("PrivateSubnetA", "AvailabilityZone"),
            }),
        ),
        Resource::new("NatAddress", "AWS::EC2::EIP", json!({ "Domain": "vpc" }))
            .after(["InternetGatewayAttachment"]),
        Resource::new(
            "NatGateway",
            "AWS::EC2::NatGateway",
            json!({
                "AllocationId": attribute("NatAddress", "AllocationId"),
                "SubnetId": reference("PublicSubnet"),
            }),
        )
        .after(["PublicRoute", "PublicRouteTableAssociation"]),
    ];
    all.extend(route_table("Public", &["PublicSubnet"], "GatewayId", "InternetGateway"));
    all.extend(route_table("Private", &["PrivateSubnetA", "PrivateSubnetB"], "NatGatewayId", "NatGateway"));
    all
}

/// `zone` counts from 0.
fn subnet(id: &str, cidr: &str, zone: usize) -> Resource {
    let by_name = json!({ "Fn::Select": [zone, { "Fn::GetAZs": "" }] });
    let by_id = reference(ZONE_IDS[zone]);
    Resource::new(
        id,
        "AWS::EC2::Subnet",
        json!({
            "VpcId": reference("Vpc"),
            "CidrBlock": cidr,
            "AvailabilityZone": when(HAS_ZONE_IDS, nothing(), by_name),
            "AvailabilityZoneId": when(HAS_ZONE_IDS, by_id, nothing()),
        }),
    )
}

/// A route table whose default route leads to `target`, and its associations.
fn route_table(name: &str, subnets: &[&str], property: &str, target: &str) -> Vec<Resource> {
    let table = format!("{name}RouteTable");
    let mut route = json!({ "RouteTableId": reference(&table), "DestinationCidrBlock": "0.0.0.0/0" });
    route[property] = reference(target);
    let mut route = Resource::new(format!("{name}Route"), "AWS::EC2::Route", route);
    if target == "InternetGateway" {
        route = route.after(["InternetGatewayAttachment"]);
    }
    let mut all =
        vec![Resource::new(&table, "AWS::EC2::RouteTable", json!({ "VpcId": reference("Vpc") })), route];
    all.extend(subnets.iter().map(|subnet| {
        let letter = subnet.rsplit("Subnet").next().unwrap_or_default();
        Resource::new(
            format!("{table}Association{letter}"),
            "AWS::EC2::SubnetRouteTableAssociation",
            json!({ "SubnetId": reference(subnet), "RouteTableId": reference(&table) }),
        )
    }));
    all
}

fn security_groups() -> Vec<Resource> {
    let from_balancer: Vec<Value> = PORTS
        .iter()
        .map(|port| {
            json!({
                "IpProtocol": "tcp", "FromPort": port, "ToPort": port,
                "SourceSecurityGroupId": reference(BALANCER_GROUP),
            })
        })
        .collect();
    let mut all = vec![
        Resource::new(
            VPC_LINK_GROUP,
            "AWS::EC2::SecurityGroup",
            json!({
                "GroupDescription": "Benchling webhook: VPC link of the API",
                "VpcId": vpc(),
                "SecurityGroupEgress": [{
                    "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
                    "DestinationSecurityGroupId": reference(BALANCER_GROUP),
                }],
            }),
        ),
        Resource::new(
            BALANCER_GROUP,
            "AWS::EC2::SecurityGroup",
            json!({
                "GroupDescription": "Benchling webhook: internal load balancer",
                "VpcId": vpc(),
                // EC2 gives a group without any rule one that lets everything out; this one matches nothing.
                "SecurityGroupEgress": [{
                    "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86,
                    "CidrIp": "255.255.255.255/32",
                }],
            }),
        ),
        Resource::new(
            "LoadBalancerIngress",
            "AWS::EC2::SecurityGroupIngress",
            json!({
                "GroupId": reference(BALANCER_GROUP),
                "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
                "SourceSecurityGroupId": reference(VPC_LINK_GROUP),
            }),
        ),
        Resource::new(
            TASK_GROUP,
            "AWS::EC2::SecurityGroup",
            json!({
                "GroupDescription": "Benchling webhook: tasks",
                "VpcId": vpc(),
                "SecurityGroupIngress": from_balancer,
                "SecurityGroupEgress": [{
                    "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                    "CidrIp": "0.0.0.0/0",
                }],
            }),
        ),
    ];
    all.extend(PORTS.iter().map(|port| {
        Resource::new(
            format!("LoadBalancerEgress{port}"),
            "AWS::EC2::SecurityGroupEgress",
            json!({
                "GroupId": reference(BALANCER_GROUP),
                "IpProtocol": "tcp", "FromPort": port, "ToPort": port,
                "DestinationSecurityGroupId": reference(TASK_GROUP),
            }),
        )
    }));
    all
}
