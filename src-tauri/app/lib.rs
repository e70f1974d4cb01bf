//! The desktop host: a window, and the commands that its page may call. What they do is the engine's.

mod access;
mod commands;
mod diagnostics;
mod host;
mod licences;
mod start;
mod updates;

use std::time::Duration;

use tauri::webview::PageLoadEvent;
use tauri::{Manager, RunEvent};

use crate::host::Host;
use crate::start::Arguments;

const PAGE_SPEAKS_WITHIN: Duration = Duration::from_secs(1);

/// Opens the window and stays until it is closed.
///
/// # Panics
/// Never in a released program: the only failure is a system without a web view, which is told and ends it.
#[allow(clippy::print_stderr, reason = "where no window can be opened, the terminal is all there is")]
pub fn run() {
    #[cfg(target_os = "linux")]
    start::steady_rendering();
    let arguments = Arguments::parse(std::env::args_os().skip(1));
    let builder = tauri::Builder::default();
    #[cfg(feature = "updater")]
    let builder = builder.plugin(tauri_plugin_updater::Builder::new().build());
    let result = builder
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_opener::init())
        .setup(move |app| {
            let host = Host::new(arguments, app.handle().clone())?;
            app.manage(host);
            app.manage(diagnostics::Collected::default());
            Ok(())
        })
        // A window without its page is a white flash: the page shows it when it knows how it looks. One that can't say
        // so is shown all the same.
        .on_page_load(|webview, payload| {
            if payload.event() == PageLoadEvent::Finished {
                let window = webview.window();
                tauri::async_runtime::spawn(async move {
                    tokio::time::sleep(PAGE_SPEAKS_WITHIN).await;
                    let _ = window.show();
                });
            }
        })
        .invoke_handler(commands::handler())
        .build(tauri::generate_context!())
        .map(|app| {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    app.state::<Host>().leave();
                }
            });
        });
    if let Err(error) = result {
        #[cfg(target_os = "linux")]
        start::again_after(&error);
        eprintln!("The window can't be opened: {error}");
        eprintln!("Install the web view that Tauri needs (on Linux: libwebkit2gtk-4.1-0) and try again.");
        std::process::exit(1);
    }
}
