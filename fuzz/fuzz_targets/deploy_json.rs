#![no_main]

#[allow(dead_code, reason = "each target checks one of the laws")]
#[path = "../../src-tauri/engine/tests/engine/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::deploy_json(data));
