//! How much one environment may use: what each task has, and how many tasks there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Environment, InvalidName};

/// CPU units (1024 to a vCPU), and the MiB that a task of them can have: from, to, in steps of.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html>
const FARGATE: [(u32, u32, u32, u32); 7] = [
    // AWS names 512, 1024 and 2048 here, which are no even steps.
    (256, 512, 2048, 512),
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16_384, 1024),
    (4096, 8192, 30_720, 1024),
    (8192, 16_384, 61_440, 4096),
    (16_384, 32_768, 122_880, 8192),
];

/// CPU and memory of each task, one of the pairs that Fargate has: `1024/2048` are 1 vCPU and 2 GB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskSize {
    cpu: u32,
    memory: u32,
}

impl TaskSize {
    /// CPU units, 1024 to a vCPU, and MiB.
    pub fn new(cpu: u32, memory: u32) -> Result<Self, InvalidName> {
        if Self::memories(cpu).contains(&memory) {
            return Ok(Self { cpu, memory });
        }
        Err(InvalidName(match FARGATE.iter().find(|row| row.0 == cpu) {
            Some((_, from, to, _)) => format!(
                "Fargate has {} with {} to {}, not with {memory} MiB.",
                vcpu(cpu),
                gigabytes(*from),
                gigabytes(*to)
            ),
            None => {
                let known: Vec<String> = Self::cpus().map(|cpu| cpu.to_string()).collect();
                format!("Fargate has tasks of {} CPU units, not of {cpu}.", known.join(", "))
            }
        }))
    }

    /// What an environment has unless told otherwise.
    pub fn usual(environment: Environment) -> Self {
        match environment {
            Environment::Dev => Self { cpu: 512, memory: 1024 },
            Environment::Prod => Self { cpu: 1024, memory: 2048 },
        }
    }

    /// CPU units to choose from.
    pub fn cpus() -> impl Iterator<Item = u32> {
        FARGATE.iter().map(|row| row.0)
    }

    /// The MiB that go with this many CPU units; none where Fargate has no such task.
    pub fn memories(cpu: u32) -> Vec<u32> {
        let row = FARGATE.iter().find(|row| row.0 == cpu);
        row.into_iter()
            .flat_map(|&(cpu, from, to, step)| {
                (from..=to).step_by(step as usize).filter(move |memory| cpu > 256 || *memory != 1536)
            })
            .collect()
    }

    pub fn cpu(self) -> u32 {
        self.cpu
    }

    /// MiB.
    pub fn memory(self) -> u32 {
        self.memory
    }

    /// `1 vCPU, 2 GB`
    pub fn in_words(self) -> String {
        format!("{}, {}", vcpu(self.cpu), gigabytes(self.memory))
    }
}

/// `0.5 vCPU`
pub fn vcpu(units: u32) -> String {
    format!("{} vCPU", of_1024(units))
}

/// `0.5 GB`
pub fn gigabytes(mebibytes: u32) -> String {
    format!("{} GB", of_1024(mebibytes))
}

/// Quarters are all that Fargate has; numbers with a point are much code for the page.
fn of_1024(units: u32) -> String {
    let quarter = match units % 1024 / 256 {
        1 => ".25",
        2 => ".5",
        3 => ".75",
        _ => "",
    };
    format!("{}{quarter}", units / 1024)
}

impl FromStr for TaskSize {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let numbers = text
            .split_once('/')
            .and_then(|(cpu, memory)| Some((cpu.trim().parse().ok()?, memory.trim().parse().ok()?)));
        match numbers {
            Some((cpu, memory)) => Self::new(cpu, memory),
            None => Err(InvalidName("A task's size is its CPU units and MiB, such as 1024/2048.".into())),
        }
    }
}

impl fmt::Display for TaskSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.cpu, self.memory)
    }
}

/// Fewest and most tasks: `2-10`. Between them scaling decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskCount {
    min: u32,
    max: u32,
}

impl TaskCount {
    /// More is a mistake: a thousand scientists don't keep ten busy.
    pub const MOST: u32 = 100;

