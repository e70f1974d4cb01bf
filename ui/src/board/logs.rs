//! The lines of a log that the page holds: at most [`KEPT`], oldest first, each with a number of its own.
//!
//! What is new is asked for from a minute before the newest line, since a line can arrive later than one that was
//! written after it. The answer takes the place of the lines of that minute; those that are the same keep their
//! numbers, so that nothing is drawn anew and a selection stays.

use ipc::Timestamp;
use ipc::bridge::LogRow;

/// As many as the host gives at once.
pub const KEPT: usize = 1000;
const LATE_MS: i64 = 60_000;
/// The spans that can be chosen, in milliseconds: 15 minutes, an hour, a day, 30 days.
pub const SPANS: [i64; 4] = [900_000, 3_600_000, 86_400_000, 2_592_000_000];

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub number: u64,
    pub row: LogRow,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    lines: Vec<Line>,
    next: u64,
}

impl Lines {
    pub fn iter(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// From when to ask for what is new; none where there is nothing yet.
    pub fn ask_from(&self) -> Option<Timestamp> {
        self.lines.last().map(|line| Timestamp(line.row.at.0 - LATE_MS))
    }

    /// Takes the answer to what was asked for from then on. A full one may have left older lines out: then only what
    /// it has is sure.
    pub fn take(&mut self, from: Timestamp, rows: Vec<LogRow>) {
        let from = match rows.first() {
            Some(first) if rows.len() >= KEPT => first.at,
            _ => from,
        };
        let overlap = self.lines.iter().position(|line| line.row.at >= from).unwrap_or(self.lines.len());
        let same =
            self.lines[overlap..].iter().zip(&rows).take_while(|(line, row)| line.row == **row).count();
        self.lines.truncate(overlap + same);
        for row in rows.into_iter().skip(same) {
            self.lines.push(Line { number: self.next, row });
            self.next += 1;
        }
        let older = self.lines.len().saturating_sub(KEPT);
        self.lines.drain(..older);
    }
}

/// How grave a line is, by a level that stands in it as a word of its own, near its beginning.
pub fn level(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).take(12);
    words.filter_map(of_word).next()
}

fn of_word(word: &str) -> Option<&'static str> {
    // A level stands in capitals, or in lower case as a value of JSON; "Error" is a name more often than a level.
    match word {
        "ERROR" | "CRITICAL" | "FATAL" | "error" | "critical" | "fatal" | "Traceback" => Some("error"),
        "WARNING" | "WARN" | "warning" | "warn" => Some("warning"),
        "DEBUG" | "TRACE" | "debug" | "trace" => Some("debug"),
        "INFO" | "info" => Some("info"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(second: i64, text: &str) -> LogRow {
        LogRow { at: Timestamp(second * 1000), text: text.into() }
    }

    fn shown(lines: &Lines) -> Vec<(u64, &str)> {
        lines.iter().map(|line| (line.number, line.row.text.as_str())).collect()
    }

    #[test]
    fn new_lines_are_added_and_late_ones_take_their_place() {
        let mut lines = Lines::default();
        assert_eq!(lines.ask_from(), None);
        lines.take(Timestamp(0), vec![row(10, "a"), row(100, "b"), row(101, "c")]);
        let from = lines.ask_from().unwrap();
        assert_eq!(from, Timestamp(41_000));
        lines.take(from, vec![row(100, "b"), row(101, "c"), row(102, "d")]);
        assert_eq!(shown(&lines), [(0, "a"), (1, "b"), (2, "c"), (3, "d")]);
        lines.take(from, vec![row(100, "b"), row(100, "late"), row(101, "c"), row(102, "d")]);
        assert_eq!(shown(&lines), [(0, "a"), (1, "b"), (4, "late"), (5, "c"), (6, "d")]);
        lines.take(from, vec![]);
        assert_eq!(shown(&lines), [(0, "a")]);
    }

    #[test]
    fn two_lines_that_are_the_same_are_two_lines() {
        let mut lines = Lines::default();
        lines.take(Timestamp(0), vec![row(1, "same"), row(1, "same")]);
        lines.take(Timestamp(0), vec![row(1, "same"), row(1, "same")]);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn no_more_are_kept_than_said_and_a_gap_is_not_papered_over() {
        let mut lines = Lines::default();
        lines.take(Timestamp(0), (0..600).map(|n| row(n, "old")).collect());
        lines.take(Timestamp(540_000), (0..600).map(|n| row(540 + n, "new")).collect());
        assert_eq!(lines.len(), KEPT);
        assert_eq!(lines.iter().next().unwrap().row.at, Timestamp(140_000));
        lines.take(Timestamp(1_000_000), (0..1000).map(|n| row(5000 + n, "newer")).collect());
        assert!(lines.iter().all(|line| line.row.text == "newer"));
    }

    #[test]
    fn a_level_is_a_word_of_its_own() {
        assert_eq!(level("2026-11-23 14:02:03 ERROR src.app: no"), Some("error"));
        assert_eq!(level(r#"{"level":"warning","message":"slow"}"#), Some("warning"));
        assert_eq!(level("INFO Starting"), Some("info"));
        assert_eq!(level("INFORMATION about ERRORS"), None);
        assert_eq!(level("Traceback (most recent call last):"), Some("error"));
    }
}
