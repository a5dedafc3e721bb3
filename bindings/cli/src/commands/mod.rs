//! One file a command.

pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod seal;
