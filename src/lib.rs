//! copilot_ext: see docs/architecture.md
