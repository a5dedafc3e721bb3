//! Streams: a thread of their own reads what JavaScript pushes and leaves what it has written to be fetched.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use fieldveil::{Error, ErrorCode, Result as Outcome};
use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::OrThrow;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeOptions};
use crate::veil::NativeVeil;

type Running = JoinHandle<Outcome<String>>;

/// One stream under way.
#[napi]
pub struct NativeStream(Arc<Mutex<Stream>>);

struct Stream {
    /// Gone once the input has ended.
    input: Option<SyncSender<Vec<u8>>>,
    output: Output,
    running: Option<Running>,
    /// What it said in the end: a report, or the number of bytes.
    said: String,
}

impl Stream {
    /// Hands on a chunk, or the end; returns what has come out so far.
    fn push(&mut self, chunk: Option<Vec<u8>>) -> Outcome<Vec<u8>> {
        let ended = chunk.is_none();
        let gone = match (chunk, &self.input) {
            (Some(chunk), Some(input)) => input.send(chunk).is_err(),
            _ => true,
        };
        if gone || ended {
            self.input = None;
            if let Some(running) = self.running.take() {
                let lost = || Error::new(ErrorCode::Internal, "a worker thread was lost; please report this");
                self.said = running.join().map_err(|_| lost())??;
            }
        }
        Ok(std::mem::take(&mut *self.output.lock()))
    }
}

impl NativeStream {
    /// Runs `work` on a thread of its own.
    fn of(work: impl FnOnce(&mut dyn BufRead, &mut dyn Write) -> Outcome<String> + Send + 'static) -> Self {
        let (input, chunks) = sync_channel(1);
        let output = Output::default();
        let mut written = output.clone();
        let running = thread::spawn(move || work(&mut BufReader::new(Input::of(chunks)), &mut written));
        let stream = Stream { input: Some(input), output, running: Some(running), said: String::new() };
        Self(Arc::new(Mutex::new(stream)))
    }
}

#[napi]
impl NativeStream {
    /// Encrypts a stream of bytes.
    #[napi(factory)]
    pub fn encrypt(
        ring: &NativeKeyring,
        set: String,
        context: Option<HashMap<String, String>>,
    ) -> napi::Result<Self> {
        let (ring, context) = (ring.0.clone(), options::context(context)?);
        Ok(Self::of(move |reader, writer| {
            ring.encrypt_stream(&set, reader, writer, &context).map(|it| it.to_string())
        }))
    }

    /// Decrypts a stream of bytes.
    #[napi(factory)]
    pub fn decrypt(ring: &NativeKeyring, context: Option<HashMap<String, String>>) -> napi::Result<Self> {
        let (ring, context) = (ring.0.clone(), options::context(context)?);
        Ok(Self::of(move |reader, writer| {
            ring.decrypt_stream(reader, writer, &context).map(|it| it.to_string())
        }))
    }

    /// A verb over JSON lines.
    #[napi(factory)]
    pub fn lines(veil: &NativeVeil, verb: u32, options: Option<NativeOptions>) -> napi::Result<Self> {
        let (veil, verb) = (veil.veil.clone(), options::verb(verb, options)?);
        Ok(Self::of(move |reader, writer| {
            let report = verb.run_lines(&veil, reader, writer)?;
            Ok(serde_json::to_string(&report).unwrap_or_default())
        }))
    }

    /// Hands on a chunk, or without one the end; what has come out so far.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn push(&self, chunk: Option<&[u8]>) -> AsyncTask<Push> {
        AsyncTask::new(Push { stream: Arc::clone(&self.0), chunk: chunk.map(<[u8]>::to_vec) })
    }

    /// What it said in the end.
    #[napi]
    pub fn said(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).said.clone()
    }
}

/// One chunk on its way.
pub struct Push {
    stream: Arc<Mutex<Stream>>,
    chunk: Option<Vec<u8>>,
}

impl Task for Push {
    type Output = Vec<u8>;
    type JsValue = Buffer;

    fn compute(&mut self) -> napi::Result<Vec<u8>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).push(self.chunk.take()).or_throw()
    }

    fn resolve(&mut self, _: Env, bytes: Vec<u8>) -> napi::Result<Buffer> {
        Ok(bytes.into())
    }
}

/// What was pushed, as a reader.
struct Input {
    chunks: Receiver<Vec<u8>>,
    current: io::Cursor<Vec<u8>>,
}

impl Input {
    fn of(chunks: Receiver<Vec<u8>>) -> Self {
        Self { chunks, current: io::Cursor::default() }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.current.read(buffer)? {
                0 if !buffer.is_empty() => match self.chunks.recv() {
                    Ok(chunk) => self.current = io::Cursor::new(chunk),
                    Err(_) => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}

/// What was written, until it is fetched.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
