//! Holds every number, name and date of a sentence against what it cites.
