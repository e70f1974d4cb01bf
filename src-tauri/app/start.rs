//! What is settled before the window opens: arguments, and one trap of the web view.

use std::ffi::OsString;
use std::path::PathBuf;

/// `--rehearsal` and `--config-dir DIR`, as on the command line. A desktop may add words of its own: unknown
/// ones are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub rehearsal: bool,
    pub config_dir: Option<PathBuf>,
}

impl Arguments {
    pub fn parse(words: impl IntoIterator<Item = OsString>) -> Self {
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--rehearsal") => arguments.rehearsal = true,
                Some("--config-dir") => arguments.config_dir = words.next().map(PathBuf::from),
                _ => {}
            }
        }
        arguments
    }
}

/// WebKitGTK shows a white window with some drivers unless its DMABUF renderer is off. The variable has to be
/// there before GTK starts, and before any thread. Whoever sets it, to whatever value, has decided otherwise.
#[cfg(target_os = "linux")]
pub fn steady_rendering() {
    // Fails for a name with an equals sign only.
    let _ = glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", false);
}

/// A program that is just ending still holds the name by which a second start finds it, and answers no more. Then
/// this start tries once more, a moment later. Comes back where that is not what went wrong.
#[cfg(target_os = "linux")]
pub fn again_after(error: &tauri::Error) {
    use std::os::unix::process::CommandExt;
    const MARK: &str = "BENCHLING_WEBHOOK_SECOND_START";
    let by_name = matches!(error, tauri::Error::PluginInitialization(name, _) if name == "single-instance");
    if by_name
        && std::env::var_os(MARK).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let _ = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(MARK, "1").exec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_those_of_the_command_line() {
        let parse = |words: &[&str]| Arguments::parse(words.iter().map(OsString::from));
        let both = parse(&["--gtk-debug", "--rehearsal", "--config-dir", "/x"]);
        assert_eq!(both, Arguments { rehearsal: true, config_dir: Some("/x".into()) });
        assert_eq!(parse(&[]), Arguments::default());
    }
}
