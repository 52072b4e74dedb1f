//! What was found, laid out for people and for programs.
