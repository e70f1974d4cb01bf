//! What holds whatever is chosen.

use std::collections::BTreeSet;

use engine::template::{self, Parameters, group_of, parameter_names};
use ipc::Environment;
use ipc::plan::Group;
use proptest::prelude::*;
use serde_json::Value;

use super::reading::{Stack, mentions, target};

/// A value for every parameter: one of those that it takes, its default or another text, a usual number of tasks or
/// one more. The sizes are the usual ones.
fn anything() -> impl Strategy<Value = Parameters> {
    let template = template::template();
    let declared = template["Parameters"].as_object().unwrap();
    let each: Vec<_> = declared
        .iter()
        .map(|(name, declaration)| {
            let values = match (&declaration["AllowedValues"], &declaration["Default"]) {
                (Value::Array(values), _) => {
                    values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
                }
                (_, Value::String(default)) => vec![default.clone(), format!("some-{name}")],
                (_, number) if name.ends_with("Tasks") => {
                    let usual = number.as_u64().unwrap();
                    vec![usual.to_string(), (usual + 1).to_string()]
                }
                (_, number) => vec![number.to_string()],
            };
            (Just(name.clone()), prop::sample::select(values))
        })
        .collect();
    each.prop_map(|given| given.into_iter().collect())
}

fn stack(parameters: &Parameters) -> Stack {
    let given: Vec<_> = parameters.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    Stack::with(&given)
}

/// A number that is written, or the parameter's that is mentioned.
fn number(stack: &Stack, value: &Value) -> u64 {
    match target(value) {
        Some(parameter) => stack.parameters[parameter].parse().unwrap(),
        None => value.as_u64().unwrap(),
    }
}

/// Whether Fargate has tasks of this many CPU units and MiB.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html>
fn fargate_has(cpu: u64, memory: u64) -> bool {
    let (from, to, step) = match cpu {
        256 => return [512, 1024, 2048].contains(&memory),
        512 => (1, 4, 1),
        1024 => (2, 8, 1),
        2048 => (4, 16, 1),
        4096 => (8, 30, 1),
        8192 => (16, 60, 4),
        16384 => (32, 120, 8),
        _ => return false,
    };
    (from..=to).step_by(step).any(|gigabytes| gigabytes * 1024 == memory)
}

proptest! {
    #[test]
    fn whatever_exists_mentions_only_what_exists(parameters in anything()) {
        let stack = stack(&parameters);
        let known = |id: &String| {
            id.starts_with("AWS::") || stack.resources.contains_key(id) || stack.parameters.contains_key(id)
        };
        for (id, body) in stack.resources.iter().chain(&stack.outputs) {
            let lost: Vec<_> = mentions(body).into_iter().filter(|id| !known(id)).collect();
            prop_assert!(lost.is_empty(), "{id} mentions {lost:?}");
        }
    }

    #[test]
    fn nothing_that_one_environment_chooses_changes_the_other(
        before in anything(),
        chosen in anything(),
        environment in prop::sample::select(&Environment::ALL[..]),
    ) {
        let own = parameter_names(environment).into_iter().map(|name| (name.clone(), chosen[&name].clone()));
        let mut after = before.clone();
        after.extend(own);
        let others = |parameters: &Parameters| {
            let Stack { mut resources, .. } = stack(parameters);
            resources.retain(|id, _| group_of(id) == Group::from(environment.other()));
            resources
        };
        prop_assert_eq!(others(&before), others(&after));
    }

    #[test]
    fn a_service_stands_in_the_network_and_is_reached_where_its_image_listens(parameters in anything()) {
        let stack = stack(&parameters);
        let ways: BTreeSet<u64> = stack
            .of_type("AWS::EC2::SecurityGroupEgress")
            .into_iter()
            .map(|id| stack.properties(id)["FromPort"].as_u64().unwrap())
            .collect();
        for id in stack.of_type("AWS::ECS::Service") {
            let service = stack.properties(id);
            let place = &service["NetworkConfiguration"]["AwsvpcConfiguration"];
            let subnets = mentions(&place["Subnets"]);
            if parameters["VpcId"].is_empty() {
                prop_assert_eq!(subnets.len(), 2, "{}: {:?}", id, subnets);
            } else {
                prop_assert_eq!(subnets, ["PrivateSubnetIds".to_owned()].into());
            }
            prop_assert!(!mentions(&place["SecurityGroups"]).is_empty());

            let listens = number(&stack, &service["LoadBalancers"][0]["ContainerPort"]);
            let task = stack.properties(target(&service["TaskDefinition"]).unwrap());
            let port = &task["ContainerDefinitions"][0]["PortMappings"][0]["ContainerPort"];
            prop_assert_eq!(number(&stack, port), listens);
            prop_assert!(ways.contains(&listens), "{listens} is not among {ways:?}");
        }
        for id in stack.of_type("AWS::EC2::Subnet") {
            let zones = ["AvailabilityZone", "AvailabilityZoneId"].map(|key| stack.properties(id).get(key).is_some());
            prop_assert!(zones[0] != zones[1], "{id} has its zone named twice or not at all");
        }
    }

    #[test]
    fn fargate_has_tasks_of_the_usual_sizes_and_scales_them_as_it_is_told(parameters in anything()) {
        let stack = stack(&parameters);
        for environment in Environment::ALL {
            let title = environment.title();
            if parameters[&format!("{title}Enabled")] == "false" {
                continue;
            }
            let task = stack.properties(&format!("{title}TaskDefinition"));
            let (cpu, memory) = (number(&stack, &task["Cpu"]), number(&stack, &task["Memory"]));
            prop_assert!(fargate_has(cpu, memory), "{cpu} units with {memory} MiB");

            let target = stack.properties(&format!("{title}ScalableTarget"));
            let limits = ["MinCapacity", "MaxCapacity"].map(|key| number(&stack, &target[key]));
            let told = ["MinTasks", "MaxTasks"].map(|name| parameters[&format!("{title}{name}")].clone());
            prop_assert_eq!(limits.map(|limit| limit.to_string()), told);
            prop_assert!(1 <= limits[0] && limits[0] <= limits[1], "{limits:?}");
        }
    }
}
