//! Prints `docs/checks.md`; with the name of a page, renews the table of checks in it.

use copilot_core::checks::{groups, manual};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(path) = std::env::args().nth(1) else {
        print!("{}", manual::markdown());
        return Ok(());
    };
    let page = groups::renewed(&std::fs::read_to_string(&path)?).ok_or("the marks of the table are not there")?;
    Ok(std::fs::write(path, page)?)
}
