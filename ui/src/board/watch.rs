//! What the dashboard knows: the last status that was seen, whether it is still true, and why not.
//!
//! A poll that fails never takes away what an earlier one found; it makes it stale, and the page greys and dates it.

use std::collections::BTreeMap;

use ipc::status::{HealthState, Status};
use ipc::{Code, Environment, Problem};

use super::samples::Samples;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    pub status: Option<Status>,
    /// Why the last poll failed; none after a good one.
    pub problem: Option<Problem>,
    pub samples: BTreeMap<Environment, Samples>,
}

impl Watch {
    pub fn saw(&mut self, answer: Result<Status, Problem>) {
        match answer {
            Err(problem) => self.problem = Some(problem),
            Ok(status) => {
                for e in &status.environments {
                    match &e.deployed {
                        Some(d) => self.samples.entry(e.environment).or_default().push(d.health.latency_ms),
                        None => drop(self.samples.remove(&e.environment)),
                    }
                }
                self.problem = None;
                self.status = Some(status);
            }
        }
    }

    /// There is something to show, and it is no longer sure.
    pub fn stale(&self) -> bool {
        self.status.is_some() && self.problem.is_some()
    }

    /// Why nothing can be deployed at this moment, in a sentence; none when the way is free.
    pub fn blocked(&self) -> Option<String> {
        if self.status.as_ref()?.stack.as_ref().is_some_and(|s| s.busy) {
            return Some("Another deployment is running. You can go on when it has ended.".into());
        }
        if let Some(stuck) = self.status.as_ref()?.stack.as_ref().filter(|s| s.is_stuck()) {
            return Some(format!(
                "The stack takes no deployment as it is ({}). There is a way out.",
                stuck.state
            ));
        }
        let problem = self.problem.as_ref()?;
        Some(match problem.code {
            Code::AwsUnreachable => "You are offline. These are the last known values.".into(),
            _ => "These are the last known values. Solve the problem above first.".into(),
        })
    }
}

/// The word beside the icon.
pub fn health_word(state: HealthState) -> &'static str {
    match state {
        HealthState::Healthy => "Healthy",
        HealthState::Degraded => "Degraded",
        HealthState::Starting => "Starting",
        HealthState::Unhealthy => "Not healthy",
        HealthState::Refused => "Can't see from here",
        HealthState::Unknown => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::fixtures::{deployed, status};

    fn offline() -> Problem {
        Problem::new(Code::AwsUnreachable, "AWS can't be reached.", "Check the network.")
    }

    #[test]
    fn a_failed_poll_keeps_what_was_known_and_dates_it() {
        let mut watch = Watch::default();
        watch.saw(Err(offline()));
        assert!(!watch.stale() && watch.blocked().is_none(), "there is nothing to be stale yet");

        watch.saw(Ok(status(Some(deployed("0.18.0", 1, HealthState::Healthy)), None)));
        assert!(!watch.stale() && watch.blocked().is_none());

        watch.saw(Err(offline()));
        assert!(watch.stale() && watch.status.is_some());
        assert!(watch.blocked().unwrap().contains("offline"));
    }

    #[test]
    fn a_busy_stack_blocks_deployments() {
        let mut busy = status(None, None);
        busy.stack.as_mut().unwrap().busy = true;
        let mut watch = Watch::default();
        watch.saw(Ok(busy));
        assert!(watch.blocked().unwrap().contains("Another deployment"));
    }

    #[test]
    fn samples_of_an_environment_that_went_away_are_forgotten() {
        let mut watch = Watch::default();
        watch.saw(Ok(status(Some(deployed("0.18.0", 1, HealthState::Healthy)), None)));
        assert!(watch.samples.contains_key(&Environment::Dev));
        watch.saw(Ok(status(None, None)));
        assert!(watch.samples.is_empty());
    }
}
