//! Against a server on this machine, with keys that are made for the test. Behind a feature of their own, since they want
//! Tauri's runtime without a window, which nothing else does: `scripts/test unit` runs them.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipc::bridge::Updates;
use ipc::{Code, Problem};
use minisign::{KeyPair, sign};
use serde_json::json;
use tauri::test::{mock_builder, mock_context, noop_assets};
use tauri_plugin_updater::{Updater, UpdaterExt};

use super::by_ourselves::{find, install};

const INSTALLED: &[u8] = b"\x7fELF the version that runs";
const NEWER: &[u8] = b"\x7fELF the version that is newer, long enough to be told by its first bytes";

/// What a release is made of, for one test.
struct Release {
    /// What is downloaded.
    package: &'static [u8],
    /// What was signed.
    signed: &'static [u8],
    /// The version that was signed with it, if any, and the one that is announced.
    versions: (&'static str, &'static str),
    /// Whose key signed it: the one that the program knows.
    ours: bool,
}

impl Default for Release {
    fn default() -> Self {
        Self { package: NEWER, signed: NEWER, versions: ("99.0.0", "99.0.0"), ours: true }
    }
}

struct World {
    updater: Box<dyn Fn() -> tauri_plugin_updater::Result<Updater>>,
    program: PathBuf,
    _folder: tempfile::TempDir,
}

impl World {
    fn with(release: &Release) -> Self {
        let (ours, theirs) =
            (KeyPair::generate_unencrypted_keypair(), KeyPair::generate_unencrypted_keypair());
        let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
        let by = if release.ours { &ours } else { &theirs };
        let (signed, announced) = release.versions;
        let version = if signed.is_empty() { String::new() } else { format!("\tversion:{signed}") };
        let comment = format!("timestamp:1795540059\tfile:app.AppImage{version}");
        let signature = sign(Some(&by.pk), &by.sk, release.signed, Some(&comment), None).unwrap();

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let platform = json!({
            "url": format!("{at}/app.AppImage"), "signature": STANDARD.encode(signature.into_string()),
        });
        let manifest = json!({
            "version": announced, "notes": "What is new", "platforms": { "linux-x86_64": platform.clone(), "linux-aarch64": platform },
        });
        serve(listener, manifest.to_string().into_bytes(), release.package);

        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("app.AppImage");
        std::fs::write(&program, INSTALLED).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();

        // As the release's configuration has it, but for the address and the key.
        let mut settings: serde_json::Value =
            serde_json::from_str(include_str!("../../../tauri.release.conf.json")).unwrap();
        let mut updater = settings["plugins"]["updater"].take();
        updater["endpoints"] = json!([format!("{at}/latest.json")]);
        updater["pubkey"] = json!(STANDARD.encode(ours.pk.to_box().unwrap().into_string()));
        let mut context = mock_context(noop_assets());
        context.config_mut().plugins.0.insert("updater".into(), updater);
        let app = mock_builder().plugin(tauri_plugin_updater::Builder::new().build()).build(context).unwrap();
        let path = program.clone();
        let updater = move || app.updater_builder().executable_path(&path).no_proxy().build();
        Self { updater: Box::new(updater), program, _folder: folder }
    }

    fn installed(&self) -> Vec<u8> {
        std::fs::read(&self.program).unwrap()
    }
}

/// Answers every question for as long as the test lives.
fn serve(listener: TcpListener, manifest: Vec<u8>, package: &'static [u8]) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let asked = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let body = if asked.contains("/latest.json") { &manifest[..] } else { package };
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).unwrap();
        }
    });
}

/// It is refused, and whoever reads it knows what to do; the program on disk is the one that it was.
async fn refused(release: Release, because: &str) {
    let world = World::with(&release);
    let problem: Problem = install((world.updater)()).await.unwrap_err();
    assert_eq!(problem.code, Code::UpdateFailed);
    assert_eq!(problem.message, "The new version was not installed. This version goes on.");
    assert!(problem.next.contains("download the new version"), "{}", problem.next);
    assert!(problem.causes.iter().any(|cause| cause.contains(because)), "{because}: {:?}", problem.causes);
    assert_eq!(world.installed(), INSTALLED);
}

#[tokio::test]
async fn what_we_have_signed_is_found_and_installed() {
    let world = World::with(&Release::default());
    let found = find((world.updater)()).await.unwrap();
    assert_eq!(found, Updates::Found { version: "99.0.0".into(), notes: "What is new".into() });
    assert_eq!(world.installed(), INSTALLED, "nothing is installed before somebody says so");
    assert!(install((world.updater)()).await.unwrap());
    assert_eq!(world.installed(), NEWER);
    let mode = std::fs::metadata(&world.program).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755, "it can still be started");
}

#[tokio::test]
async fn what_another_has_signed_is_refused() {
    refused(Release { ours: false, ..Release::default() }, "different key").await;
}

#[tokio::test]
async fn what_was_changed_after_it_was_signed_is_refused() {
    refused(Release { signed: b"\x7fELF something else", ..Release::default() }, "verification failed").await;
}

#[tokio::test]
async fn an_older_release_that_is_announced_as_a_newer_one_is_refused() {
    refused(Release { versions: ("0.0.1", "99.0.0"), ..Release::default() }, "0.0.1").await;
}

#[tokio::test]
async fn what_does_not_say_by_its_signature_which_version_it_is_is_refused() {
    refused(Release { versions: ("", "99.0.0"), ..Release::default() }, "version").await;
}

#[tokio::test]
async fn what_is_as_old_as_this_one_is_left_alone() {
    let world = World::with(&Release { versions: ("0.0.1", "0.0.1"), ..Release::default() });
    assert_eq!(find((world.updater)()).await.unwrap(), Updates::Newest);
    assert!(!install((world.updater)()).await.unwrap());
    assert_eq!(world.installed(), INSTALLED);
}
