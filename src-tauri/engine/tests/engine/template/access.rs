//! Who may reach whom, and who may do what.

use ipc::Environment;
use serde_json::Value;

use super::reading::{Stack, mentions, target};

fn both() -> Stack {
    Stack::with(&[("ProdEnabled", "true"), ("DevEnabled", "true"), ("DevSidecars", "true")])
}

/// Every rule that lets something into a group: (group, source, port).
fn ways_in(stack: &Stack) -> Vec<(String, String, u64)> {
    let source = |rule: &Value| match target(&rule["SourceSecurityGroupId"]) {
        Some(group) => group.to_owned(),
        None => rule["CidrIp"].as_str().unwrap().to_owned(),
    };
    let way = |group: &str, rule: &Value| {
        assert_eq!(rule["FromPort"], rule["ToPort"]);
        (group.to_owned(), source(rule), rule["FromPort"].as_u64().unwrap())
    };
    let mut all = Vec::new();
    for id in stack.of_type("AWS::EC2::SecurityGroup") {
        let rules = stack.properties(id)["SecurityGroupIngress"].as_array().cloned().unwrap_or_default();
        all.extend(rules.iter().map(|rule| way(id, rule)));
    }
    for id in stack.of_type("AWS::EC2::SecurityGroupIngress") {
        let rule = stack.properties(id);
        all.push(way(target(&rule["GroupId"]).unwrap(), rule));
    }
    all.sort();
    all
}

#[test]
fn only_the_vpc_link_reaches_the_load_balancer_and_only_that_reaches_the_tasks() {
    let stack = both();
    let expected = [
        ("LoadBalancerSecurityGroup", "VpcLinkSecurityGroup", 80),
        ("TaskSecurityGroup", "LoadBalancerSecurityGroup", 5000),
        ("TaskSecurityGroup", "LoadBalancerSecurityGroup", 8080),
    ];
    assert_eq!(ways_in(&stack), expected.map(|(a, b, port)| (a.to_owned(), b.to_owned(), port)));

    let groups = |properties: &Value| properties["SecurityGroups"].as_array().unwrap().clone();
    let balancer = stack.properties("LoadBalancer");
    assert_eq!(balancer["Scheme"], "internal");
    assert_eq!(mentions(&groups(balancer).into()), ["LoadBalancerSecurityGroup".to_owned()].into());
    let link = mentions(&stack.properties("VpcLink")["SecurityGroupIds"]);
    assert_eq!(link, ["VpcLinkSecurityGroup".to_owned()].into());
    for service in stack.of_type("AWS::ECS::Service") {
        let network = &stack.properties(service)["NetworkConfiguration"]["AwsvpcConfiguration"];
        assert_eq!(mentions(&groups(network).into()), ["TaskSecurityGroup".to_owned()].into());
        assert_eq!(stack.parameters["AssignPublicIp"], "DISABLED");
    }
}

#[test]
fn every_group_says_what_it_lets_out() {
    // Without a rule of its own EC2 gives a group one that lets everything out.
    let stack = both();
    for id in stack.of_type("AWS::EC2::SecurityGroup") {
        let rules = stack.properties(id)["SecurityGroupEgress"].as_array().unwrap();
        assert!(!rules.is_empty() && rules.iter().all(|rule| rule["IpProtocol"] != "-1"), "{id}");
    }
}

#[test]
fn a_role_names_what_it_may_touch() {
    let stack = both();
    for id in stack.of_type("AWS::IAM::Role") {
        for policy in stack.properties(id)["Policies"].as_array().into_iter().flatten() {
            for statement in policy["PolicyDocument"]["Statement"].as_array().unwrap() {
                let everything = statement["Resource"] == "*";
                assert_eq!(
                    everything,
                    statement["Action"] == "ecr:GetAuthorizationToken",
                    "{id}: {statement}"
                );
                let actions = statement["Action"].to_string();
                assert!(!actions.contains('*'), "{id}: {actions}");
            }
        }
    }
}

#[test]
fn a_task_reads_its_own_secret_and_no_other() {
    let stack = both();
    for environment in Environment::ALL {
        let title = environment.title();
        let role = stack.properties(&format!("{title}TaskRole"));
        let statements = role["Policies"][0]["PolicyDocument"]["Statement"].as_array().unwrap();
        let secrets: Vec<_> =
            statements.iter().filter(|s| s["Action"].to_string().contains("secretsmanager:")).collect();
        let [secret] = secrets[..] else { panic!("{secrets:?}") };
        // Secrets Manager appends a hyphen and six characters.
        let resource = secret["Resource"]["Fn::Sub"].as_str().unwrap();
        assert!(resource.ends_with(&format!(":secret:${{{title}SecretName}}-??????")), "{resource}");
    }
}

#[test]
fn the_subnets_of_a_new_network_do_not_overlap() {
    let stack = both();
    let range = |cidr: &str| {
        let (address, length) = cidr.split_once('/').unwrap();
        let first = u32::from(address.parse::<std::net::Ipv4Addr>().unwrap());
        first..=first + (1_u32 << (32 - length.parse::<u32>().unwrap())) - 1
    };
    let cidr = |id: &str| range(stack.properties(id)["CidrBlock"].as_str().unwrap());
    let whole = cidr("Vpc");
    let mut ranges: Vec<_> = stack.of_type("AWS::EC2::Subnet").into_iter().map(cidr).collect();
    ranges.sort_by_key(|range| *range.start());
    assert_eq!(ranges.len(), 3);
    assert!(ranges.iter().all(|range| whole.contains(range.start()) && whole.contains(range.end())));
    assert!(ranges.windows(2).all(|pair| pair[0].end() < pair[1].start()), "{ranges:?}");
}
