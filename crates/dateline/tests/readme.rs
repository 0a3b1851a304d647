//! What the README shows is what the program prints.

mod common;

use common::Workplace;
use std::path::Path;

#[test]
fn the_example_of_the_readme_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let article = std::fs::read(root.join("examples/bridge.txt")).expect("the example");
    let work = Workplace::new("readme");
    std::fs::create_dir(work.path("examples")).expect("a folder");
    std::fs::write(work.path("examples/bridge.txt"), article).expect("a file");
    let printed = work.run(&["read", "--format", "table", "examples/bridge.txt", "--published", "2021-05-24"]).stdout;
    let printed = String::from_utf8(printed).expect("UTF-8");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    assert_eq!(shown, printed, "put the output above into README.md");
}
