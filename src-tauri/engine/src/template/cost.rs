//! What the stack costs a month, by line, before a plan is agreed to.
//!
//! A month has 730 hours, and the prices are the region's list prices ([`super::prices`]). A range runs from an idle
//! stack with its fewest tasks to a busy one with its most: a load balancer's capacity unit, 100 GB through the NAT
//! gateway, and for each environment 10 GB of logs and a million requests. An account has three dashboards free,
//! which is the range of theirs; other free allowances are not counted, nor is what leaves AWS. Packages and Athena
//! queries are the Quilt stack's.
//!
//! A VPC link of the second kind costs nothing by itself: AWS names no price for it, and bills of stacks that have
//! one show none. AWS announced it for REST APIs as a saving, since no network load balancer is needed any more:
//! <https://aws.amazon.com/blogs/compute/build-scalable-rest-apis-using-amazon-api-gateway-private-integration-with-application-load-balancer>.
//! It has a line all the same, so that nobody wonders.
//!
//! Lines are whole dollars, each rounded by itself, and a total is their sum.

use ipc::Environment;
use ipc::plan::{Cost, CostLine};

use super::prices::{AS_OF, BASE, Prices};
use super::{Network, Size};

const HOURS: f64 = 730.0;
const NAT_GB: f64 = 100.0;
const LOG_GB: f64 = 10.0;
/// Target tracking makes one alarm to add tasks and one to take them away.
const ALARMS_OF_A_SCALING_POLICY: u32 = 2;

/// A stack with these environments, the shared lines first, and what the second environment has to do with it.
pub fn monthly(region: &str, network: &Network, environments: &[(Environment, Size)]) -> Cost {
    let Some(prices) = Prices::of(region) else { return Cost::default() };
    let lines = lines(prices, network, environments);
    let notes = second(prices, network, environments).into_iter().chain([source(region, prices)]);
    Cost { notes: if lines.is_empty() { Vec::new() } else { notes.collect() }, lines, before: None }
}

fn lines(prices: &Prices, network: &Network, environments: &[(Environment, Size)]) -> Vec<CostLine> {
    if environments.is_empty() {
        return Vec::new();
    }
    let balancer = prices.balancer_hour * HOURS;
    let mut lines =
        vec![line("Load balancer (shared)", balancer, balancer + prices.balancer_unit_hour * HOURS)];
    if matches!(network, Network::New { .. }) {
        let gateway = (prices.nat_hour + prices.address_hour) * HOURS;
        lines.push(line("NAT gateway (shared)", gateway, gateway + prices.nat_gb * NAT_GB));
    }
    lines.push(always("VPC link (shared)", 0.0));
    let public = matches!(network, Network::Existing { public: true, .. });
    for &(environment, size) in environments {
        let title = environment.title();
        let (vcpu, gb) = (f64::from(size.task.cpu()) / 1024.0, f64::from(size.task.memory()) / 1024.0);
        let task = (prices.vcpu_hour * vcpu + prices.gb_hour * gb) * HOURS;
        let tasks = size.tasks.in_words();
        lines.push(of_tasks(&format!("{title}: Fargate, {tasks} of {vcpu} vCPU and {gb} GB"), task, size));
        if public {
            let address = prices.address_hour * HOURS;
            lines.push(of_tasks(&format!("{title}: public addresses of {tasks}"), address, size));
        }
    }
    let count = f64::from(counted(environments.len()));
    let Watched { alarms, dashboards } = Watched::of(environments);
    let secrets = count * prices.secret_month;
    lines.extend([
        line("Logs, up to 10 GB an environment", 0.0, count * LOG_GB * prices.log_gb),
        always(&plural(alarms, "alarm"), f64::from(alarms) * prices.alarm_month),
        line(
            &format!("{}, three an account are free", plural(dashboards, "dashboard")),
            0.0,
            f64::from(dashboards) * prices.dashboard_month,
        ),
        line("API requests and secrets", secrets, secrets + count * prices.rest_million()),
    ]);
    lines
}

/// What one more environment beside the first costs, since the greater part is shared. Where there are both, dev is
/// the second one.
fn second(prices: &Prices, network: &Network, environments: &[(Environment, Size)]) -> Option<String> {
    let total = |environments: &[(Environment, Size)]| {
        Cost { lines: lines(prices, network, environments), ..Cost::default() }.total()
    };
    let more = |with: &[(Environment, Size)], without: &[(Environment, Size)]| {
        let (with, without) = (total(with), total(without));
        format!("${} to ${}", with.0.saturating_sub(without.0), with.1.saturating_sub(without.1))
    };
    match *environments {
        [first @ (environment, _)] => {
            let other = environment.other();
            let more = more(&[first, (other, Size::usual(other))], &[first]);
            Some(format!("A second environment, {other}, would add {more}."))
        }
        [one, other] => {
            let first = if one.0 == Environment::Dev { other } else { one };
            Some(format!("The second environment adds {} of this.", more(&[one, other], &[first])))
        }
        _ => None,
    }
}

