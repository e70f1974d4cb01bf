//! What the dashboard knows: the last status that was seen, whether it is still true, and why not.
//!
//! A poll that fails never takes away what an earlier one found; it makes it stale, and the page greys and dates it.

use std::collections::BTreeMap;

use ipc::status::Status;
use ipc::{Code, Environment, Problem};

use super::samples::Samples;
use crate::messages::board::cards as texts;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    pub status: Option<Status>,
    /// It is from before this page was opened: nothing has answered yet.
    pub remembered: bool,
    /// The first answer takes long.
    pub waited: bool,
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
                self.remembered = false;
                self.status = Some(status);
            }
        }
    }

    /// What was seen before this page was opened, for as long as there is nothing better.
    pub fn remember(&mut self, last: Status) {
        if self.status.is_none() {
            self.status = Some(last);
            self.remembered = true;
        }
    }

    /// There is something to show, and it is no longer sure.
    pub fn stale(&self) -> bool {
        self.status.is_some() && (self.remembered || self.problem.is_some())
    }

    /// There is something to show. What was seen before is not shown for the moment that an answer takes.
    pub fn known(&self) -> bool {
        self.status.is_some() && (!self.remembered || self.waited || self.problem.is_some())
    }

    /// Why nothing can be deployed at this moment, in a sentence; none when the way is free.
    pub fn blocked(&self) -> Option<String> {
        // What was so before may be over long since.
        let stack = self.status.as_ref()?.stack.as_ref().filter(|_| !self.stale());
        if stack.is_some_and(|s| s.busy) {
            return Some(texts::BUSY.into());
        }
        if let Some(stuck) = stack.filter(|s| s.is_stuck()) {
            return Some(texts::stuck(&stuck.state));
        }
        let Some(problem) = &self.problem else {
            return self.remembered.then(|| texts::NO_ANSWER_YET.into());
        };
        Some(match problem.code {
            Code::AwsUnreachable => texts::OFFLINE.into(),
            _ => texts::UNSURE.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use ipc::status::HealthState;

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
    fn what_was_seen_before_shows_only_where_nothing_answers() {
        let mut last = status(Some(deployed("0.18.0", 1, HealthState::Healthy)), None);
        last.stack.as_mut().unwrap().busy = true;
        let mut watch = Watch::default();
        watch.remember(last.clone());
        assert!(!watch.known() && watch.blocked().is_some(), "the answer may come soon");
        watch.saw(Err(offline()));
        assert!(watch.known() && watch.stale());
        assert!(watch.blocked().unwrap().contains("offline"), "busy is what it was then");

        last.stack.as_mut().unwrap().busy = false;
        watch.saw(Ok(last.clone()));
        assert!(watch.known() && !watch.stale());
        watch.remember(status(None, None));
        assert_eq!(watch.status, Some(last));
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
