//! `destroy`: what goes and what stays, named; then the word.

use engine::{Result, deploy};
use ipc::plan::{DeployRequest, RemoveRequest};
use ipc::{Code, Problem};

use crate::args::Destroy;
use crate::host::Host;
use crate::{Ended, ask, show, watch};

pub async fn run(host: &Host, arguments: Destroy) -> Result<Ended> {
    let engine = host.connected_as_known().await?;
    super::deploy::take_up(&engine).await?;
    let request = RemoveRequest {
        environment: arguments.environment.map(Into::into),
        secrets: arguments.secrets,
        logs: arguments.logs,
    };
    let run = deploy::run_name(engine.clock.now(), &DeployRequest::new(Vec::new()));
    let board = watch::board(run, request.environment.into_iter().collect(), &engine);
    let prepared = deploy::remove::prepare(&engine, &request, &board).await?;
    eprintln!("\n{}\n", show::plan(&prepared.plan));
    eprintln!("{}\n", show::changes(&prepared.plan));
    let word = deploy::remove::word(&prepared.plan);
    let typed = match arguments.confirm {
        Some(typed) => typed,
        None if ask::has_terminal() => ask::text(&format!("Type {word} to go ahead"), "--confirm", None)?,
        None => String::new(),
    };
    if typed != word {
        deploy::discard(&engine, prepared).await?;
        return Err(Problem::new(
            Code::ConfirmationNeeded,
            format!("This needs the word \"{word}\". Nothing was changed."),
            format!("Read what stands above, and run the command again with --confirm {word} if you agree."),
        ));
    }
    super::resume::ended(host, deploy::execute(&engine, prepared, &board).await)
}
