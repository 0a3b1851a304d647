//! Compressed sources: gzip, of one piece or of many, and Zstandard.

use super::peek::Peeked;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Read};

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Something packed within something packed within something packed is no accident.
const MAX_LAYERS: usize = 3;

/// What `read` holds once it is unpacked; itself when it is not packed.
pub(super) fn unpack(read: Peeked<'_>) -> io::Result<Peeked<'_>> {
    let mut read = read;
    for _ in 0..MAX_LAYERS {
        read = if read.head().starts_with(GZIP) {
            Peeked::new(Box::new(Named(MultiGzDecoder::new(BufReader::with_capacity(64 << 10, read)), "gzip")))?
        } else if read.head().starts_with(ZSTD) {
            Peeked::new(Box::new(Named(zstd::stream::read::Decoder::new(read)?, "zstd")))?
        } else {
            break;
        };
    }
    Ok(read)
}

/// Says in its errors what was being unpacked.
struct Named<R>(R, &'static str);

impl<R: Read> Read for Named<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), format!("the {} data end too early; fetch or copy the file again", self.1))
            }
            kind => io::Error::new(kind, format!("the {} data are damaged ({error}); fetch or copy the file again", self.1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(bytes).and_then(|()| packed.finish()).expect("packed")
    }

    fn unpacked(bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut text = Vec::new();
        let peeked = Peeked::new(Box::new(io::Cursor::new(bytes))).and_then(unpack).expect("a head");
        let mut peeked = peeked;
        let error = peeked.read_to_end(&mut text).err().map(|e| e.to_string());
        (text, error)
    }

    #[test]
    fn pieces_and_layers_are_unpacked() {
        let two = [gzip(b"The mayor "), gzip(b"left.")].concat();
        assert_eq!(unpacked(two.clone()), (b"The mayor left.".to_vec(), None));
        assert_eq!(unpacked(gzip(&two)).0, b"The mayor left.");
        let zstd = zstd::stream::encode_all(&b"The mayor left."[..], 3).expect("packed");
        assert_eq!(unpacked(zstd).0, b"The mayor left.");
        assert_eq!(unpacked(b"plain".to_vec()), (b"plain".to_vec(), None));
    }

    #[test]
    fn what_breaks_off_is_given_as_far_as_it_goes() {
        let long: Vec<u8> = (0..200_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let packed = gzip(&long);
        let (text, error) = unpacked(packed[..packed.len() / 2].to_vec());
        assert!(text.len() > 100_000 && long.starts_with(&text));
        assert!(error.is_some_and(|e| e.contains("end too early")));
    }
}
