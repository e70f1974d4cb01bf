//! What the stack costs a month, by line, before a plan is agreed to.
//!
//! Public list prices of us-east-1 as published in 2025; other regions cost up to a third more. A month
//! has 730 hours. A range runs from an idle stack with its fewest tasks to a busy one with its most. Traffic,
//! packages and Athena queries are the Quilt stack's and not counted.
//!
//! | what | price | source |
//! |---|---|---|
//! | Fargate, x86 | $0.04048 a vCPU hour, $0.004445 a GB hour | <https://aws.amazon.com/fargate/pricing/> |
//! | load balancer | $0.0225 an hour, $0.008 a capacity unit hour | <https://aws.amazon.com/elasticloadbalancing/pricing/> |
//! | NAT gateway | $0.045 an hour, $0.045 a GB; its address $0.005 an hour | <https://aws.amazon.com/vpc/pricing/> |
//! | REST API | $3.50 a million requests; a VPC link V2 is free | <https://aws.amazon.com/api-gateway/pricing/> |
//! | logs | $0.50 a GB | <https://aws.amazon.com/cloudwatch/pricing/> |
//! | alarms, dashboards | $0.10 an alarm, $3 a dashboard after the third | the same |
//! | secret | $0.40 | <https://aws.amazon.com/secrets-manager/pricing/> |

use ipc::Environment;
use ipc::plan::CostLine;

use super::{Network, Size};

const HOURS: f64 = 730.0;

/// The lines for a stack with these environments, the shared ones first.
pub fn monthly(network: &Network, environments: &[(Environment, Size)]) -> Vec<CostLine> {
    if environments.is_empty() {
        return Vec::new();
    }
    let balancer = 0.0225 * HOURS;
    let mut lines = vec![line("Load balancer (shared)", balancer, balancer + 0.008 * HOURS)];
    if matches!(network, Network::New { .. }) {
        let gateway = (0.045 + 0.005) * HOURS;
        lines.push(line("NAT gateway (shared)", gateway, gateway + 0.045 * 100.0));
    }
    for &(environment, size) in environments {
        let task =
            HOURS * (0.040_48 * f64::from(size.cpu) / 1024.0 + 0.004_445 * f64::from(size.memory) / 1024.0);
        let tasks = match (size.min, size.max) {
            (1, 1) => "1 task".to_owned(),
            (min, max) if min == max => format!("{min} tasks"),
            (min, max) => format!("{min} to {max} tasks"),
        };
        lines.push(line(
            &format!("{}: Fargate, {tasks}", environment.title()),
            task * f64::from(size.min),
            task * f64::from(size.max),
        ));
    }
    let count = f64::from(u32::try_from(environments.len()).unwrap_or(u32::MAX));
    // Four alarms of ours and four that scaling makes; between nothing and ten GB of logs; a dashboard.
    lines.push(line("Logs, alarms and dashboards", 0.80 * count, (0.80 + 5.0 + 3.0) * count));
    lines.push(line("API requests and secrets", 0.40 * count, (0.40 + 3.50) * count));
    lines
}

fn line(what: &str, from: f64, to: f64) -> CostLine {
    CostLine { what: what.to_owned(), from: dollars(from.floor()), to: dollars(to.ceil()) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand whole dollars")]
fn dollars(whole: f64) -> u32 {
    whole as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(environments: &[Environment]) -> (u32, u32) {
        let sized: Vec<_> = environments.iter().map(|&e| (e, Size::usual(e))).collect();
        ipc::plan::Cost { lines: monthly(&Network::default(), &sized), before: None }.total()
    }

    #[test]
    fn production_alone_costs_what_its_parts_cost() {
        let lines = monthly(&Network::default(), &[(Environment::Prod, Size::usual(Environment::Prod))]);
        let lines: Vec<_> = lines.iter().map(|l| (l.what.as_str(), l.from, l.to)).collect();
        assert_eq!(
            lines,
            [
                ("Load balancer (shared)", 16, 23),
                ("NAT gateway (shared)", 36, 41),
                ("Prod: Fargate, 2 to 10 tasks", 72, 361),
                ("Logs, alarms and dashboards", 0, 9),
                ("API requests and secrets", 0, 4),
            ]
        );
    }

    #[test]
    fn a_second_environment_adds_its_tasks_and_little_else() {
        let (prod, both) = (of(&[Environment::Prod]), of(&Environment::ALL));
        assert_eq!(both.0 - prod.0, 19);
        assert!(both.1 - prod.1 <= 50, "{prod:?} {both:?}");
    }

    #[test]
    fn an_existing_network_has_its_gateway_already() {
        let existing = Network::Existing { vpc: "vpc-1".into(), subnets: vec![], public: false };
        let lines = monthly(&existing, &[(Environment::Dev, Size::usual(Environment::Dev))]);
        assert!(!lines.iter().any(|line| line.what.contains("NAT")));
    }
}
