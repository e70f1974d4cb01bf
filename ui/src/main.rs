//! Puts the page into the window.

fn main() {
    installer_ui::fault::watch();
    leptos::mount::mount_to_body(installer_ui::App);
}
