//! The screens.

mod dashboard;
mod loading;
mod progress;
mod trouble;
pub mod wizard;

pub use dashboard::Dashboard;
pub use loading::Loading;
pub use progress::Progress;
pub use trouble::Trouble;
