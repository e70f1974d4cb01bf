//! The npm tool's stack on a stand-in: taken over, it keeps its address, and dev can be added.

use anyhow::{Context, Result};
use engine::cloud::Cloud;
use engine::template::{self, Network, Parameters, STACK_NAME};
use installer_tests::standins::StandIn;
use installer_tests::{networks, stacks};

const KEPT: [&str; 6] = [
    "BenchlingWebhookAPI8A262423",
    "BenchlingWebhookAPIDeploymentStageprod2F5EACF4",
    "BenchlingWebhookAPIproxyBF5BF08A",
    "FargateServiceBenchlingWebhookCluster163F6AB9",
    "FargateServiceContainerLogGroup86AF6CB5",
    "ApiGatewayAccessLogsFB871B4C",
];

#[tokio::test]
async fn the_npm_tools_stack_keeps_its_address_and_takes_dev() -> Result<()> {
    let fakecloud = StandIn::fakecloud().await?;
    let aws = fakecloud.aws().await?;
    let network = networks::existing(&fakecloud).await?;
    let old = stacks::npm_stack(&network)?;
    let given: Parameters = [
        ("QuiltStackARN", "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc"),
        ("BenchlingSecret", "quiltdata/benchling-webhook/default/acme"),
        ("ImageTag", "0.6.2"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let stack = stacks::deploy(&aws, STACK_NAME, &old, given).await?;
    let url = stack.outputs.get("WebhookEndpoint").context("the old stack tells its endpoint")?.clone();
    let before = stacks::physical_ids(&aws, STACK_NAME).await?;

    let deployed = aws.template(STACK_NAME).await?.context("the deployed template")?;
    let read_back = template::network(&deployed).context("the old stack's network")?;
    let public = Network::Existing { vpc: network.vpc, subnets: network.public.to_vec(), public: true };
    assert_eq!(read_back, public);
    let mut given = template::shared_parameters(&read_back, template::holds_log_role(&deployed));
    given.insert("ProdEnabled".into(), "true".into());
    let over = template::template_over(&deployed);
    let stack = stacks::deploy(&aws, STACK_NAME, &over, given.clone()).await?;
    assert_eq!(stack.outputs["WebhookEndpoint"], url.trim_end_matches('/'));
    let after = stacks::physical_ids(&aws, STACK_NAME).await?;
    for id in KEPT {
        assert_eq!(after.get(id), before.get(id), "{id}");
    }
    assert!(
        !after.contains_key("FargateServiceECC8084D") && !after.contains_key("FargateServiceALB51016011")
    );

    given.insert("DevEnabled".into(), "true".into());
    let over = template::template_over(&aws.template(STACK_NAME).await?.context("ours")?);
    stacks::deploy(&aws, STACK_NAME, &over, given).await?;
    let with_dev = stacks::physical_ids(&aws, STACK_NAME).await?;
    assert!(with_dev.contains_key("DevService"));
    assert!(after.iter().all(|(id, physical)| with_dev.get(id) == Some(physical)));
    Ok(())
}
