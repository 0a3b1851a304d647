//! Reading what comes without taking it.

use std::io::{self, BufReader, Cursor, Read};

/// Bytes looked at before it is decided what they are; the head of a page or feed with comments before it fits in.
const HEAD: usize = 16 << 10;

/// Bytes with their first ones known beforehand.
pub(super) struct Peeked<'r> {
    head: Cursor<Vec<u8>>,
    rest: Option<BufReader<Box<dyn Read + Send + 'r>>>,
}

impl<'r> Peeked<'r> {
    /// Reads the head. What breaks off within it is found broken when it is read.
    pub(super) fn new(read: Box<dyn Read + Send + 'r>) -> io::Result<Self> {
        let mut read = BufReader::with_capacity(64 << 10, read);
        let mut head = Vec::with_capacity(HEAD);
        match read.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(error),
            _ => Ok(Peeked { head: Cursor::new(head), rest: Some(read) }),
        }
    }

    /// The first bytes.
    pub(super) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.head.read(into)? {
            0 => self.rest.as_mut().map_or(Ok(0), |rest| rest.read(into)),
            n => Ok(n),
        }
    }
}
