#[test]
fn dump() {
    std::fs::write("/tmp/template.json", installer_engine::template::text()).unwrap();
}
