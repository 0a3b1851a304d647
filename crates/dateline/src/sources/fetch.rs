//! Pages and feeds from the network: those that the user names, and nothing that they lead to unless the user asks for it.

use anyhow::{Context, Error, Result, bail};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;

/// The largest answer taken; a day of CC-NEWS is fetched with other tools.
const MAX_ANSWER: u64 = 256 << 20;
/// Time for one answer as a whole, and for a server to say anything.
const WITHIN: Duration = Duration::from_secs(300);
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
const BEGIN_WITHIN: Duration = Duration::from_secs(30);
/// Between two requests to one server.
const PAUSE: Duration = Duration::from_secs(1);

/// Says who asks, as servers' logs expect it.
const USER_AGENT: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"), " (reads the news reports that its user names)");

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let settings = Agent::config_builder()
        .user_agent(USER_AGENT)
        .timeout_global(Some(WITHIN))
        .timeout_connect(Some(CONNECT_WITHIN))
        .timeout_recv_response(Some(BEGIN_WITHIN))
        .max_redirects(5)
        .http_status_as_error(false);
    settings.build().new_agent()
});

/// When each server was last asked. Whoever holds the lock asks: there is one request at a time.
static ASKED: Mutex<BTreeMap<String, Instant>> = Mutex::new(BTreeMap::new());

/// What a server answers.
pub(super) struct Answer {
    /// The bytes, as they come.
    pub(super) body: Box<dyn Read + Send>,
    /// The encoding that the server states.
    pub(super) encoding: Option<String>,
}

/// True when a name on the command line is an address.
pub(super) fn is_address(name: &str) -> bool {
    name.starts_with("https://") || name.starts_with("http://")
}

/// Asks for what lies at an address.
pub(super) fn get(address: &str) -> Result<Answer> {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let server = address.split('/').nth(2).unwrap_or(address).to_ascii_lowercase();
    if let Some(wait) = asked.get(&server).and_then(|last| PAUSE.checked_sub(last.elapsed())) {
        std::thread::sleep(wait);
    }
    let answer = AGENT.get(address).call();
    asked.insert(server, now());
    drop(asked);
    let answer = answer.map_err(said)?;
    let status = answer.status();
    if !status.is_success() {
        bail!("the server answers {status}{}", advice(status.as_u16()));
    }
    let encoding = answer.body().charset().map(str::to_owned);
    let body = answer.into_body().into_with_config().limit(MAX_ANSWER).reader();
    Ok(Answer { body: Box::new(body), encoding })
}

/// Everything that lies at an address, when it is not more than a page may be.
pub(super) fn page(address: &str) -> Result<(Vec<u8>, Option<String>)> {
    let answer = get(address)?;
    let mut bytes = Vec::new();
    answer.body.take(dateline_ingest::MAX_PAGE as u64 + 1).read_to_end(&mut bytes).context("the answer breaks off")?;
    Ok((bytes, answer.encoding))
}

#[expect(clippy::disallowed_methods, reason = "the pause between requests is measured; nothing of it reaches a report")]
fn now() -> Instant {
    Instant::now()
}

fn said(error: ureq::Error) -> Error {
    match error {
        ureq::Error::Timeout(_) => Error::msg("the server does not answer in time; try again later"),
        ureq::Error::HostNotFound => Error::msg("there is no such server; look for a misspelling, or whether this computer is online"),
        ureq::Error::TooManyRedirects => Error::msg("the server sends on from address to address without end"),
        other => Error::new(other),
    }
}

fn advice(status: u16) -> &'static str {
    match status {
        401..=403 => "; it does not give this page to programs: save it in a browser and name the file",
        404 | 410 => "; there is nothing at this address (any more)",
        429 | 503 => "; it wants fewer requests: try again later",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::TcpListener;

    /// Serves one answer and gives back the request.
    fn served(answer: &'static [u8]) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/story", listener.local_addr().expect("an address"));
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut request = [0u8; 4096];
            let n = stream.read(&mut request).expect("a request");
            stream.write_all(answer).expect("it takes the answer");
            String::from_utf8_lossy(&request[..n]).into_owned()
        });
        (address, server)
    }

    #[test]
    fn a_page_is_fetched_by_a_program_that_says_what_it_is() {
        let (address, server) = served(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-2\r\nContent-Length: 4\r\n\r\nText");
        let (bytes, encoding) = page(&address).expect("a page");
        assert_eq!((bytes.as_slice(), encoding.as_deref()), (&b"Text"[..], Some("ISO-8859-2")));
        assert!(server.join().expect("a request").to_lowercase().contains("user-agent: dateline/"));
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let (address, server) = served(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        assert!(page(&address).is_err_and(|e| e.to_string().contains("save it in a browser")));
        server.join().expect("a request");
    }
}
