//! What is told of each check, in the order in which they were made.

use ipc::check::{Check, CheckOutcome};

use crate::Result;

#[derive(Default)]
pub(super) struct Report {
    pub(super) checks: Vec<Check>,
}

impl Report {
    pub(super) fn add(&mut self, title: impl Into<String>, result: Result<String>) {
        let outcome = match result {
            Ok(detail) => CheckOutcome::Passed { detail },
            Err(problem) => CheckOutcome::Failed { problem },
        };
        self.checks.push(Check { title: title.into(), outcome });
    }

    /// A value of the profile, told only where it is wrong.
    pub(super) fn value<T>(
        &mut self,
        title: String,
        value: std::result::Result<T, ipc::InvalidName>,
    ) -> Option<T> {
        value.map_err(|why| self.add(title, Err(why.into()))).ok()
    }

    /// Told only where something is missing.
    pub(super) fn complete(&mut self, title: String, result: Result<()>) -> bool {
        result.map_err(|problem| self.add(title, Err(problem))).is_ok()
    }

    pub(super) fn attention(&mut self, title: impl Into<String>, detail: String) {
        self.checks.push(Check { title: title.into(), outcome: CheckOutcome::Attention { detail } });
    }

    pub(super) fn skip(&mut self, title: impl Into<String>) {
        let detail = "Not checked, since an earlier check failed.".into();
        self.checks.push(Check { title: title.into(), outcome: CheckOutcome::Skipped { detail } });
    }
}
