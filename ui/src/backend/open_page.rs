//! A page in the person's own browser. Which ones may be opened is in the window's capability.

use ipc::Problem;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    url: String,
}

pub async fn open_page(url: String) -> Result<(), Problem> {
    call("plugin:opener|open_url", &Arguments { url }).await
}
