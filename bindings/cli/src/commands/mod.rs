//! One file a command.

pub(crate) mod check;
pub(crate) mod decrypt;
pub(crate) mod encrypt;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod mask;
pub(crate) mod reencrypt;
pub(crate) mod seal;
