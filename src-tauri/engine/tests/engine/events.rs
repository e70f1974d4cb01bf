//! What becomes of CloudFormation's own events: counted in the progress, whose newer state can be told from an older
//! one, and kept for whoever asks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::Clock as _;
use engine::clock::{StillClock, SystemClock};
use engine::cloud::StackEvent;
use engine::progress::Board;
use ipc::Timestamp;
use ipc::progress::{Outcome, Progress};

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

#[tokio::test]
async fn of_two_states_the_newer_is_known_at_the_same_moment_too() {
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let kept = told.clone();
    let tell = move |progress: &Progress| kept.lock().unwrap().push(progress.clone());
    let clock = Arc::new(StillClock::at(Timestamp(0)));
    let board = Board::new("run".into(), vec![], clock.clone(), Box::new(tell));
    let asked_first = board.snapshot();
    board.fold(&[event(1)]);
    board.finish(Outcome::Cancelled);

    let told = told.lock().unwrap().clone();
    assert!(asked_first.is_older_than(&told[0]) && told[0].is_older_than(&told[1]));
    clock.sleep(Duration::from_secs(60)).await;
    assert_eq!(board.snapshot(), told[1], "what has ended is as it was at its end");
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
