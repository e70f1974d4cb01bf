//! What becomes of CloudFormation's own events: counted in the progress, kept for whoever asks.

use std::sync::{Arc, Mutex};

use engine::clock::SystemClock;
use engine::cloud::StackEvent;
use engine::progress::Board;
use ipc::Timestamp;
use ipc::progress::Progress;

fn event(number: usize) -> StackEvent {
    StackEvent {
        id: format!("event-{number}"),
        at: Timestamp(number as i64),
        logical_id: format!("Resource{}", number % 50),
        physical_id: None,
        resource_type: "AWS::SQS::Queue".into(),
        status: "UPDATE_IN_PROGRESS".into(),
        reason: None,
        token: None,
    }
}

#[test]
fn thousands_make_the_progress_no_longer_and_can_all_be_had() {
    let told: Arc<Mutex<Vec<usize>>> = Arc::default();
    let lengths = told.clone();
    let tell = move |progress: &Progress| {
        lengths.lock().unwrap().push(serde_json::to_string(progress).unwrap().len());
    };
    let board = Board::new("run".into(), vec![], Arc::new(SystemClock), Box::new(tell));
    let events: Vec<StackEvent> = (0..5_000).map(event).collect();
    for poll in events.chunks(10) {
        board.fold(poll);
        // A poll may bring what another has brought.
        board.fold(poll);
    }

    let told = told.lock().unwrap();
    assert_eq!(told.len(), 500, "nobody is told what is known");
    // From the hundredth event on each resource is known; what may differ then are digits.
    assert!(told[499] < told[9] + 1_000, "{} bytes became {}", told[9], told[499]);
    assert_eq!(board.snapshot().events, 5_000);
    let ids = |events: &mut dyn Iterator<Item = String>| events.collect::<Vec<_>>();
    let kept = ids(&mut board.events().into_iter().map(|event| event.id));
    assert_eq!(kept, ids(&mut events.into_iter().map(|event| event.id)));
}
