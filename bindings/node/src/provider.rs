//! Providers: the ready ones of the core, and callbacks that answer now or later.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use fieldveil::{Hpke, Key, KeyProvider, Passphrase, Provider, ProviderError};
use napi::bindgen_prelude::{Buffer, FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use zeroize::Zeroizing;

use crate::error::OrThrow;

/// Verb, number of the question, bytes, ring id.
type Question = FnArgs<(String, u32, Buffer, String)>;
type Ask = ThreadsafeFunction<Question, (), Question, napi::Status, false, true>;
type Answer = Result<Vec<u8>, ProviderError>;

/// What wraps and unwraps a ring.
#[napi]
pub struct NativeProvider(pub(crate) Provider);

#[napi]
impl NativeProvider {
    /// A passphrase.
    #[napi(factory)]
    pub fn passphrase(text: String) -> napi::Result<Self> {
        Passphrase::new(Zeroizing::new(text)).map(|it| Self(it.into())).or_throw()
    }

    /// 32 bytes.
    #[napi(factory)]
    pub fn key(bytes: &[u8]) -> napi::Result<Self> {
        Key::new(bytes).map(|it| Self(it.into())).or_throw()
    }

    /// 32 bytes in a file.
    #[napi(factory)]
    pub fn key_file(path: String) -> napi::Result<Self> {
        Key::from_file(path).map(|it| Self(it.into())).or_throw()
    }

    /// A public key.
    #[napi(factory)]
    pub fn hpke_public(name: String, key: &[u8]) -> napi::Result<Self> {
        Hpke::public(name, key).map(|it| Self(it.into())).or_throw()
    }

    /// A private key.
    #[napi(factory)]
    pub fn hpke_private(key: &[u8]) -> napi::Result<Self> {
        Hpke::private(key).map(|it| Self(it.into())).or_throw()
    }

    /// The application's: `ask` is called with a question, and answers it by `answerProvider`.
    #[napi(
        factory,
        ts_args_type = "name: string, ask: (verb: 'wrap' | 'unwrap', question: number, bytes: Buffer, ring: string) => void"
    )]
    pub fn host(name: String, ask: Function<'_, Question, ()>) -> napi::Result<Self> {
        let ask = ask.build_threadsafe_function().weak::<true>().callee_handled::<false>().build()?;
        Ok(Self(Provider::Callback(Arc::new(Host { name, ask, loop_thread: thread::current().id() }))))
    }
}

/// The questions that wait for their answers.
static WAITING: LazyLock<Mutex<HashMap<u32, Sender<Answer>>>> = LazyLock::new(Mutex::default);
static NEXT: AtomicU32 = AtomicU32::new(1);

fn waiting() -> std::sync::MutexGuard<'static, HashMap<u32, Sender<Answer>>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers a question of a provider: with bytes, or with what went wrong.
#[napi]
pub fn answer_provider(question: u32, bytes: Option<&[u8]>, reason: Option<String>, lost: Option<bool>) {
    let reason = reason.unwrap_or_default();
    let failed =
        || if lost == Some(true) { ProviderError::KeyLost(reason) } else { ProviderError::Failed(reason) };
    if let Some(sender) = waiting().remove(&question) {
        // Nobody waits any more if the thread is gone; there is nobody to tell.
        let _ = sender.send(bytes.map(<[u8]>::to_vec).ok_or_else(failed));
    }
}

struct Host {
    name: String,
    ask: Ask,
    loop_thread: ThreadId,
}

impl Host {
    fn ask(&self, verb: &str, bytes: &[u8], context: &BTreeMap<String, String>) -> Answer {
        if thread::current().id() == self.loop_thread {
            let message = "a provider is asked from an asynchronous call only; await `reload()` first";
            return Err(ProviderError::Failed(message.to_owned()));
        }
        let (sender, receiver) = channel();
        let question = NEXT.fetch_add(1, Ordering::Relaxed);
        waiting().insert(question, sender);
        let ring = context.get("fv-ring").cloned().unwrap_or_default();
        let arguments = (verb.to_owned(), question, bytes.to_vec().into(), ring).into();
        self.ask.call(arguments, ThreadsafeFunctionCallMode::NonBlocking);
        receiver
            .recv()
            .unwrap_or_else(|_| Err(ProviderError::Failed("the provider gave no answer".to_owned())))
    }
}

impl KeyProvider for Host {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Answer {
        self.ask("wrap", key, context)
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Answer {
        self.ask("unwrap", wrapped, context)
    }
}