/// Whose prices these are. How far other regions are from them, a test asks of those that are known.
fn source(region: &str, prices: &Prices) -> String {
    if prices.region != region {
        return format!(
            "We have no prices for {region}, so these are AWS's list prices for {BASE} as of {AS_OF}. In most regions \
             a stack costs up to a third more, in the dearest nearly twice as much."
        );
    }
    let requests =
        if prices.knows_requests() { String::new() } else { format!(", for API requests those for {BASE}") };
    format!("These are AWS's list prices for {region} as of {AS_OF}{requests}.")
}

/// What the template makes to look at the environments, counted in the template itself.
struct Watched {
    alarms: u32,
    dashboards: u32,
}

impl Watched {
    fn of(environments: &[(Environment, Size)]) -> Self {
        let environments: Vec<Environment> =
            environments.iter().map(|(environment, _)| *environment).collect();
        let template = super::template_of(&environments);
        let count = |kind: &str| {
            let resources = template["Resources"].as_object().into_iter().flat_map(serde_json::Map::values);
            counted(resources.filter(|resource| resource["Type"] == kind).count())
        };
        Self {
            alarms: count("AWS::CloudWatch::Alarm")
                + count("AWS::ApplicationAutoScaling::ScalingPolicy") * ALARMS_OF_A_SCALING_POLICY,
            dashboards: count("AWS::CloudWatch::Dashboard"),
        }
    }
}

