use ipc::Problem;
use ipc::bridge::Appearance;
use tauri::{AppHandle, Theme};

/// Light, dark, or as the system is; what the web view's `prefers-color-scheme` then says.
#[tauri::command]
pub fn choose_appearance(app: AppHandle, appearance: Appearance) -> Result<(), Problem> {
    app.set_theme(match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    });
    Ok(())
}
