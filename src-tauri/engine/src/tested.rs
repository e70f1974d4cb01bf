//! When each environment was tested last, and whether it passed: `tests.json` in the configuration folder.
//!
//! A test is about an image at an address. After another deployment it says nothing any more.

use std::collections::BTreeMap;

use ipc::Environment;
use ipc::status::{Deployed, Tested};

use crate::{Paths, Result, files};

pub fn record(paths: &Paths, environment: Environment, tested: &Tested) -> Result<()> {
    let mut all = read(paths);
    all.insert(environment.to_string(), tested.clone());
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    files::write(&paths.tests(), &text)
}

/// The last test, if it was one of what runs now.
pub fn of(paths: &Paths, environment: Environment, deployed: &Deployed) -> Option<Tested> {
    let tested = read(paths).remove(environment.as_str())?;
    (tested.endpoint == deployed.endpoint && tested.digest == deployed.digest).then_some(tested)
}

/// A file that can't be read is as good as no test.
fn read(paths: &Paths) -> BTreeMap<String, Tested> {
    let text = files::read(&paths.tests()).ok().flatten().unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
