//! The commands that the page may call, a file each. Their names and types are in [`ipc::bridge::command`]; the
//! build script declares them, and the capability of the window lists them.

mod about;
mod adopt;
mod app_manifest;
mod await_sign_in;
mod cancel_sign_in;
mod check_app_definition;
mod check_benchling;
mod check_bucket;
mod choose_appearance;
mod choose_mode;
mod compare_profiles;
mod connect;
mod copy_profile;
mod copy_secret;
mod credential_sources;
mod delete_profile;
mod deploy;
mod diagnostics;
mod discard_plan;
mod drift;
mod export_profile;
mod find_imports;
mod find_network;
mod find_update;
mod history;
mod hold_secret;
mod import;
mod install_update;
mod last_seen;
mod licence_text;
mod logs;
mod network;
mod notify;
mod open_folder;
mod places;
mod plan;
mod plan_removal;
mod plan_repair;
mod preflight;
mod profiles;
mod progress;
mod promotion;
mod quilt_stack;
mod quilt_stacks;
mod rehearse_failure;
mod rename_profile;
mod repair_plan;
mod repair_profile;
mod rotate_secret;
mod save_app_manifest;
mod save_network;
mod save_profile;
mod secret_place;
mod set_aside_profile;
mod show_state;
mod sign_in;
mod skip_import;
mod stack_events;
mod start;
mod status;
mod stop;
mod take_role;
mod verify;
mod way_back;
mod write_diagnostics;

use tauri::Wry;
use tauri::ipc::Invoke;

pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start::start,
        choose_mode::choose_mode,
        choose_appearance::choose_appearance,
        rehearse_failure::rehearse_failure,
        credential_sources::credential_sources,
        connect::connect,
        sign_in::sign_in,
        await_sign_in::await_sign_in,
        cancel_sign_in::cancel_sign_in,
        take_role::take_role,
        network::network,
        save_network::save_network,
        quilt_stacks::quilt_stacks,
        quilt_stack::quilt_stack,
        check_bucket::check_bucket,
        find_network::find_network,
        app_manifest::app_manifest,
        save_app_manifest::save_app_manifest,
        check_app_definition::check_app_definition,
        hold_secret::hold_secret,
        check_benchling::check_benchling,
        secret_place::secret_place,
        save_profile::save_profile,
        copy_secret::copy_secret,
        profiles::profiles,
        preflight::preflight,
        plan::plan,
        plan_removal::plan_removal,
        plan_repair::plan_repair,
        discard_plan::discard_plan,
        deploy::deploy,
        stop::stop,
        progress::progress,
        stack_events::stack_events,
        status::status,
        last_seen::last_seen,
        verify::verify,
        logs::logs,
        history::history,
        way_back::way_back,
        rotate_secret::rotate_secret,
        adopt::adopt,
        drift::drift,
        promotion::promotion,
        copy_profile::copy_profile,
        delete_profile::delete_profile,
        find_imports::find_imports,
        import::import,
        skip_import::skip_import,
        rename_profile::rename_profile,
        compare_profiles::compare_profiles,
        export_profile::export_profile,
        repair_plan::repair_plan,
        repair_profile::repair_profile,
        set_aside_profile::set_aside_profile,
        places::places,
        open_folder::open_folder,
        diagnostics::diagnostics,
        write_diagnostics::write_diagnostics,
        about::about,
        licence_text::licence_text,
        show_state::show_state,
        notify::notify,
        find_update::find_update,
        install_update::install_update,
    ]
}
