//! `template`: the CloudFormation template, to be reviewed or launched without this program.

use std::process::ExitCode;

use engine::template::{self, MAX_BYTES};
use ipc::Environment;

use crate::args::Template;
use crate::show;

pub fn print(arguments: &Template) -> ExitCode {
    let template = match arguments.environment {
        Some(environment) => template::template_of(&[Environment::from(environment)]),
        None => template::template(),
    };
    let sent = template::compact(&template).len();
    eprintln!("{sent} of {MAX_BYTES} bytes as it is sent, {} left.", MAX_BYTES.saturating_sub(sent));
    show::text(&template::pretty(&template, arguments.format.into()))
}
