use tauri::WebviewWindow;
use tauri::window::{ProgressBarState, ProgressBarStatus};

/// What the window's title and the taskbar say. A desktop that shows neither is no problem of ours.
#[tauri::command]
pub fn show_state(window: WebviewWindow, title: String, percent: Option<u8>) {
    let _ = window.set_title(&title);
    let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
    let _ =
        window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent.map(u64::from) });
}
