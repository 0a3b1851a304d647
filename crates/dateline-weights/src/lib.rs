//! The trained weights of the reader, embedded.