    pub fn new(min: u32, max: u32) -> Result<Self, InvalidName> {
        let wrong = |why: String| Err(InvalidName(why));
        match (min, max) {
            (0, _) => wrong("At least one task has to run, or webhooks are lost.".into()),
            (min, max) if min > max => {
                wrong(format!("The most tasks can't be fewer than the fewest, {min}."))
            }
            (_, max) if max > Self::MOST => wrong(format!("More than {} tasks are not needed.", Self::MOST)),
            (min, max) => Ok(Self { min, max }),
        }
    }

    /// What an environment has unless told otherwise.
    pub fn usual(environment: Environment) -> Self {
        match environment {
            Environment::Dev => Self { min: 1, max: 2 },
            Environment::Prod => Self { min: 2, max: 10 },
        }
    }

    pub fn min(self) -> u32 {
        self.min
    }

    pub fn max(self) -> u32 {
        self.max
    }

    /// `1 task`, `2 to 10 tasks`
    pub fn in_words(self) -> String {
        match (self.min, self.max) {
            (1, 1) => "1 task".into(),
            (min, max) if min == max => format!("{max} tasks"),
            (min, max) => format!("{min} to {max} tasks"),
        }
    }
}

impl FromStr for TaskCount {
    type Err = InvalidName;
    /// `2-10`, or `3` for always three.
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (min, max) = text.split_once('-').unwrap_or((text, text));
        match (min.trim().parse(), max.trim().parse()) {
            (Ok(min), Ok(max)) => Self::new(min, max),
            _ => Err(InvalidName("The number of tasks is the fewest and the most, such as 2-10.".into())),
        }
    }
}

impl fmt::Display for TaskCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.min, self.max)
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {
        $(
            impl TryFrom<String> for $name {
                type Error = InvalidName;
                fn try_from(text: String) -> Result<Self, InvalidName> {
                    text.parse()
                }
            }

            impl From<$name> for String {
                fn from(value: $name) -> Self {
                    value.to_string()
                }
            }
        )*
    };
}
as_text!(TaskSize, TaskCount);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_that_fargate_has_are_a_size() {
        for good in ["256/512", "256/2048", "512/1024", "1024/8192", "4096/30720", "16384/122880"] {
            assert_eq!(good.parse::<TaskSize>().map(|size| size.to_string()), Ok(good.to_owned()));
        }
        for wrong in
            ["256/1536", "256/4096", "512/512", "1024/2000", "1000/2048", "8192/20000", "1024", "a/b"]
        {
            assert!(wrong.parse::<TaskSize>().is_err(), "{wrong}");
        }
        assert_eq!(
            TaskSize::new(512, 8192).unwrap_err().0,
            "Fargate has 0.5 vCPU with 1 GB to 4 GB, not with 8192 MiB."
        );
        for cpu in TaskSize::cpus() {
            for memory in TaskSize::memories(cpu) {
                assert!(TaskSize::new(cpu, memory).is_ok());
            }
        }
    }

    #[test]
    fn the_fewest_tasks_come_first_and_are_at_least_one() {
        let words = |text: &str| text.parse::<TaskCount>().map(TaskCount::in_words);
        assert_eq!(words("2-10"), Ok("2 to 10 tasks".into()));
        assert_eq!(words(" 3 "), Ok("3 tasks".into()));
        assert_eq!(words("1-1"), Ok("1 task".into()));
        for wrong in ["0-2", "3-2", "1-101", "", "-", "two", "1-", "1-2-3"] {
            assert!(words(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_usual_ones_are_possible() {
        for environment in Environment::ALL {
            let (size, count) = (TaskSize::usual(environment), TaskCount::usual(environment));
            assert_eq!(size.to_string().parse(), Ok(size));
            assert_eq!(count.to_string().parse(), Ok(count));
        }
        assert_eq!(TaskSize::usual(Environment::Prod).in_words(), "1 vCPU, 2 GB");
    }
}
