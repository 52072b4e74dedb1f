//! One file per thing a user does, as straight-line functions over [`crate::World`].
