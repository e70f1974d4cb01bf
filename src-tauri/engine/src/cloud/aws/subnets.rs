//! EC2: the subnets of a VPC, and where their route tables lead.
//!
//! Two questions of EC2's Query protocol, signed and sent by hand: `aws-sdk-ec2` would cost minutes of every build,
//! and Cloud Control, which could list subnets, does not say which route table is the VPC's main one, the one
//! that a subnet without a table of its own has.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html>

use ipc::{Code, Problem};
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Aws;
use super::problem::Words;
use super::signed::Question;
use crate::Result;
use crate::cloud::{Subnet, WayOut};

const VERSION: &str = "2016-11-15";

impl Aws {
    pub(super) async fn subnets(&self, vpc: &str) -> Result<Vec<Subnet>> {
        let (subnets, tables) = futures::try_join!(
            self.ec2::<SubnetPage>("DescribeSubnets", vpc),
            self.ec2::<RouteTablePage>("DescribeRouteTables", vpc),
        )?;
        let tables: Vec<RouteTable> = tables.into_iter().flat_map(|page| page.route_table_set.item).collect();
        let mut found: Vec<Subnet> = subnets
            .into_iter()
            .flat_map(|page| page.subnet_set.item)
            .map(|subnet| Subnet {
                way_out: table_of(&tables, &subnet.subnet_id).map_or(WayOut::None, RouteTable::way_out),
                id: subnet.subnet_id,
                zone: subnet.availability_zone,
                zone_id: subnet.availability_zone_id,
            })
            .collect();
        found.sort_by(|one, other| (&one.zone, &one.id).cmp(&(&other.zone, &other.id)));
        Ok(found)
    }

    /// Every page of an answer about one VPC.
    async fn ec2<P: Page + DeserializeOwned>(&self, action: &str, vpc: &str) -> Result<Vec<P>> {
        let mut pages = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let text = self.ec2_answer(action, question(action, vpc, next.as_deref())).await?;
            let page: P =
                quick_xml::de::from_str(&text).map_err(|error| unreadable(action).because(&error))?;
            next = page.next_token();
            pages.push(page);
            if next.is_none() {
                return Ok(pages);
            }
        }
    }

    async fn ec2_answer(&self, action: &str, body: String) -> Result<String> {
        let region = &self.origin.region;
        let answer = self
            .ask(&Question {
                service: "ec2",
                region,
                method: Method::POST,
                address: self.service_address("ec2", region),
                content_type: Some("application/x-www-form-urlencoded; charset=utf-8"),
                body,
            })
            .await?;
        if answer.is_good() {
            return Ok(answer.text);
        }
        let refusal: Refusal =
            quick_xml::de::from_str(&answer.text).map_err(|error| unreadable(action).because(&error))?;
        let RefusalError { code, message } = refusal.errors.error;
        let words = Words { code: &code, message: &message, request: refusal.request_id.as_deref() };
        Err(self.origin.refusal("look at the VPC's subnets", &words))
    }
}

fn question(action: &str, vpc: &str, next: Option<&str>) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", action).append_pair("Version", VERSION);
    form.append_pair("Filter.1.Name", "vpc-id").append_pair("Filter.1.Value.1", vpc);
    if let Some(token) = next {
        form.append_pair("NextToken", token);
    }
    form.finish()
}

fn unreadable(action: &str) -> Problem {
    Problem::new(
        Code::AwsRefused,
        format!("AWS answered {action} in a way that can't be read."),
        "Try again. If it stays, choose a new network instead of an existing one.",
    )
}

/// A subnet without a table of its own has the VPC's main one.
fn table_of<'a>(tables: &'a [RouteTable], subnet: &str) -> Option<&'a RouteTable> {
    let has =
        |table: &&RouteTable, is: &dyn Fn(&Association) -> bool| table.association_set.item.iter().any(is);
    tables
        .iter()
        .find(|table| has(table, &|association| association.subnet_id.as_deref() == Some(subnet)))
        .or_else(|| tables.iter().find(|table| has(table, &|association| association.main)))
}

trait Page {
    fn next_token(&self) -> Option<String>;
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubnetPage {
    #[serde(default)]
    subnet_set: Items<SubnetItem>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RouteTablePage {
    #[serde(default)]
    route_table_set: Items<RouteTable>,
    next_token: Option<String>,
}

impl Page for SubnetPage {
    fn next_token(&self) -> Option<String> {
        self.next_token.clone().filter(|token| !token.is_empty())
    }
}

impl Page for RouteTablePage {
    fn next_token(&self) -> Option<String> {
        self.next_token.clone().filter(|token| !token.is_empty())
    }
}

#[derive(Deserialize)]
struct Items<T> {
    #[serde(default = "Vec::new")]
    item: Vec<T>,
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self { item: Vec::new() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubnetItem {
    subnet_id: String,
    availability_zone: String,
    availability_zone_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RouteTable {
    #[serde(default)]
    route_set: Items<Route>,
    #[serde(default)]
    association_set: Items<Association>,
}

impl RouteTable {
    /// Where everything goes that has no nearer way.
    fn way_out(&self) -> WayOut {
        let everything = |route: &&Route| {
            route.destination_cidr_block.as_deref() == Some("0.0.0.0/0")
                && route.state.as_deref() != Some("blackhole")
        };
        let Some(route) = self.route_set.item.iter().find(everything) else { return WayOut::None };
        if route.nat_gateway_id.is_some() {
            return WayOut::Nat;
        }
        if route.gateway_id.as_deref().is_some_and(|id| id.starts_with("igw-")) {
            return WayOut::InternetGateway;
        }
        let others = [&route.transit_gateway_id, &route.network_interface_id, &route.gateway_id];
        others.into_iter().flatten().next().map_or(WayOut::None, |id| WayOut::Other(id.clone()))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Route {
    destination_cidr_block: Option<String>,
    gateway_id: Option<String>,
    nat_gateway_id: Option<String>,
    transit_gateway_id: Option<String>,
    network_interface_id: Option<String>,
    state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    #[serde(default)]
    main: bool,
    subnet_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal {
    errors: Errors,
    #[serde(rename = "RequestID")]
    request_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Errors {
    error: RefusalError,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RefusalError {
    code: String,
    message: String,
}
