//! The binary, run for real.

mod canary;
mod check;
mod errors;
mod files;
mod flags;
mod kek_command;
mod keys;
mod records;
mod rotation;
mod scene;
mod streaming;
mod subjects;
mod suites;
mod text;
mod tour;
