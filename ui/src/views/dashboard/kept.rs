//! The latency samples, kept while the dashboard is not shown, so that its lines go on where they were. The status
//! itself is asked for anew: after a deployment the old one would be wrong for a moment.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ipc::Environment;
use ipc::bridge::Mode;

use crate::board::samples::Samples;

type ByEnvironment = BTreeMap<Environment, Samples>;

thread_local! {
    static KEPT: RefCell<(Mode, ByEnvironment)> = RefCell::default();
}

/// What was seen in this mode; a rehearsal's samples say nothing about AWS.
pub fn samples(mode: Mode) -> ByEnvironment {
    KEPT.with_borrow(|(of, samples)| if *of == mode { samples.clone() } else { ByEnvironment::new() })
}

pub fn keep(mode: Mode, samples: &ByEnvironment) {
    KEPT.set((mode, samples.clone()));
}
