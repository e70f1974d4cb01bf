use ipc::Problem;
use ipc::bridge::Appearance;
use tauri::{AppHandle, Theme, WebviewWindow};

/// Light, dark, or as the system is; what the web view's `prefers-color-scheme` then says. The page says so as soon as
/// it is there, and only then is the window shown: in the other theme it would flash.
#[tauri::command]
pub fn choose_appearance(
    app: AppHandle,
    window: WebviewWindow,
    appearance: Appearance,
) -> Result<(), Problem> {
    app.set_theme(match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    });
    let _ = window.show();
    Ok(())
}
