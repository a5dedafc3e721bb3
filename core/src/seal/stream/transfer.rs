//! Whole buffers from readers and to writers.

use std::io::{self, IoSlice, Read, Write};

use crate::error::Result;

/// Writes all of `parts`, together where the writer can.
pub(super) fn write_parts(writer: &mut impl Write, mut parts: &mut [IoSlice<'_>]) -> Result<()> {
    IoSlice::advance_slices(&mut parts, 0); // takes empty ones away
    while !parts.is_empty() {
        match writer.write_vectored(parts) {
            Ok(0) => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
            Ok(written) => IoSlice::advance_slices(&mut parts, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Fills `out`; less only at the end of the input.
pub(super) fn read_full(reader: &mut impl Read, out: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(room) = out.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(filled)
}
