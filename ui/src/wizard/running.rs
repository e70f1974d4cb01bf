//! How one environment runs: the size of its tasks, how many there are, and who may call it. Texts, as they are typed
//! and chosen.

use ipc::size::{gigabytes, vcpu};
use ipc::{AllowList, Environment, InvalidName, Profile, TaskCount, TaskSize};
use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::messages::wizard as words;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Running {
    pub cpu: String,
    pub memory: String,
    pub min_tasks: String,
    pub max_tasks: String,
    pub allow_list: String,
}

impl Default for Running {
    fn default() -> Self {
        Self::usual(Environment::Prod)
    }
}

impl Running {
    pub fn usual(environment: Environment) -> Self {
        Self::from(TaskSize::usual(environment), TaskCount::usual(environment), String::new())
    }

    pub fn of(profile: &Profile, environment: Environment) -> Self {
        Self::from(
            profile.task_size.unwrap_or(TaskSize::usual(environment)),
            profile.task_count.unwrap_or(TaskCount::usual(environment)),
            profile.webhook_allow_list.clone(),
        )
    }

    fn from(size: TaskSize, count: TaskCount, allow_list: String) -> Self {
        Self {
            cpu: size.cpu().to_string(),
            memory: size.memory().to_string(),
            min_tasks: count.min().to_string(),
            max_tasks: count.max().to_string(),
            allow_list,
        }
    }

    pub fn task_size(&self) -> Result<TaskSize, InvalidName> {
        format!("{}/{}", self.cpu, self.memory).parse()
    }

    pub fn task_count(&self) -> Result<TaskCount, InvalidName> {
        format!("{}-{}", self.min_tasks, self.max_tasks).parse()
    }

    pub fn text(&self, key: Key) -> &str {
        match key {
            Key::Cpu(_) => &self.cpu,
            Key::Memory(_) => &self.memory,
            Key::MinTasks(_) => &self.min_tasks,
            Key::MaxTasks(_) => &self.max_tasks,
            _ => &self.allow_list,
        }
    }

    pub fn put(&mut self, key: Key, text: String) {
        match key {
            Key::Cpu(_) => {
                self.cpu = text;
                self.fit_memory();
            }
            Key::Memory(_) => self.memory = text,
            Key::MinTasks(_) => self.min_tasks = text,
            Key::MaxTasks(_) => self.max_tasks = text,
            _ => self.allow_list = text,
        }
    }

    /// The memory that another CPU allows, as near to the present one as it can be.
    fn fit_memory(&mut self) {
        let now = self.memory.parse().unwrap_or(0);
        let allowed = self.memories();
        let fitting = allowed.iter().find(|memory| **memory >= now).or(allowed.last());
        if let Some(memory) = fitting {
            self.memory = memory.to_string();
        }
    }

    fn memories(&self) -> Vec<u32> {
        self.cpu.parse().map(TaskSize::memories).unwrap_or_default()
    }

    /// To choose from: the value and the words for it.
    pub fn cpu_choices() -> Vec<(String, String)> {
        TaskSize::cpus().map(|cpu| (cpu.to_string(), vcpu(cpu))).collect()
    }

    pub fn memory_choices(&self) -> Vec<(String, String)> {
        self.memories().into_iter().map(|memory| (memory.to_string(), gigabytes(memory))).collect()
    }

    pub fn error(&self, key: Key) -> Option<InvalidName> {
        match key {
            Key::Cpu(_) | Key::Memory(_) => self.task_size().err(),
            Key::MinTasks(_) => format!("{0}-{0}", self.min_tasks).parse::<TaskCount>().err(),
            // What is wrong with the fewest is told there.
            Key::MaxTasks(environment) if self.error(Key::MinTasks(environment)).is_none() => {
                self.task_count().err()
            }
            Key::AllowList(_) => self.allow_list.parse::<AllowList>().err(),
            _ => None,
        }
    }

    /// "1 vCPU, 2 GB, 2 to 10 tasks"; what can't be is told beside its field.
    pub fn size_in_words(&self) -> String {
        match (self.task_size(), self.task_count()) {
            (Ok(size), Ok(count)) => words::size_summary(&size.in_words(), &count.in_words()),
            _ => words::NOT_RIGHT_YET.into(),
        }
    }

    pub fn access_in_words(&self) -> String {
        match self.allow_list.parse::<AllowList>() {
            Ok(list) if list.is_open() => words::OPEN_TO_ALL.into(),
            Ok(list) => words::only_from(list.count()),
            Err(_) => words::NOT_RIGHT_YET.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_cpu_takes_the_memory_that_goes_with_it() {
        let mut running = Running::usual(Environment::Prod);
        let cpu = Key::Cpu(Environment::Prod);
        running.put(cpu, "4096".into());
        assert_eq!(running.memory, "8192");
        running.put(cpu, "256".into());
        assert_eq!(running.memory, "2048");
        assert!(running.task_size().is_ok());
        assert_eq!(running.size_in_words(), "0.25 vCPU, 2 GB, 2 to 10 tasks");
    }

    #[test]
    fn a_wrong_number_of_tasks_is_told_once_beside_its_field() {
        let (fewest, most) = (Key::MinTasks(Environment::Dev), Key::MaxTasks(Environment::Dev));
        let mut running = Running::usual(Environment::Dev);
        running.put(fewest, "5".into());
        assert_eq!(running.error(fewest), None);
        assert!(running.error(most).unwrap().0.contains("fewer than the fewest"));
        running.put(fewest, "none".into());
        assert!(running.error(fewest).is_some() && running.error(most).is_none());
    }

    #[test]
    fn who_may_call_is_told_in_a_few_words() {
        let mut running = Running::default();
        assert_eq!(running.access_in_words(), "Anybody may call; webhooks are signed");
        running.allow_list = "203.0.113.0/24, 198.51.100.7".into();
        assert_eq!(running.access_in_words(), "Only from 2 addresses or blocks");
    }
}
