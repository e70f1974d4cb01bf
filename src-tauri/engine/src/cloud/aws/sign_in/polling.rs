//! How often one may ask whether the person has agreed, by the rules of the OAuth device grant (RFC 8628, 3.5).
//!
//! Between two questions lies the interval that the service named. "Slow down" makes it five seconds longer for good,
//! a question that was not answered doubles it. The code's own end ends the asking, whatever the service says.

use std::time::Duration;

use ipc::Timestamp;

use crate::Clock;

/// Where the service names none.
pub const USUAL_INTERVAL: Duration = Duration::from_secs(5);
const SLOWER: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);

pub enum Answer<T> {
    Pending,
    SlowDown,
    /// Nobody answered, or the service has trouble of its own.
    None,
    Given(T),
}

/// Asks until an answer is given. None where the time ran out before.
pub async fn poll<T, Asked: Future<Output = Answer<T>>>(
    clock: &dyn Clock,
    mut interval: Duration,
    until: Timestamp,
    ask: impl Fn() -> Asked,
) -> Option<T> {
    loop {
        clock.sleep(interval).await;
        if clock.now() >= until {
            return None;
        }
        match ask().await {
            Answer::Given(answer) => return Some(answer),
            Answer::Pending => {}
            Answer::SlowDown => interval += SLOWER,
            Answer::None => interval = (interval * 2).min(LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::clock::StillClock;

    /// The seconds at which it asks, given these answers, and what comes out.
    async fn asked(answers: Vec<Answer<&'static str>>, until: i64) -> (Vec<i64>, Option<&'static str>) {
        let clock = StillClock::at(Timestamp(0));
        let answers = RefCell::new(answers.into_iter());
        let at = RefCell::new(Vec::new());
        let end = poll(&clock, USUAL_INTERVAL, Timestamp(until * 1000), || {
            at.borrow_mut().push(clock.now().0 / 1000);
            std::future::ready(answers.borrow_mut().next().unwrap_or(Answer::Pending))
        })
        .await;
        (at.into_inner(), end)
    }

    #[tokio::test]
    async fn it_asks_at_the_named_pace_until_the_answer_is_there() {
        let answers = vec![Answer::Pending, Answer::Pending, Answer::Given("token")];
        assert_eq!(asked(answers, 600).await, (vec![5, 10, 15], Some("token")));
    }

    #[tokio::test]
    async fn told_to_slow_down_it_stays_slower() {
        let answers = vec![Answer::SlowDown, Answer::Pending, Answer::SlowDown, Answer::Given("token")];
        assert_eq!(asked(answers, 600).await, (vec![5, 15, 25, 40], Some("token")));
    }

    #[tokio::test]
    async fn unanswered_it_backs_off() {
        let answers =
            vec![Answer::None, Answer::None, Answer::None, Answer::None, Answer::None, Answer::Given("t")];
        assert_eq!(asked(answers, 600).await.0, [5, 15, 35, 75, 135, 195]);
    }

    #[tokio::test]
    async fn it_ends_with_the_code() {
        assert_eq!(asked(vec![], 12).await, (vec![5, 10], None));
    }
}
