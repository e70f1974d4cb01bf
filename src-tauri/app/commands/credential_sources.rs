use ipc::Problem;
use ipc::aws::{CredentialKind, CredentialSource, SourceState};
use ipc::bridge::Mode;
use tauri::State;

use crate::host::Host;

/// Where AWS credentials could come from.
#[tauri::command]
pub async fn credential_sources(host: State<'_, Host>) -> Result<Vec<CredentialSource>, Problem> {
    match host.engine().mode {
        Mode::Real => host.credential_sources().await,
        // The rehearsed account is the one there is.
        Mode::Rehearsal => Ok(vec![CredentialSource {
            profile: Some("rehearsal".into()),
            kind: CredentialKind::Other,
            region: Some("us-east-1".into()),
            state: SourceState::Ready,
        }]),
    }
}
