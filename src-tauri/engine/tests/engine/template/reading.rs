//! The template with given parameters, as the tests read it.

use std::sync::LazyLock;

use engine::template::{self, Parameters, Rendered};
pub use engine::template::{mentions, target};
use serde_json::{Map, Value};

static TEMPLATE: LazyLock<Value> = LazyLock::new(template::template);

/// The resources that exist with these parameters, their properties without conditions.
pub struct Stack {
    pub resources: Map<String, Value>,
    pub outputs: Map<String, Value>,
    pub parameters: Parameters,
}

impl Stack {
    /// Parameters that are not given take their defaults.
    pub fn with(given: &[(&str, &str)]) -> Self {
        let given: Parameters = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let Rendered { resources, outputs, parameters } = Rendered::of(&TEMPLATE, &given).unwrap();
        assert!(given.keys().all(|name| parameters.contains_key(name)), "{given:?}");
        Self { resources, outputs, parameters }
    }

    pub fn get(&self, id: &str) -> &Value {
        self.resources.get(id).unwrap_or_else(|| panic!("{id} does not exist"))
    }

    pub fn properties(&self, id: &str) -> &Value {
        &self.get(id)["Properties"]
    }

    pub fn of_type(&self, kind: &str) -> Vec<&str> {
        let of_type = self.resources.iter().filter(|(_, body)| body["Type"] == kind);
        of_type.map(|(id, _)| id.as_str()).collect()
    }
}