fn counted(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

fn of_tasks(what: &str, task: f64, size: Size) -> CostLine {
    line(what, task * f64::from(size.tasks.min()), task * f64::from(size.tasks.max()))
}

fn plural(count: u32, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn always(what: &str, amount: f64) -> CostLine {
    line(what, amount, amount)
}

fn line(what: &str, from: f64, to: f64) -> CostLine {
    CostLine { what: what.to_owned(), from: dollars(from), to: dollars(to) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand dollars, never negative"
)]
fn dollars(amount: f64) -> u32 {
    amount.round() as u32
}

#[cfg(test)]
mod tests {
    use ipc::{TaskCount, TaskSize};
    use proptest::prelude::*;

    use super::super::prices;
    use super::*;

    const README: &str = include_str!("../../../../README.md");

    fn usual(environments: &[Environment]) -> Vec<(Environment, Size)> {
        environments.iter().map(|&environment| (environment, Size::usual(environment))).collect()
    }

    fn of(region: &str, environments: &[Environment]) -> Cost {
        monthly(region, &Network::default(), &usual(environments))
    }

    fn existing(public: bool) -> Network {
        Network::Existing { vpc: "vpc-1".into(), subnets: vec![], public }
    }

    fn shown(cost: &Cost) -> Vec<(&str, u32, u32)> {
        cost.lines.iter().map(|line| (line.what.as_str(), line.from, line.to)).collect()
    }

    #[test]
    fn production_alone_costs_what_its_parts_cost() {
        let cost = of("us-east-1", &[Environment::Prod]);
        assert_eq!(
            shown(&cost),
            [
                ("Load balancer (shared)", 16, 22),
                ("NAT gateway (shared)", 37, 41),
                ("VPC link (shared)", 0, 0),
                ("Prod: Fargate, 2 to 10 tasks of 1 vCPU and 2 GB", 72, 360),
                ("Logs, up to 10 GB an environment", 0, 5),
                ("8 alarms", 1, 1),
                ("1 dashboard, three an account are free", 0, 3),
                ("API requests and secrets", 0, 4),
            ]
        );
        assert_eq!(cost.total(), (126, 436));
        assert_eq!(
            cost.notes,
            [
                "A second environment, dev, would add $20 to $49.",
                "These are AWS's list prices for us-east-1 as of October 2026.",
            ]
        );
    }

    #[test]
    fn a_second_environment_adds_its_tasks_and_little_else() {
        let (prod, both) =
            (of("us-east-1", &[Environment::Prod]).total(), of("us-east-1", &Environment::ALL));
        assert_eq!((both.total().0 - prod.0, both.total().1 - prod.1), (20, 49));
        assert_eq!(both.notes[0], "The second environment adds $20 to $49 of this.");
        let dev = of("us-east-1", &[Environment::Dev]);
        assert!(dev.notes[0].starts_with("A second environment, prod, would add $"), "{:?}", dev.notes);
    }

    #[test]
    fn no_environment_costs_nothing() {
        assert_eq!(of("us-east-1", &[]), Cost::default());
    }

    #[test]
    fn an_existing_network_has_its_gateway_already() {
        let cost = monthly("us-east-1", &existing(false), &usual(&[Environment::Dev]));
        assert!(!cost.lines.iter().any(|line| line.what.contains("NAT") || line.what.contains("address")));
    }

    #[test]
    fn tasks_with_public_addresses_pay_for_them() {
        let cost = monthly("us-east-1", &existing(true), &usual(&Environment::ALL));
        let addresses: Vec<_> =
            shown(&cost).into_iter().filter(|(what, ..)| what.contains("address")).collect();
        assert_eq!(
            addresses,
            [
                ("Dev: public addresses of 1 to 2 tasks", 4, 7),
                ("Prod: public addresses of 2 to 10 tasks", 7, 37),
            ]
        );
    }

    #[test]
    fn a_region_has_its_own_prices() {
        let tokyo = of("ap-northeast-1", &[Environment::Prod]);
        assert_eq!(
            shown(&tokyo)[..4],
            [
                ("Load balancer (shared)", 18, 24),
                ("NAT gateway (shared)", 49, 55),
                ("VPC link (shared)", 0, 0),
                ("Prod: Fargate, 2 to 10 tasks of 1 vCPU and 2 GB", 90, 450),
            ]
        );
        assert!(tokyo.notes[1].contains("for ap-northeast-1 as of"), "{:?}", tokyo.notes);
    }

    #[test]
    fn a_region_without_prices_says_whose_it_shows() {
        let unknown = of("sa-east-1", &Environment::ALL);
        assert_eq!(unknown.lines, of("us-east-1", &Environment::ALL).lines);
        assert!(unknown.notes[1].starts_with("We have no prices for sa-east-1"), "{:?}", unknown.notes);
    }

    #[test]
    fn a_price_that_stands_in_is_named() {
        let notes = of("eu-north-1", &Environment::ALL).notes;
        assert!(notes[1].ends_with(", for API requests those for us-east-1."), "{notes:?}");
    }

    /// What is said of regions that are not in the table holds for those that are.
    #[test]
    fn a_region_costs_up_to_a_third_more() {
        let base = of(BASE, &Environment::ALL).total();
        for region in prices::regions() {
            let (from, to) = of(region, &Environment::ALL).total();
            assert!(from >= base.0 && to >= base.1, "{region} is cheaper");
            assert!(from * 3 <= base.0 * 4 && to * 3 <= base.1 * 4, "{region}: {from} to {to}");
        }
    }

    #[test]
    fn the_template_has_what_is_watched() {
        let Watched { alarms, dashboards } = Watched::of(&usual(&Environment::ALL));
        assert_eq!((alarms, dashboards), (16, 2));
    }

    /// The estimate of the design that this product follows, for two environments, by the start of our line.
    const DESIGN: [(&str, &str); 4] =
        [("Load", "$23"), ("NAT", "$32"), ("Dev: Fargate", "$15 to $45"), ("Prod: Fargate", "$15 to $45")];

    #[test]
    fn the_readme_shows_these_figures() {
        let range = |(from, to): (u32, u32)| {
            if from == to { format!("${from}") } else { format!("${from} to ${to}") }
        };
        let (prod, both) = (of(BASE, &[Environment::Prod]).total(), of(BASE, &Environment::ALL));
        let mut rows = vec![
            "| a month in us-east-1 | here | the design's estimate |".to_owned(),
            "|---|---|---|".into(),
        ];
        for (what, from, to) in shown(&both) {
            let design =
                DESIGN.iter().find(|(start, _)| what.starts_with(start)).map_or("", |(_, cost)| cost);
            rows.push(format!("| {what} | {} | {design} |", range((from, to))));
        }
        let total = both.total();
        let second = (total.0 - prod.0, total.1 - prod.1);
        rows.push(format!("| **Both environments** | **{}** | **$85 to $145** |", range(total)));
        rows.push(format!("| Prod alone | {} | $70 to $100 |", range(prod)));
        rows.push(format!("| What the second environment adds | {} | $15 to $45 |", range(second)));
        let table = rows.join("\n").replace("|  |", "| |");
        assert!(README.contains(&table), "README.md needs this table:\n{table}");
    }

    fn any_size() -> impl Strategy<Value = Size> {
        let tasks: Vec<TaskSize> = TaskSize::cpus()
            .flat_map(|cpu| {
                TaskSize::memories(cpu).into_iter().map(move |memory| TaskSize::new(cpu, memory).unwrap())
            })
            .collect();
        (proptest::sample::select(tasks), 1_u32..10, 0_u32..80)
            .prop_map(|(task, min, more)| Size { task, tasks: TaskCount::new(min, min + more).unwrap() })
    }

    proptest! {
        #[test]
        fn more_tasks_never_cost_less(
            size in any_size(),
            other in any_size(),
            region in proptest::sample::select(prices::regions().collect::<Vec<_>>()),
            public: bool,
        ) {
            let total = |size: Size| {
                let both = [(Environment::Dev, other), (Environment::Prod, size)];
                let cost = monthly(region, &existing(public), &both);
                for line in &cost.lines {
                    assert!(line.from <= line.to, "{line:?}");
                }
                cost.total()
            };
            let now = total(size);
            let (min, max) = (size.tasks.min(), size.tasks.max());
            let with = |min, max| Size { tasks: TaskCount::new(min, max).unwrap(), ..size };
            let most = total(with(min, max + 1));
            let fewest = total(with(min + 1, max + 1));
            prop_assert!(most.0 == now.0 && most.1 >= now.1);
            prop_assert!(fewest.0 >= now.0 && fewest.1 == most.1);
        }
    }
}
