//! The last latencies of an environment, and the line that is drawn through them.

use std::collections::VecDeque;

use crate::messages::board::cards as texts;

/// At one sample every 30 seconds, the last twelve minutes.
const KEPT: usize = 24;

/// Latencies in milliseconds, oldest first; none where a poll got no answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples(VecDeque<Option<u64>>);

impl Samples {
    pub fn push(&mut self, latency_ms: Option<u64>) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(latency_ms);
    }

    /// Points of a polyline per unbroken run of answers, in a box of `width` by `height`; the newest sample is at
    /// the right edge. Nothing with fewer than two answers. The scale starts at zero, so that a flat line is a
    /// calm one whatever its value, and never zooms into a difference of a few milliseconds.
    pub fn lines(&self, width: f64, height: f64) -> Vec<Vec<(f64, f64)>> {
        let answered = self.0.iter().flatten().count();
        let Some(most) = self.0.iter().flatten().max().filter(|_| answered > 1) else {
            return Vec::new();
        };
        let top = (*most as f64 * 1.2).max(1.0);
        let step = width / (KEPT - 1) as f64;
        let first = width - step * (self.0.len() - 1) as f64;
        let mut lines = vec![Vec::new()];
        for (n, sample) in self.0.iter().enumerate() {
            match sample {
                Some(ms) => {
                    let point = (first + step * n as f64, height - *ms as f64 / top * height);
                    lines.last_mut().unwrap_or_else(|| unreachable!("starts with one")).push(point);
                }
                None => lines.push(Vec::new()),
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// "88 to 142 ms over the last 12 checks": what the line says, for those who can't see it.
    pub fn in_words(&self) -> Option<String> {
        let answers: Vec<u64> = self.0.iter().flatten().copied().collect();
        let (least, most) = (answers.iter().min()?, answers.iter().max()?);
        (answers.len() > 1).then(|| texts::latencies(*least, *most, self.0.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(of: &[Option<u64>]) -> Samples {
        let mut samples = Samples::default();
        of.iter().for_each(|s| samples.push(*s));
        samples
    }

    #[test]
    fn the_line_stays_inside_its_box_and_ends_at_the_right_edge() {
        let line = &samples(&[Some(80), Some(160), Some(120)]).lines(70.0, 20.0)[0];
        assert!(line.iter().all(|(x, y)| (0.0..=70.0).contains(x) && (0.0..=20.0).contains(y)));
        assert_eq!(line[2].0, 70.0);
        assert!(line[1].1 < line[0].1, "a longer answer is higher");
    }

    #[test]
    fn an_unanswered_check_breaks_the_line() {
        assert_eq!(samples(&[Some(80), None, Some(90), Some(95)]).lines(70.0, 20.0).len(), 2);
        assert!(samples(&[Some(80)]).lines(70.0, 20.0).is_empty());
        assert!(samples(&[None, None]).lines(70.0, 20.0).is_empty());
    }

    #[test]
    fn old_samples_make_room() {
        let mut full = Samples::default();
        (0..100).for_each(|n| full.push(Some(n)));
        assert_eq!(full.in_words().unwrap(), format!("76 to 99 ms over the last {KEPT} checks"));
        assert_eq!(full.lines(70.0, 20.0)[0][0].0, 0.0);
    }
}
