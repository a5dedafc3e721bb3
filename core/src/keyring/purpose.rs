//! What a key set is for, and the states that its versions pass through.

use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$member])* $variant,)+ }

        impl $name {
            /// Every one of them, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word for it in a keyring file, on the command line and in every language.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What a word names, if it names anything.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What a key set is for; a set serves one purpose.
    Purpose {
        /// Values, records and streams.
        Data = "data",
        /// Values that are equal when their plaintexts are.
        Deterministic = "deterministic",
        /// Blind indexes to search by.
        Index = "index",
        /// Stand-ins that are the same for the same value, and keyed date shifts.
        Pseudonym = "pseudonym",
        /// Subject keys, each of which seals the data of one person.
        Subject = "subject",
    }
}

words! {
    /// The state of one version of a key set.
    State {
        /// Reads, and does not write yet: the fleet learns of it first.
        Pending = "pending",
        /// Writes and reads; every set has exactly one.
        Primary = "primary",
        /// Reads.
        Retired = "retired",
        /// Refuses, and can be enabled again.
        Disabled = "disabled",
        /// Its material is gone, its id stays.
        Destroyed = "destroyed",
    }
}
