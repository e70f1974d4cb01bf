//! Puts the page into the window.

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(installer_ui::App);
}
