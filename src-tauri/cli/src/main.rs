//! The `benchling-webhook` command: the same engine as the window, for maintainers and CI.
//!
//! Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 confirmation
//! needed, 130 cancelled.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is this program's job")]

mod args;
mod ask;
mod commands;
mod host;
mod show;
mod watch;

use std::process::ExitCode;

use clap::Parser;
use ipc::{Code, Problem};

use crate::args::{Arguments, Command};
use crate::host::Host;

/// How a command ended, apart from a problem.
pub enum Ended {
    Done,
    /// It ran, and what it found is not good.
    Bad,
    Cancelled,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What needs neither time nor network is answered before anything is set up.
    match &arguments.command {
        Command::Template(which) => return commands::template::print(which),
        Command::Completions { shell } => return commands::completions::print(*shell),
        _ => {}
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&internal(&error), arguments.global.json),
    };
    let json = arguments.global.json;
    let result = runtime.block_on(async {
        tokio::select! {
            result = run(arguments) => result,
            _ = tokio::signal::ctrl_c() => Ok(Ended::Cancelled),
        }
    });
    // A keyring prompt that nobody answers must not keep the program from ending.
    runtime.shutdown_background();
    match result {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Bad) => ExitCode::from(1),
        Ok(Ended::Cancelled) => {
            eprintln!(
                "Cancelled. A deployment that has begun goes on in AWS; run the command again to follow it."
            );
            ExitCode::from(130)
        }
        Err(problem) => failed(&problem, json),
    }
}

async fn run(arguments: Arguments) -> Result<Ended, Problem> {
    let host = Host::new(arguments.global)?;
    match arguments.command {
        Command::SetupProfile(answers) => commands::setup_profile::run(&host, answers).await,
        Command::SignIn => commands::sign_in::run(&host).await,
        Command::Profiles(which) => commands::profiles::run(&host, which).await,
        Command::Import(which) => commands::import::run(&host, which).await,
        Command::Check(target) => commands::check::run(&host, target).await,
        Command::Plan(target) => commands::plan::run(&host, target).await,
        Command::Deploy(deploy) => commands::deploy::run(&host, deploy).await,
        Command::Promote(promote) => commands::promote::run(&host, promote).await,
        Command::Rollback(rollback) => commands::rollback::run(&host, rollback).await,
        Command::RotateSecret(rotate) => commands::rotate_secret::run(&host, rotate).await,
        Command::Settle(settle) => commands::settle::run(&host, settle).await,
        Command::Stop => commands::stop::run(&host).await,
        Command::Resume(resume) => commands::resume::run(&host, resume).await,
        Command::Destroy(destroy) => commands::destroy::run(&host, destroy).await,
        Command::Logs(logs) => commands::logs::run(&host, logs).await,
        Command::Drift => commands::drift::run(&host).await,
        Command::Test(test) => commands::test::run(&host, test).await,
        Command::Status => commands::status::run(&host).await,
        Command::History(which) => commands::history::run(&host, &which),
        Command::Diagnostics(which) => commands::diagnostics::run(&host, &which).await,
        Command::Template(_) | Command::Completions { .. } => Ok(Ended::Done),
    }
}

fn failed(problem: &Problem, json: bool) -> ExitCode {
    show::problem(problem, json);
    ExitCode::from(match problem.code {
        Code::ValueInvalid => 2,
        Code::ConfirmationNeeded | Code::PairingUnconfirmed | Code::OtherEnvironmentTouched => 3,
        _ => 1,
    })
}

fn internal(error: &std::io::Error) -> Problem {
    Problem::new(Code::Internal, "The program can't start.", "Free some memory and try again.").because(error)
}
