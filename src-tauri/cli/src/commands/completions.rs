//! `completions`: a script for the shell.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Arguments;

pub fn print(shell: Shell) -> ExitCode {
    clap_complete::generate(shell, &mut Arguments::command(), "benchling-webhook", &mut std::io::stdout());
    ExitCode::SUCCESS
}
