//! What the targets hold the code against: the server's own way to split a text into tokens, written down a second time.

pub mod lexer;
