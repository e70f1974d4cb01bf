//! A stack's events through the progress tree, ten at a time as polls bring them, each time told whole to the window.

use std::sync::Arc;

use engine::clock::SystemClock;
use engine::cloud::StackEvent;
use engine::progress::Board;
use ipc::Timestamp;

use super::{Measured, seconds};

const EVENTS: [u64; 4] = [100, 1_000, 3_000, 10_000];
const A_POLL: usize = 10;
const RESOURCES: u64 = 80;

pub fn measured(runs: usize) -> [Measured; 1] {
    let sizes = EVENTS.map(|count| {
        let events: Vec<StackEvent> = (0..count).map(event).collect();
        let times = (0..runs).map(|_| seconds(|| fold(&events))).collect();
        (count, times)
    });
    [Measured { what: "events of a stack, to the window", sizes: sizes.into() }]
}

fn fold(events: &[StackEvent]) {
    // What the host does with it: JSON for the page.
    let tell = Box::new(|progress: &ipc::progress::Progress| {
        std::hint::black_box(serde_json::to_string(progress).is_ok());
    });
    let board = Board::new("run".into(), Vec::new(), Arc::new(SystemClock), tell);
    for poll in events.chunks(A_POLL) {
        board.fold(poll);
    }
}

fn event(number: u64) -> StackEvent {
    let resource = number % RESOURCES;
    StackEvent {
        id: format!("{number:08x}-1234-5678-9abc-def012345678"),
        at: Timestamp(1_700_000_000_000 + number as i64 * 100),
        logical_id: format!("Resource{resource}"),
        physical_id: Some(format!("resource-{resource}")),
        resource_type: "AWS::SQS::Queue".into(),
        status: if number.is_multiple_of(3) { "UPDATE_COMPLETE" } else { "UPDATE_IN_PROGRESS" }.into(),
        reason: None,
        token: Some("run".into()),
    }
}
