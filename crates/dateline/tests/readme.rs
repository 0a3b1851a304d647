//! What the README shows is what the program prints. `INSTA_UPDATE=always cargo test -p dateline` writes it anew.

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
    let (before, rest) = readme.split_once("```text\n").expect("an example");
    let (shown, after) = rest.split_once("```").expect("its end");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(root.join("README.md"), format!("{before}```text\n{printed}```{after}")).expect("the README");
        return;
    }
    assert_eq!(shown, printed, "the README shows something else");
}
