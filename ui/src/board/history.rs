//! The list of the history: which of its rows are drawn, which pages of them are missing, and what a row says.
//!
//! Every row is as high as the others, so the ones in sight follow from how far the list is scrolled. Rows are drawn a
//! little beyond the edges, in steps, so that most scrolling draws nothing new. Rows far out of sight are forgotten.

use std::ops::Range;

use ipc::bridge::HistoryPage;
use ipc::status::DeployRecord;

use crate::messages::board::history as texts;
use crate::words;

/// Pixels, as in the stylesheet.
pub const ROW: usize = 40;
/// How many rows are asked for at once.
pub const PAGE: usize = 100;
/// Rows are drawn in steps of so many, and so many beyond the edges.
const STEP: usize = 8;
/// Rows farther away than this are forgotten.
const FAR: usize = 1000;

/// The rows to draw.
pub fn drawn(scrolled: usize, height: usize, count: usize) -> Range<usize> {
    let first = scrolled / ROW;
    let last = (scrolled + height).div_ceil(ROW);
    let start = first.saturating_sub(STEP) / STEP * STEP;
    let end = (last + STEP).next_multiple_of(STEP);
    start.min(count)..end.min(count)
}

/// Where the list must be scrolled to so that a row is wholly in sight, `scrolled` where it is already. `head` is what
/// covers the top.
pub fn revealed(row: usize, scrolled: usize, height: usize, head: usize) -> usize {
    let top = row * ROW;
    let room = height.saturating_sub(head).max(ROW);
    if top < scrolled {
        top
    } else if top + ROW > scrolled + room {
        top + ROW - room
    } else {
        scrolled
    }
}

