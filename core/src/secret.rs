//! Secrets that erase themselves.
