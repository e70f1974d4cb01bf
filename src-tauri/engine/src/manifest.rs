//! The manifest that Benchling makes the app from: a canvas, and the events that are sent to the webhook.
//!
//! Only its name and description vary. What is filled in comes from the Quilt stack, whose outputs are not ours, so it
//! is let in only as a host name; anything else is left out.

use std::path::Path;

use ipc::bridge::AppManifest;
use ipc::{Code, Environment, Problem};

use crate::{Result, files};

const TEMPLATE: &str = include_str!("app-manifest.yaml");

pub fn text(app: &AppManifest) -> String {
    let name = match app.environment {
        Environment::Prod => "Quilt Integration",
        Environment::Dev => "Quilt Integration (dev)",
    };
    let whither = app.catalog.as_deref().filter(|host| is_host(host));
    let whither = whither.map(|host| format!(" in {host}")).unwrap_or_default();
    let description = format!("Packages Benchling notebook entries as Quilt data packages{whither}");
    TEMPLATE.replace("{name}", name).replace("{description}", &description)
}

/// Writes it into the folder under a name that is free there, and says where.
pub fn save(app: &AppManifest, folder: Option<&Path>) -> Result<String> {
    let folder = folder.ok_or_else(|| unsaved("This computer names no folder for downloads."))?;
    let path = files::write_new(folder, "app-manifest", "yaml", &text(app)).map_err(|error| {
        unsaved(format!("The file could not be written into {}.", folder.display())).because(&error)
    })?;
    Ok(path.display().to_string())
}

fn unsaved(message: impl Into<String>) -> Problem {
    Problem::new(Code::Internal, message, "Copy the text instead, and put it into a file of your own.")
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(environment: Environment, catalog: &str) -> AppManifest {
        AppManifest { environment, catalog: Some(catalog.into()) }
    }

    #[test]
    fn it_names_the_app_and_the_catalog_and_stays_yaml() {
        for (catalog, ends) in [("quilt.example.com", " in quilt.example.com"), ("a: b\n- c", " packages")] {
            let yaml: serde_json::Value =
                yaml_serde::from_str(&text(&app(Environment::Dev, catalog))).unwrap();
            assert_eq!(yaml["info"]["name"], "Quilt Integration (dev)");
            assert!(yaml["info"]["description"].as_str().unwrap().ends_with(ends), "{yaml}");
            assert_eq!(yaml["features"][0]["id"], "quilt_entry");
            assert_eq!(yaml["subscriptions"]["messages"].as_array().unwrap().len(), 5);
        }
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (prod, dev) = (app(Environment::Prod, "q.example"), app(Environment::Dev, "q.example"));
        std::fs::write(folder.path().join("app-manifest.yaml"), "mine").unwrap();
        let ends = |app: &AppManifest| {
            save(app, Some(folder.path())).unwrap().rsplit('/').next().unwrap().to_owned()
        };
        assert_eq!(ends(&prod), "app-manifest-2.yaml");
        assert_eq!(ends(&prod), "app-manifest-2.yaml", "the same text is the same file");
        assert_eq!(ends(&dev), "app-manifest-3.yaml");
        assert_eq!(std::fs::read_to_string(folder.path().join("app-manifest.yaml")).unwrap(), "mine");
        assert!(save(&prod, None).is_err());
    }
}
