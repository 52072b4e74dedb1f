//! Writes the tiny model of random weights: noise FILE.gguf.

fn main() -> std::io::Result<()> {
    let file = std::env::args_os().nth(1).ok_or_else(|| std::io::Error::other("usage: noise FILE.gguf"))?;
    copilot_client_tests::tiny_model::write(std::path::Path::new(&file))
}
