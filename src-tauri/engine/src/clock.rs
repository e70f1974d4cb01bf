//! Time as a seam: the hosts pass the real clock, tests one that never waits.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use ipc::Timestamp;

#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    async fn sleep(&self, duration: Duration);
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A clock that stands still until somebody sleeps, and then is at once where the sleep ends.
#[derive(Debug)]
pub struct StillClock(std::sync::atomic::AtomicI64);

impl StillClock {
    pub fn at(now: Timestamp) -> Self {
        Self(now.0.into())
    }
}

#[async_trait]
impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(millis, std::sync::atomic::Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
}

/// RFC 3339 in UTC with milliseconds, as the older tools wrote it: `2025-11-04T12:00:00.000Z`.
pub fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |t| format!("{t:.3}"))
}

pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    text.parse::<jiff::Timestamp>().ok().map(|t| Timestamp(t.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_the_older_tools_wrote_it() {
        assert_eq!(rfc3339(Timestamp(1_762_257_600_000)), "2025-11-04T12:00:00.000Z");
        assert_eq!(parse_rfc3339("2025-11-04T12:00:00.000Z"), Some(Timestamp(1_762_257_600_000)));
    }
}
