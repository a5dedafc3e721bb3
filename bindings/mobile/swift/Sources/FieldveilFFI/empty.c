// SwiftPM wants a source in every target; this one is only the header of the Rust library.
