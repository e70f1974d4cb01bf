//! A running clock, and what to expect of it. Everything is in whole seconds.

use crate::messages::board::runs as texts;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// A running clock: "0:42", "4:12", "1:03:09". Its width changes only when a digit is added.
pub fn stopwatch(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// What to expect of something that usually takes `from` to `to` seconds: "usually 2 to 4 min". Minutes are
/// rounded outwards, since an expectation that is too short is the one that disappoints.
pub fn usual((from, to): (u32, u32)) -> String {
    if to <= 10 {
        return texts::USUALLY_SECONDS.into();
    }
    if to < 90 {
        return if from == to {
            texts::usually_about(to, "s")
        } else {
            texts::usually_between(from, to, "s")
        };
    }
    let (least, most) = (from / 60, to.div_ceil(60));
    match least {
        0 => texts::usually_up_to(most),
        l if l == most => texts::usually_about(most, "min"),
        l => texts::usually_between(l, most, "min"),
    }
}

/// Whether something has run clearly longer than usual: half as long again, and never within ten seconds of it,
/// so that a row does not cry wolf over a rounding.
pub fn overdue(running: u64, (_, to): (u32, u32)) -> bool {
    let to = u64::from(to);
    running > to + (to / 2).max(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopwatch_pads_what_moves() {
        assert_eq!(stopwatch(7), "0:07");
        assert_eq!(stopwatch(252), "4:12");
        assert_eq!(stopwatch(3789), "1:03:09");
    }

    #[test]
    fn an_expectation_is_rounded_outwards() {
        assert_eq!(usual((1, 8)), "usually a few seconds");
        assert_eq!(usual((15, 40)), "usually 15 to 40 s");
        assert_eq!(usual((30, 100)), "usually up to 2 min");
        assert_eq!(usual((130, 230)), "usually 2 to 4 min");
        assert_eq!(usual((60, 60)), "usually about 60 s");
        assert_eq!(usual((180, 180)), "usually about 3 min");
    }

    #[test]
    fn only_what_is_clearly_late_is_called_so() {
        assert!(!overdue(12, (1, 5)));
        assert!(overdue(16, (1, 5)));
        assert!(!overdue(300, (120, 240)));
        assert!(overdue(361, (120, 240)));
    }
}
