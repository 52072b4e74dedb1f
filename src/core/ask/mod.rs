//! From a question to intents.
