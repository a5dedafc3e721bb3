//! Random bytes from the operating system.
