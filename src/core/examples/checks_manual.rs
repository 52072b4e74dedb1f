//! Prints `docs/checks.md`.

fn main() {
    print!("{}", copilot_core::checks::manual::markdown());
}