/// The row that a key leads to; none for a key that doesn't move.
pub fn moved(key: &str, row: usize, a_page: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let row = match key {
        "ArrowDown" => row.saturating_add(1),
        "ArrowUp" => row.saturating_sub(1),
        "PageDown" => row.saturating_add(a_page.max(1)),
        "PageUp" => row.saturating_sub(a_page.max(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(row.min(last))
}

/// What the page holds of the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub all: usize,
    pub found: usize,
    /// Each with the place of its first row, a multiple of [`PAGE`]. There are never many.
    pages: Vec<(usize, Vec<DeployRecord>)>,
}

impl Rows {
    pub fn row(&self, place: usize) -> Option<&DeployRecord> {
        let (first, rows) = self.pages.iter().find(|(first, _)| *first == page_of(place))?;
        rows.get(place - first)
    }

    /// Where the first page begins that lacks a row of these.
    pub fn missing(&self, wanted: &Range<usize>) -> Option<usize> {
        let wanted = wanted.start..wanted.end.min(self.found);
        wanted.map(page_of).find(|page| !self.pages.iter().any(|(first, _)| first == page))
    }

    /// Takes a page. One that tells of another number of rows is from another history: then the rest is forgotten.
    pub fn take(&mut self, offset: usize, page: HistoryPage) {
        let same = (self.all, self.found) == (page.all, page.found);
        (self.all, self.found) = (page.all, page.found);
        self.pages.retain(|(first, _)| same && *first != offset && first.abs_diff(offset) <= FAR);
        self.pages.push((offset, page.rows));
    }
}

/// Where the page begins that a row is on.
pub fn page_of(place: usize) -> usize {
    place / PAGE * PAGE
}

/// A line of a row's details: its name, and the value as far as it is known.
type Line = (&'static str, Option<String>);

fn lines(row: &DeployRecord) -> [Line; 13] {
    let who = row.caller_arn.as_ref().or(row.deployed_by.as_ref());
    [
        (texts::CAUSE, row.cause.clone()),
        (texts::ENVIRONMENT, Some(row.stage.title().to_owned())),
        (texts::TAG, Some(row.image_tag.to_string())),
        (texts::IMAGE, row.digest.as_ref().map(ToString::to_string)),
        (texts::PROFILE, row.profile.as_ref().map(ToString::to_string)),
        (texts::WHO, who.cloned()),
        (texts::STARTED, row.started_at.clone()),
        (texts::ENDED, Some(row.deployed_at.clone())),
        (texts::TOOK, row.seconds.map(words::duration)),
        (texts::TEMPLATE, row.template_hash.clone()),
        (texts::CHANGE_SET, row.change_set_id.clone()),
        (texts::ENDPOINT, Some(row.endpoint.clone()).filter(|url| !url.is_empty())),
        (texts::STACK, stack(row)),
    ]
}

fn stack(row: &DeployRecord) -> Option<String> {
    let place = [row.region.as_deref(), row.account.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    Some(match place.is_empty() {
        true => row.stack_name.clone(),
        false => format!("{}, {}", row.stack_name, place.join(" / ")),
    })
}

/// What a row says on demand, as far as it is known.
pub fn details(row: &DeployRecord) -> Vec<(&'static str, String)> {
    lines(row).into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The details as one text, for whoever passes them on.
pub fn as_text(row: &DeployRecord) -> String {
    let mut text = format!("{} ({})\n", row.what(), row.outcome.title());
    for (name, value) in details(row) {
        text.push_str(&format!("{name}: {value}\n"));
    }
    text
}

/// Two rows side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Name, what the older says, what the newer says.
    pub different: Vec<(&'static str, String, String)>,
    pub same: Vec<(&'static str, String)>,
}

/// What both rows leave open is left out.
pub fn compare(older: &DeployRecord, newer: &DeployRecord) -> Comparison {
    let heads = |row: &DeployRecord| {
        [(texts::WHAT, Some(row.what())), (texts::RESULT, Some(row.outcome.title().to_owned()))]
    };
    let mut comparison = Comparison::default();
    let all = |row: &DeployRecord| heads(row).into_iter().chain(lines(row));
    for ((name, old), (_, new)) in all(older).zip(all(newer)) {
        let known = |value: Option<String>| value.unwrap_or_else(|| texts::UNKNOWN.to_owned());
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if old == new => comparison.same.push((name, old)),
            (old, new) => comparison.different.push((name, known(old), known(new))),
        }
    }
    comparison
}

/// A name out of an ARN: `arn:aws:sts::1:assumed-role/Admin/anna@example.com` is anna@example.com.
pub fn who(deployed_by: &str) -> &str {
    if deployed_by.starts_with("arn:") {
        deployed_by.rsplit(['/', ':']).next().unwrap_or(deployed_by)
    } else {
        deployed_by
    }
}

#[cfg(test)]
mod tests {
    use ipc::Environment;
    use ipc::status::RecordedOutcome;

    use super::*;
    use crate::board::fixtures::record;

    fn page(all: usize, found: usize, rows: usize) -> HistoryPage {
        let row = record(Environment::Dev, "0.18.0", "anna", RecordedOutcome::Succeeded);
        HistoryPage { all, found, rows: vec![row; rows] }
    }

    #[test]
    fn few_rows_are_drawn_wherever_the_list_is() {
        assert_eq!(drawn(0, 400, 10_000), 0..24);
        assert_eq!(drawn(0, 400, 5), 0..5);
        assert_eq!(drawn(399_600, 400, 10_000), 9976..10_000);
        for scrolled in (0..400_000).step_by(777) {
            let drawn = drawn(scrolled, 600, 10_000);
            let sight = scrolled / 40..(scrolled + 600) / 40;
            assert!(
                drawn.start <= sight.start && drawn.end >= sight.end.min(10_000),
                "{scrolled}: {drawn:?}"
            );
            assert!(drawn.len() < 50, "{scrolled}: {drawn:?}");
        }
    }

    #[test]
    fn keys_move_within_the_list_and_the_row_comes_into_sight() {
        assert_eq!(moved("ArrowDown", 9, 10, 10), Some(9));
        assert_eq!(moved("PageDown", 0, 10, 10_000), Some(10));
        assert_eq!(moved("End", 0, 10, 10_000), Some(9999));
        assert_eq!(moved("Home", 500, 10, 10_000), Some(0));
        assert_eq!((moved("x", 0, 10, 10), moved("End", 0, 10, 0)), (None, None));
        assert_eq!(revealed(0, 300, 400, 32), 0);
        assert_eq!(revealed(2, 0, 400, 32), 0);
        assert_eq!(revealed(9999, 0, 432, 32), 399_600);
    }

    #[test]
    fn pages_are_asked_for_once_and_forgotten_far_away() {
        let mut rows = Rows::default();
        rows.take(0, page(10_000, 10_000, PAGE));
        assert_eq!(rows.missing(&(0..24)), None);
        assert_eq!(rows.missing(&(90..114)), Some(100));
        assert_eq!(rows.missing(&(9976..10_000)), Some(9900));
        rows.take(9900, page(10_000, 10_000, PAGE));
        assert!(rows.row(9999).is_some() && rows.row(0).is_none());
        assert_eq!(rows.missing(&(0..24)), Some(0));
        // Somebody deployed meanwhile.
        rows.take(0, page(10_001, 10_001, PAGE));
        assert_eq!(rows.missing(&(9976..10_001)), Some(9900));
    }

    #[test]
    fn a_short_answer_is_not_asked_for_again() {
        let mut rows = Rows::default();
        rows.take(0, page(50, 50, 49));
        assert_eq!(rows.missing(&(0..50)), None);
    }

    #[test]
    fn details_tell_what_is_known_and_skip_the_rest() {
        let mut row = record(Environment::Prod, "0.17.1", "bob", RecordedOutcome::Failed);
        row.cause = Some("No luck.".into());
        let names: Vec<&str> = details(&row).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Cause", "Environment", "Image tag", "Who", "Ended", "Took", "Address", "Stack"]);
        row.caller_arn = Some("arn:aws:iam::123456789012:user/bob".into());
        assert!(as_text(&row).contains("Who: arn:aws:iam::123456789012:user/bob\n"));
        assert!(as_text(&row).starts_with("Tried to deploy 0.17.1 (Failed)\n"));
    }

    #[test]
    fn two_rows_are_told_by_what_differs() {
        let mut older = record(Environment::Prod, "0.17.1", "bob", RecordedOutcome::Succeeded);
        let newer = record(Environment::Prod, "0.18.0", "anna", RecordedOutcome::Succeeded);
        older.template_hash = Some("abc".into());
        let comparison = compare(&older, &newer);
        let names: Vec<&str> = comparison.different.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, ["What", "Image tag", "Who", "Template"]);
        assert_eq!(comparison.different[3].2, "not recorded");
        assert!(comparison.same.contains(&("Environment", "Prod".into())));
        assert_eq!(compare(&newer, &newer).different, []);
    }

    #[test]
    fn a_person_is_named_without_the_arn() {
        assert_eq!(who("arn:aws:sts::123456789012:assumed-role/Admin/anna@example.com"), "anna@example.com");
        assert_eq!(who("arn:aws:iam::123456789012:root"), "root");
        assert_eq!(who("anna"), "anna");
    }
}
