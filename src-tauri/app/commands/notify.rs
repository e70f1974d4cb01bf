use notify_rust::Notification;
use tauri::AppHandle;

/// A notification of the desktop. Nobody waits for it, and where nothing shows it there is none.
#[tauri::command]
pub fn notify(app: AppHandle, title: String, text: String) {
    let config = app.config();
    let name = config.product_name.clone().unwrap_or_default();
    let identifier = config.identifier.clone();
    tauri::async_runtime::spawn_blocking(move || {
        #[cfg(target_os = "macos")]
        let _ = notify_rust::set_application(&identifier);
        let mut notification = Notification::new();
        notification.appname(&name).summary(&title).body(&text);
        #[cfg(target_os = "windows")]
        notification.app_id(&identifier);
        #[cfg(target_os = "linux")]
        notification.icon(env!("CARGO_PKG_NAME")).hint(notify_rust::Hint::DesktopEntry(identifier));
        drop(notification.show());
    });
}
