//! The tree of the progress page: resources by group, what needs a look first, with their count.

use ipc::plan::Group;
use ipc::progress::{ResourceProgress, ResourceState};

use super::order::sort_by_key;
use crate::messages::board::runs as texts;
pub use crate::messages::board::runs::group as title;

/// One branch of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub group: Group,
    /// Logical ids of what is not done: failed ones, then those under way, then those that wait.
    pub open: Vec<String>,
    /// Logical ids of what is done, whether it came or went, in the order of its start.
    pub settled: Vec<String>,
    pub failed: usize,
}

impl Branch {
    /// "Shared", "Dev", "Prod".
    pub fn title(&self) -> &'static str {
        title(self.group)
    }

    pub fn finished(&self) -> bool {
        self.open.is_empty()
    }

    /// "12 of 31 done", and what failed.
    pub fn summary(&self) -> String {
        texts::done(self.settled.len(), self.open.len(), self.failed)
    }
}

/// Groups without a resource are left out. Within a rank rows keep the order of their start, and those that have not
/// started the order in which they came.
pub fn branches(resources: &[ResourceProgress]) -> Vec<Branch> {
    [Group::Shared, Group::Dev, Group::Prod]
        .into_iter()
        .filter_map(|group| {
            let mut rows: Vec<_> = resources.iter().filter(|r| r.group == group).collect();
            if rows.is_empty() {
                return None;
            }
            sort_by_key(&mut rows, |r| (rank(r.state), r.started_at.is_none(), r.started_at));
            let failed = rows.iter().filter(|r| r.state == ResourceState::Failed).count();
            let (settled, open): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| settled(r.state));
            let ids = |rows: Vec<&ResourceProgress>| rows.into_iter().map(|r| r.logical_id.clone()).collect();
            Some(Branch { group, open: ids(open), settled: ids(settled), failed })
        })
        .collect()
}

fn rank(state: ResourceState) -> u8 {
    match state {
        ResourceState::Failed => 0,
        state if moving(state) => 1,
        ResourceState::Waiting => 2,
        ResourceState::RolledBack | ResourceState::Cancelled => 3,
        _ => 4,
    }
}

/// Something happens to it at this moment.
pub fn moving(state: ResourceState) -> bool {
    use ResourceState::{Creating, Removing, RollingBack, Updating};
    matches!(state, Creating | Updating | Removing | RollingBack)
}

/// How many of a service's tasks run, while that is of interest: until it is as it should be.
pub fn tasks(resource: &ResourceProgress) -> Option<String> {
    let rollout =
        resource.rollout.filter(|_| moving(resource.state) || resource.state == ResourceState::Failed);
    rollout.map(|rollout| rollout.to_string())
}

/// It is as it should be.
pub fn settled(state: ResourceState) -> bool {
    matches!(state, ResourceState::Done | ResourceState::Removed)
}

/// Its state, for a person. Nothing waits for a deployment that is over.
pub fn word(state: ResourceState, over: bool) -> &'static str {
    if over && state == ResourceState::Waiting { texts::NOT_BEGUN } else { texts::state(state) }
}

/// Its state as one lower-case word, for `data-state`.
pub fn state_name(state: ResourceState) -> &'static str {
    match state {
        ResourceState::Waiting => "waiting",
        ResourceState::Creating => "creating",
        ResourceState::Updating => "updating",
        ResourceState::Removing => "removing",
        ResourceState::Done => "done",
        ResourceState::Removed => "removed",
        ResourceState::Failed => "failed",
        ResourceState::Cancelled => "cancelled",
        ResourceState::RollingBack => "rolling-back",
        ResourceState::RolledBack => "rolled-back",
    }
}

#[cfg(test)]
mod tests {
    use ipc::progress::{RolloutProgress, RolloutState};

    use super::*;
    use crate::board::fixtures::resource;

    #[test]
    fn what_happens_now_comes_first_and_what_is_done_apart() {
        let tree = branches(&[
            resource("Later", Group::Prod, ResourceState::Waiting, None, None),
            resource("Second", Group::Prod, ResourceState::Creating, Some(20), None),
            resource("Network", Group::Shared, ResourceState::Done, Some(1), Some(5)),
            resource("First", Group::Prod, ResourceState::Done, Some(10), Some(15)),
        ]);
        assert_eq!(tree.iter().map(Branch::title).collect::<Vec<_>>(), ["Shared", "Prod"]);
        assert_eq!(tree[1].open, ["Second", "Later"]);
        assert_eq!(tree[1].settled, ["First"]);
        assert!(tree[0].finished() && !tree[1].finished());
    }

    #[test]
    fn a_service_tells_of_its_tasks_until_it_is_done() {
        let rollout = RolloutProgress { desired: 2, running: 1, failed: 3, state: RolloutState::InProgress };
        let service = |state| ResourceProgress {
            rollout: Some(rollout),
            ..resource("Service", Group::Prod, state, Some(1), None)
        };
        assert_eq!(tasks(&service(ResourceState::Creating)).unwrap(), "1 of 2 tasks run, 3 failed");
        assert!(tasks(&service(ResourceState::Failed)).is_some());
        assert_eq!(tasks(&service(ResourceState::Done)), None);
    }

    #[test]
    fn a_branch_counts_what_is_done_and_says_what_failed() {
        let tree = branches(&[
            resource("A", Group::Dev, ResourceState::Done, Some(1), Some(2)),
            resource("B", Group::Dev, ResourceState::Failed, Some(1), Some(3)),
            resource("C", Group::Dev, ResourceState::RollingBack, Some(1), None),
        ]);
        assert_eq!(tree[0].summary(), "1 of 3 done, 1 failed");
        assert_eq!(tree[0].open, ["B", "C"], "a failure is on top");
    }
}
