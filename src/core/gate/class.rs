//! What a function of the server is to the gate.

/// The classes of the reviewed files. The order is that of the documentation: allowed ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Computes from its arguments, bounded by their size.
    Plain,
    /// Reads what the role may see anyway.
    Reads,
    /// Can use much from small arguments, but answers interrupts, and its memory grows gradually.
    Capped,
    /// Harmless while its arguments keep the limits that its reason begins with. Without them it holds the backend for
    /// seconds to hours, deaf to cancels, or allocates up to 1 GB at once.
    Guarded,
    /// The server itself calls it inside allowed constructs; a statement may name it too, or cannot.
    Support,
    /// The server itself may call it, for a cast through text. A statement may not name it.
    Indirect,
    /// A statement may call it, and gets a function of ours in its place, which says the same without its effects.
    Replaced,
    /// Changes tables, catalogs, statistics, WAL, sequences, large objects.
    Writes,
    /// Reads or writes files of the server.
    Files,
    /// Changes state of the backend that outlives a rollback, or is of use only with such state.
    Session,
    /// Signals processes.
    Signals,
    /// Runs code or reads tables that an argument names.
    Dynamic,
    /// Shows what the role may not see, or what the caller did not mean to show.
    Secrets,
    /// Waits, or makes the server wait.
    Blocks,
    /// Takes time or memory without bound, deaf to cancels.
    Bombs,
    /// Reaches other machines.
    Network,
}

impl Class {
    pub const ALL: [Class; 16] = [
        Class::Plain,
        Class::Reads,
        Class::Capped,
        Class::Guarded,
        Class::Support,
        Class::Indirect,
        Class::Replaced,
        Class::Writes,
        Class::Files,
        Class::Session,
        Class::Signals,
        Class::Dynamic,
        Class::Secrets,
        Class::Blocks,
        Class::Bombs,
        Class::Network,
    ];

    /// As the files write it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Plain => "plain",
            Class::Reads => "reads",
            Class::Capped => "capped",
            Class::Guarded => "guarded",
            Class::Support => "support",
            Class::Indirect => "indirect",
            Class::Replaced => "replaced",
            Class::Writes => "writes",
            Class::Files => "files",
            Class::Session => "session",
            Class::Signals => "signals",
            Class::Dynamic => "dynamic",
            Class::Secrets => "secrets",
            Class::Blocks => "blocks",
            Class::Bombs => "bombs",
            Class::Network => "network",
        }
    }

    pub(super) fn named(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether a statement may name it. `Guarded` with its limits.
    pub fn is_allowed(self) -> bool {
        matches!(self, Class::Plain | Class::Reads | Class::Capped | Class::Guarded | Class::Support)
    }

    /// Whether its name may stand in a statement, which is looked at before it is known where it stands.
    pub fn is_allowed_by_name(self) -> bool {
        self.is_allowed() || self == Class::Replaced
    }

    /// Whether the server may call it of its own accord, inside a construct that is allowed: for a cast that the parser
    /// resolved, or for a step of an aggregate.
    pub fn is_allowed_when_implied(self) -> bool {
        self.is_allowed() || self == Class::Indirect
    }

    /// Why, as the DETAIL of an error says it.
    pub fn why(self) -> &'static str {
        match self {
            Class::Plain => "It computes from its arguments.",
            Class::Reads => "It reads what the role may see anyway.",
            Class::Capped => "It can use much from small arguments, and can be ended.",
            Class::Guarded => "It cannot be ended while it runs, so the size of its arguments is limited.",
            Class::Support => "The server itself calls it.",
            Class::Indirect => "Only the server itself may call it.",
            Class::Replaced => "In a plain call another function takes its place, which cannot be done here.",
            Class::Writes => "It changes something, and not all of it can be rolled back.",
            Class::Files => "It reads or writes files of the server.",
            Class::Session => "It changes or needs state of the session that a rollback does not restore.",
            Class::Signals => "It signals processes of the server.",
            Class::Dynamic => {
                "It runs code or reads tables that are named by an argument, where nobody can check them."
            }
            Class::Secrets => "It can show what is not meant to be seen.",
            Class::Blocks => "It waits, or makes the server wait.",
            Class::Bombs => "It can take time or memory without bound, and cannot be ended while it runs.",
            Class::Network => "It reaches other machines.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_has_its_name_and_its_sentence() {
        for class in Class::ALL {
            assert_eq!(Class::named(class.name()), Some(class));
            assert!(class.why().len() > 20, "{class:?}");
            assert!(class.why().ends_with('.'), "{class:?}");
        }
        assert_eq!(Class::named("Plain"), None);
        assert_eq!(Class::named(""), None);
    }

    #[test]
    fn what_harms_is_refused_however_it_is_called() {
        let allowed: Vec<Class> = Class::ALL.into_iter().filter(|class| class.is_allowed()).collect();
        assert_eq!(allowed, [Class::Plain, Class::Reads, Class::Capped, Class::Guarded, Class::Support]);
        for class in Class::ALL {
            assert_eq!(class.is_allowed_when_implied(), class.is_allowed() || class == Class::Indirect, "{class:?}");
            assert_eq!(class.is_allowed_by_name(), class.is_allowed() || class == Class::Replaced, "{class:?}");
        }
    }
}
