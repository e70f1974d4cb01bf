//! The screens.

mod agree;
mod dashboard;
mod deploy_dialog;
mod done;
mod drift;
mod history;
mod import;
mod loading;
mod logs;
mod planning;
mod progress;
mod promote;
mod remove;
mod repair;
mod rollback;
mod rotate;
mod settings;
mod trouble;
mod verify;
pub mod wizard;

pub use dashboard::Dashboard;
pub use import::Import;
pub use loading::Loading;
pub use progress::Progress;
pub use settings::Settings;
pub use trouble::Trouble;
