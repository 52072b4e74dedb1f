//! The program that verifies a dump.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What it printed, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The value of one line.
    pub fn value(&self, name: &str) -> &str {
        let line = self.out.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no line {name}: {self:?}")).trim()
    }
}

/// It stands beside the tests' own program; `scripts/client_tests.sh` builds it.
fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("the tests' own program");
    let path = tests.ancestors().nth(2).expect("the build folder").join("verify_audit");
    assert!(path.exists(), "{} is missing: run scripts/client_tests.sh", path.display());
    path
}

fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said { code: output.status.code().expect("an end of its own"), out: text(output.stdout), err: text(output.stderr) }
}

pub fn verify_audit(arguments: &[&Path]) -> Said {
    let mut command = Command::new(program());
    said(command.args(arguments).stdin(Stdio::null()).output().expect("verify_audit runs"))
}

/// The same, with what another program prints as its input.
pub fn verify_audit_of(printer: &mut Command, arguments: &[&Path]) -> Said {
    let mut printer = printer.stdout(Stdio::piped()).spawn().expect("it starts");
    let input = printer.stdout.take().expect("its output");
    let output = Command::new(program()).args(arguments).stdin(input).output().expect("verify_audit runs");
    assert!(printer.wait().expect("it ends").success());
    said(output)
}
