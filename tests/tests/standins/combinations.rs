//! Every combination of the template, made and taken away again by a stand-in.

use std::collections::BTreeMap;

use anyhow::Result;
use engine::cloud::Cloud;
use engine::cloud::aws::Aws;
use engine::template::{self, Network, Parameters, STACK_NAME, group_of};
use installer_tests::standins::StandIn;
use installer_tests::{networks, stacks};
use ipc::Environment;
use ipc::plan::Group;

/// One image of each contract.
const VERSIONS: [&str; 3] = ["0.6.2", "0.17.1", "0.18.0"];

fn parameters(network: &Network, environments: &[(Environment, &str)]) -> Parameters {
    let mut all = template::shared_parameters(network, true);
    for (environment, version) in environments {
        all.extend(template::parameters(&stacks::settings(*environment, version), &BTreeMap::new()));
    }
    all
}

/// What the account has that a stack of ours could leave behind. Logs are meant to stay.
async fn left_behind(stand_in: &StandIn) -> Result<Vec<String>> {
    let config = stand_in.sdk_config().await;
    let elb = aws_sdk_elasticloadbalancingv2::Client::new(&config);
    let mut left: Vec<String> = Vec::new();
    let balancers = elb.describe_load_balancers().send().await?;
    left.extend(
        balancers.load_balancers().iter().filter_map(|one| one.load_balancer_arn().map(str::to_owned)),
    );
    let groups = elb.describe_target_groups().send().await?;
    left.extend(groups.target_groups().iter().filter_map(|one| one.target_group_arn().map(str::to_owned)));
    let clusters = aws_sdk_ecs::Client::new(&config).list_clusters().send().await?;
    left.extend(clusters.cluster_arns().to_vec());
    let apis = aws_sdk_apigateway::Client::new(&config).get_rest_apis().send().await?;
    left.extend(apis.items().iter().filter_map(|api| api.id().map(str::to_owned)));
    Ok(left)
}

#[tokio::test]
async fn every_combination_is_made_and_leaves_nothing() -> Result<()> {
    let fakecloud = StandIn::fakecloud().await?;
    let aws = fakecloud.aws().await?;
    let existing = networks::existing(&fakecloud).await?;
    let existing = Network::Existing { vpc: existing.vpc, subnets: existing.private.to_vec(), public: false };
    let before = left_behind(&fakecloud).await?;
    for network in [Network::default(), existing] {
        for version in VERSIONS {
            for environments in [&[Environment::Prod][..], &[Environment::Dev], &Environment::ALL] {
                let chosen: Vec<_> = environments.iter().map(|environment| (*environment, version)).collect();
                let given = parameters(&network, &chosen);
                let stack = stacks::deploy(&aws, STACK_NAME, &template::template(), given).await?;
                for environment in Environment::ALL {
                    assert_eq!(stack.endpoint(environment).is_some(), environments.contains(&environment));
                }
                let vpc = stacks::physical_ids(&aws, STACK_NAME).await?.remove("Vpc");
                assert_eq!(vpc.is_some(), network == Network::default());
                stacks::delete(&fakecloud, STACK_NAME).await?;
                assert_eq!(left_behind(&fakecloud).await?, before, "{network:?} {chosen:?}");
                if let Some(vpc) = vpc {
                    assert_eq!(aws.subnets(&vpc).await?, [], "{chosen:?}");
                }
            }
        }
    }
    Ok(())
}

/// The physical ids of what belongs to prod or to both.
async fn prods(aws: &Aws) -> Result<BTreeMap<String, String>> {
    let mut all = stacks::physical_ids(aws, STACK_NAME).await?;
    all.retain(|id, _| group_of(id) != Group::Dev);
    Ok(all)
}

#[tokio::test]
async fn dev_comes_changes_and_goes_and_prod_stays_as_it_was() -> Result<()> {
    let fakecloud = StandIn::fakecloud().await?;
    let aws = fakecloud.aws().await?;
    let prod = (Environment::Prod, "0.6.2");
    let deploy = |environments: Vec<(Environment, &'static str)>, enabled: bool| {
        let mut given = parameters(&Network::default(), &environments);
        if !enabled {
            given.insert("DevEnabled".into(), "false".into());
        }
        let aws = &aws;
        async move { stacks::deploy(aws, STACK_NAME, &template::template(), given).await }
    };
    deploy(vec![prod], true).await?;
    let before = prods(&aws).await?;
    assert!(before.len() > 40, "{before:?}");
    for (dev, enabled) in [("0.17.1", true), ("0.18.0", true), ("0.18.0", false)] {
        deploy(vec![prod, (Environment::Dev, dev)], enabled).await?;
        assert_eq!(prods(&aws).await?, before, "dev {dev}, {enabled}");
        let devs = stacks::physical_ids(&aws, STACK_NAME).await?;
        assert_eq!(devs.keys().any(|id| group_of(id) == Group::Dev), enabled);
    }
    Ok(())
}
