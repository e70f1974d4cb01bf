//! The history as a window looks at it: what fits a question, a page at a time.
//!
//! A window scrolls through ten thousand rows and asks for a hundred of them at a time, so what was read is kept until
//! one of the two files is another, and what was found until the question is another.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ipc::bridge::{HistoryPage, HistoryQuery};
use ipc::status::DeployRecord;

use crate::{Paths, Result};

#[derive(Default)]
pub struct Book {
    stamp: Option<Stamp>,
    rows: Vec<DeployRecord>,
    /// What the rows were filtered by, and the numbers of those that fit.
    found: Option<(HistoryQuery, Vec<usize>)>,
}

/// Where the files are, how long, and from when: they are replaced or appended to, never changed inside.
type Stamp = (PathBuf, [Option<(u64, SystemTime)>; 2]);

impl Book {
    pub fn page(&mut self, paths: &Paths, query: &HistoryQuery) -> Result<HistoryPage> {
        let stamp = stamp(paths);
        if self.stamp.as_ref() != Some(&stamp) {
            self.rows = super::history(paths)?;
            self.found = None;
            self.stamp = Some(stamp);
        }
        let question = HistoryQuery { offset: 0, limit: 0, ..query.clone() };
        if self.found.as_ref().is_none_or(|(of, _)| *of != question) {
            let fits = filter(&question);
            let rows = self.rows.iter().enumerate();
            let found = rows.filter(|(_, row)| fits(row)).map(|(number, _)| number).collect();
            self.found = Some((question, found));
        }
        let found = self.found.as_ref().map(|(_, numbers)| numbers.as_slice()).unwrap_or_default();
        let numbers = found.iter().skip(query.offset).take(query.limit);
        Ok(HistoryPage {
            all: self.rows.len(),
            found: found.len(),
            rows: numbers.filter_map(|number| self.rows.get(*number)).cloned().collect(),
        })
    }
}

fn stamp(paths: &Paths) -> Stamp {
    let of = |path: &Path| {
        let facts = path.metadata().ok()?;
        Some((facts.len(), facts.modified().ok()?))
    };
    (paths.base().to_owned(), [of(&paths.deploy_record()), of(&paths.history_archive())])
}

fn filter(query: &HistoryQuery) -> impl Fn(&DeployRecord) -> bool + use<> {
    let (environment, outcome) = (query.environment, query.outcome);
    let words: Vec<String> = query.search.split_whitespace().map(str::to_lowercase).collect();
    move |row| {
        environment.is_none_or(|environment| row.stage == environment)
            && outcome.is_none_or(|outcome| row.outcome == outcome)
            && (words.is_empty() || {
                let text = searchable(row);
                words.iter().all(|word| text.contains(word))
            })
    }
}

fn searchable(row: &DeployRecord) -> String {
    let what = row.what();
    let texts = [
        Some(row.stage.as_str()),
        Some(what.as_str()),
        row.digest.as_ref().map(|digest| digest.as_str()),
        row.profile.as_ref().map(|profile| profile.as_str()),
        row.deployed_by.as_deref(),
        Some(row.outcome.title()),
        row.cause.as_deref(),
        row.change_set_id.as_deref(),
        row.template_hash.as_deref(),
        Some(row.deployed_at.as_str()),
    ];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use ipc::Environment;
    use ipc::status::RecordedOutcome;

    use super::super::tests::{folder, row};
    use super::*;

    fn page(book: &mut Book, paths: &Paths, query: HistoryQuery) -> (usize, usize, Vec<String>) {
        let page = book.page(paths, &HistoryQuery { limit: 3, ..query }).unwrap();
        let tags = page.rows.iter().map(|row| row.image_tag.to_string()).collect();
        (page.all, page.found, tags)
    }

    #[test]
    fn rows_are_found_by_environment_result_and_every_word_and_come_by_the_page() {
        let (_folder, paths) = folder();
        for number in 0..250 {
            let stage = if number % 2 == 0 { Environment::Dev } else { Environment::Prod };
            let outcome = if number % 10 == 1 { RecordedOutcome::Failed } else { RecordedOutcome::Succeeded };
            let one = DeployRecord {
                deployed_by: Some(if number == 7 { "Anna" } else { "bob" }.into()),
                ..row(stage, &format!("0.0.{number}"), outcome)
            };
            super::super::record(&paths, &[one]).unwrap();
        }
        let mut book = Book::default();
        let all = HistoryQuery::default();
        let some = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            page(&mut book, &paths, all.clone()),
            (250, 250, some(&["0.0.249", "0.0.248", "0.0.247"]))
        );
        let end = HistoryQuery { offset: 248, ..all.clone() };
        assert_eq!(page(&mut book, &paths, end), (250, 250, some(&["0.0.1", "0.0.0"])));
        let failed = HistoryQuery { outcome: Some(RecordedOutcome::Failed), ..all.clone() };
        assert_eq!(
            page(&mut book, &paths, failed.clone()),
            (250, 25, some(&["0.0.241", "0.0.231", "0.0.221"]))
        );
        let dev = HistoryQuery { environment: Some(Environment::Dev), ..failed };
        assert_eq!(page(&mut book, &paths, dev), (250, 0, vec![]));
        let needle = HistoryQuery { search: "ANNA 0.".into(), ..all.clone() };
        assert_eq!(page(&mut book, &paths, needle.clone()), (250, 1, some(&["0.0.7"])));

        let newer = DeployRecord {
            deployed_by: Some("anna".into()),
            ..row(Environment::Dev, "1.0.0", RecordedOutcome::Cancelled)
        };
        super::super::record(&paths, &[newer]).unwrap();
        assert_eq!(page(&mut book, &paths, needle), (251, 2, some(&["1.0.0", "0.0.7"])), "it was read again");
    }
}
