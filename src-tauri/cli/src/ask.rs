//! Questions to the person, on the terminal. Without one nothing is asked and nothing is assumed.

use std::io::{BufRead, IsTerminal, Write};
use std::str::FromStr;

use engine::Result;
use engine::secret::Secret;
use ipc::aws::MfaCode;
use ipc::{Code, InvalidName, Problem};

use crate::args::SecretInput;

/// As a shell says it of a program that was interrupted.
const INTERRUPTED: i32 = 130;

pub fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// The first line of standard input, if the arguments say so.
pub fn secret_from_stdin(input: &SecretInput) -> Result<Option<Secret>> {
    if !input.client_secret_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
    let secret = Secret::new(line.trim_end_matches(['\r', '\n']));
    if secret.expose().is_empty() {
        return Err(Problem::new(
            Code::ValueInvalid,
            "Standard input has no client secret.",
            "Pipe it in, for example from your password manager.",
        ));
    }
    Ok(Some(secret))
}

/// The code that an MFA device shows, from standard input where the arguments say so, else from the terminal. It is
/// no argument: other programs can read those.
pub fn mfa_code(device: &str, from_stdin: bool) -> Result<MfaCode> {
    if from_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        return Ok(line.parse()?);
    }
    if !has_terminal() {
        return Err(Problem::new(
            Code::MfaCodeNeeded,
            format!("The role wants the code that {device} shows, and there is no terminal to ask on."),
            "Pipe it in and add --mfa-code-stdin.",
        ));
    }
    loop {
        match line(&format!("Code that {device} shows: "))?.parse() {
            Ok(code) => return Ok(code),
            Err(why) => eprintln!("  {why}"),
        }
    }
}

/// Asks without showing what is typed.
pub fn secret(question: &str) -> Result<Option<Secret>> {
    if !has_terminal() {
        return Ok(None);
    }
    let text = match rpassword::prompt_password(format!("{question}: ")) {
        // Here Control-C is an answer; at every other question the signal itself ends the program, with this code.
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => std::process::exit(INTERRUPTED),
        answer => answer.map_err(unreadable)?,
    };
    Ok((!text.is_empty()).then(|| Secret::new(text)))
}

/// Asks until the answer is a value, or takes what is suggested. Fails where there is no terminal.
pub fn value<T: FromStr<Err = InvalidName> + ToString>(
    question: &str,
    option: &str,
    suggested: Option<T>,
) -> Result<T> {
    if !has_terminal() {
        return suggested.ok_or_else(|| missing(question, option));
    }
    loop {
        let hint = suggested.as_ref().map(|value| format!(" [{}]", value.to_string())).unwrap_or_default();
        let line = line(&format!("{question}{hint}: "))?;
        if line.is_empty()
            && let Some(value) = suggested
        {
            return Ok(value);
        }
        match line.parse() {
            Ok(value) => return Ok(value),
            Err(why) => eprintln!("  {why}"),
        }
    }
}

/// Any text that is not empty.
pub fn text(question: &str, option: &str, suggested: Option<String>) -> Result<String> {
    if !has_terminal() {
        return suggested.ok_or_else(|| missing(question, option));
    }
    loop {
        let hint = suggested.as_ref().map(|value| format!(" [{value}]")).unwrap_or_default();
        match (line(&format!("{question}{hint}: "))?, &suggested) {
            (line, Some(value)) if line.is_empty() => return Ok(value.clone()),
            (line, None) if line.is_empty() => eprintln!("  This is needed."),
            (line, _) => return Ok(line),
        }
    }
}

/// A yes or no; no without a terminal is an error that says how to agree beforehand.
pub fn agree(question: &str, option: &str, agreed: bool) -> Result<bool> {
    if agreed {
        return Ok(true);
    }
    if !has_terminal() {
        return Err(Problem::new(
            Code::ConfirmationNeeded,
            "This needs your agreement, and there is no terminal to ask on. Nothing was changed.",
            format!("Read what stands above, and run the command again with {option} if you agree."),
        ));
    }
    Ok(matches!(line(&format!("{question} [y/N] "))?.to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn line(prompt: &str) -> Result<String> {
    eprint!("{prompt}");
    std::io::stderr().flush().map_err(unreadable)?;
    let mut line = String::new();
    if std::io::stdin().lock().read_line(&mut line).map_err(unreadable)? == 0 {
        return Err(Problem::new(
            Code::ConfirmationNeeded,
            "The input ended before the answer.",
            "Answer the question.",
        ));
    }
    Ok(line.trim().to_owned())
}

fn missing(question: &str, option: &str) -> Problem {
    Problem::new(
        Code::ValueInvalid,
        format!("{question} is missing, and there is no terminal to ask on."),
        format!("Give it with {option}."),
    )
}

fn unreadable(error: std::io::Error) -> Problem {
    Problem::new(Code::ValueInvalid, "The answer can't be read.", "Try again.").because(&error)
}
