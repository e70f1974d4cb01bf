//! What each generation of older tools wrote, and what becomes of it.
//!
//! `tests/golden/<case>/config` is the base folder, `home` the other one; `imported.snap` beside them is what a person is
//! shown, what the import answers and what the files say then.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::secret::{SecretStore, SessionStore};
use engine::{Engine, Paths, files, import};
use ipc::import::{ImportPreview, ImportResult, Written};

use crate::world::World;

const CASES: [&str; 5] = ["design", "npm-0.6", "npm-0.7", "npm-0.17", "mixed"];

struct Case {
    folder: tempfile::TempDir,
    engine: Engine,
    keyring: Arc<SessionStore>,
}

async fn case(name: &str) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    for place in ["config", "home"] {
        std::fs::create_dir_all(folder.path().join(place)).unwrap();
        copy(&from.join(place), &folder.path().join(place));
    }
    let mut engine = World::new().await.engine;
    let keyring = Arc::new(SessionStore::default());
    engine.keyring = keyring.clone();
    engine.session = Arc::default();
    engine.paths = Paths::at(folder.path().join("config")).with_older(folder.path().join("home"));
    Case { folder, engine, keyring }
}

fn copy(from: &Path, to: &Path) {
    for path in all_files(from) {
        let text = std::fs::read(&path).unwrap();
        files::write(&to.join(path.strip_prefix(from).unwrap()), text).unwrap();
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

impl Case {
    fn contents(&self) -> Vec<(String, String)> {
        let of = |path: PathBuf| {
            let name = path.strip_prefix(self.folder.path()).unwrap().display().to_string();
            (name, std::fs::read_to_string(path).unwrap())
        };
        all_files(self.folder.path()).into_iter().map(of).collect()
    }

    /// In the words of the case's folder.
    fn plain(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn shown(preview: &ImportPreview) -> String {
    let mut out = String::new();
    for found in &preview.profiles {
        let here = if found.is_here { ", here already" } else { "" };
        let news = if found.is_news { "" } else { ", nothing new" };
        writeln!(out, "profile {}{here}{news}", found.name).unwrap();
        for source in &found.sources {
            writeln!(out, "  {:?} {}", source.generation, source.path).unwrap();
            for path in &source.beside {
                writeln!(out, "    with {path}").unwrap();
            }
            for setting in &source.settings {
                writeln!(out, "    {}: {}", setting.key, setting.value).unwrap();
            }
            for it in &source.normalised {
                writeln!(out, "    normalised {}: {} -> {}", it.key, it.found, it.becomes).unwrap();
            }
            for fault in &source.faults {
                writeln!(out, "    fault: {}", fault.why).unwrap();
            }
            for key in &source.left_out {
                writeln!(out, "    left out: {key}").unwrap();
            }
            if let Some(path) = &source.secret_in {
                writeln!(out, "    secret in {path}").unwrap();
            }
        }
        for row in found.differing.iter().flatten() {
            writeln!(out, "  differs: {} {:?} {:?}", row.key, row.left, row.right).unwrap();
        }
        for fault in &found.missing {
            writeln!(out, "  missing: {}", fault.why).unwrap();
        }
    }
    for record in &preview.records {
        writeln!(out, "record {}: {} rows, {} new", record.path, record.rows, record.fresh).unwrap();
    }
    for unusable in &preview.unusable {
        writeln!(out, "unusable: {}", unusable.problem.message).unwrap();
    }
    out
}

fn told(result: &ImportResult) -> String {
    let mut out = String::new();
    for it in &result.profiles {
        writeln!(out, "{} from {}: {:?}", it.name, it.source, it.written).unwrap();
        let secret = &it.secret;
        if let Some(place) = secret.place {
            writeln!(out, "  secret: {place:?}, other in keyring: {}", secret.other_in_keyring).unwrap();
            writeln!(out, "  removed from {:?}, left in {:?}", secret.removed_from, secret.left_in).unwrap();
        }
    }
    writeln!(out, "{} rows", result.rows).unwrap();
    out
}

#[tokio::test]
async fn each_generation_is_taken_over_as_it_is_written_down() {
    for name in CASES {
        let case = case(name).await;
        let preview = import::preview(&case.engine.paths).unwrap();
        assert!(import::has_unseen(&case.engine.paths), "{name}");
        let mut choice = preview.usual_choice();
        choice.remove_secrets = true;
        let before = case.contents();
        let result = import::apply(&case.engine, &choice).await.unwrap();

        let mut out = format!("FOUND\n{}\nDONE\n{}", shown(&preview), told(&result));
        for (path, text) in case.contents() {
            if !path.ends_with(".lock") && !before.contains(&(path.clone(), text.clone())) {
                write!(out, "\nFILE {path}\n{text}").unwrap();
            }
        }
        for profile in &choice.profiles {
            let kept = case.keyring.load(&profile.name).unwrap();
            let kept =
                kept.map_or("nothing".to_owned(), |secret| format!("{} letters", secret.expose().len()));
            writeln!(out, "\nKEYRING {}: {kept}", profile.name).unwrap();
        }
        let out = case.plain(&out);
        assert!(!out.contains("canary"), "{out}");
        insta::with_settings!({
            snapshot_path => format!("../golden/{name}"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("imported", out) });

        // A second time nothing changes, whether or not it is suggested again.
        let after = case.contents();
        let again = import::preview(&case.engine.paths).unwrap();
        assert!(!import::has_unseen(&case.engine.paths), "{name}");
        let taken = again.profiles.iter().filter(|it| choice.profiles.iter().any(|one| one.name == it.name));
        assert!(
            taken.clone().all(|it| !it.is_news || it.sources.iter().any(|s| s.secret_in.is_some())),
            "{name}: {again:#?}"
        );
        for choice in [again.usual_choice(), choice] {
            let result = import::apply(&case.engine, &choice).await.unwrap();
            assert!(
                result.profiles.iter().all(|it| it.written == Ok(Written::Unchanged)),
                "{name}: {result:#?}"
            );
            assert_eq!(result.rows, 0, "{name}");
            assert_eq!(case.contents(), after, "{name}");
        }
    }
}
