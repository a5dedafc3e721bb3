//! A keyring: made and opened on the thread pool, since a provider may have to be waited for.

use std::time::Duration;

use fieldveil::{Keyring, KeyringOptions, Provider};
use napi::bindgen_prelude::{AsyncTask, ClassInstance};
use napi::{Env, Task};
use napi_derive::napi;
use serde_json::json;

use crate::edit::NativeKeyringEdit;
use crate::error::{OrThrow, text};
use crate::provider::NativeProvider;

/// Key sets in one file.
#[napi]
#[derive(Clone)]
pub struct NativeKeyring(pub(crate) Keyring);

/// What is done on the thread pool to have a keyring.
pub struct Open(Option<Make>);

type Make = Box<dyn FnOnce() -> fieldveil::Result<Keyring> + Send>;

impl Task for Open {
    type Output = Keyring;
    type JsValue = NativeKeyring;

    fn compute(&mut self) -> napi::Result<Keyring> {
        self.0.take().map_or_else(|| Err(napi::Error::from_reason("opened twice")), |make| make().or_throw())
    }

    fn resolve(&mut self, _: Env, ring: Keyring) -> napi::Result<NativeKeyring> {
        Ok(NativeKeyring(ring))
    }
}

fn open(make: impl FnOnce() -> fieldveil::Result<Keyring> + Send + 'static) -> AsyncTask<Open> {
    AsyncTask::new(Open(Some(Box::new(make))))
}

fn given(providers: Vec<ClassInstance<'_, NativeProvider>>) -> Vec<Provider> {
    providers.iter().map(|provider| provider.0.clone()).collect()
}

fn options(min_epoch: Option<i64>, min_pending: Option<i64>) -> KeyringOptions {
    let unless = KeyringOptions::default();
    KeyringOptions {
        min_epoch: min_epoch.and_then(|it| u64::try_from(it).ok()).unwrap_or(unless.min_epoch),
        min_pending: min_pending.and_then(|it| u64::try_from(it).ok()).unwrap_or(unless.min_pending),
        ..unless
    }
}

#[napi]
impl NativeKeyring {
    /// Makes a ring and saves it.
    #[napi(ts_return_type = "Promise<NativeKeyring>")]
    pub fn create(
        path: String,
        providers: Vec<ClassInstance<'_, NativeProvider>>,
        min_pending: Option<i64>,
    ) -> AsyncTask<Open> {
        let (providers, options) = (given(providers), options(None, min_pending));
        open(move || Keyring::create_with(path, &providers, &options))
    }

    /// Opens the ring of a file.
    #[napi(ts_return_type = "Promise<NativeKeyring>")]
    pub fn open(
        path: String,
        providers: Vec<ClassInstance<'_, NativeProvider>>,
        min_epoch: Option<i64>,
    ) -> AsyncTask<Open> {
        let (providers, options) = (given(providers), options(min_epoch, None));
        open(move || Keyring::open_with(path, &providers, &options))
    }

    /// Opens a ring from its document.
    #[napi(ts_return_type = "Promise<NativeKeyring>")]
    pub fn parse(
        document: &[u8],
        providers: Vec<ClassInstance<'_, NativeProvider>>,
        min_epoch: Option<i64>,
    ) -> AsyncTask<Open> {
        let (document, providers, options) = (document.to_vec(), given(providers), options(min_epoch, None));
        open(move || Keyring::parse_with(&document, &providers, &options))
    }

    /// Opens the ring that the environment names.
    #[napi(ts_return_type = "Promise<NativeKeyring>")]
    pub fn from_env(min_epoch: Option<i64>) -> AsyncTask<Open> {
        let options = options(min_epoch, None);
        open(move || Keyring::from_env_with(&options))
    }

    /// The document of the ring as it is loaded.
    #[napi]
    pub fn document(&self) -> String {
        self.0.document()
    }

    /// Begins to change the ring.
    #[napi]
    pub fn edit(&self) -> napi::Result<NativeKeyringEdit> {
        self.0.edit().map(NativeKeyringEdit::new).or_throw()
    }

    /// Reads the file again; the ring itself comes back when that is done.
    #[napi(ts_return_type = "Promise<NativeKeyring>")]
    pub fn reload(&self) -> AsyncTask<Open> {
        let ring = self.0.clone();
        open(move || ring.reload().map(|_| ring))
    }

    /// Reads the file again whenever that many milliseconds have passed; 0 ends it.
    #[napi]
    pub fn reload_every(&self, milliseconds: u32) {
        self.0.reload_every(Duration::from_millis(u64::from(milliseconds)));
    }

    /// How the ring stands in this process, as JSON.
    #[napi]
    pub fn status(&self) -> String {
        let status = self.0.status();
        let primaries: serde_json::Map<_, _> =
            status.primaries.into_iter().map(|(set, id)| (set, id.into())).collect();
        let last_error = status.last_error.as_ref().map(text);
        json!({
            "id": status.id, "epoch": status.epoch, "loadedAt": status.loaded_at,
            "primaries": primaries, "lastError": last_error,
        })
        .to_string()
    }

    /// The rows of `wraps`.
    #[napi]
    pub fn wraps(&self) -> Vec<String> {
        self.0.wraps()
    }

    /// The key sets and their versions, as JSON.
    #[napi]
    pub fn sets(&self) -> String {
        let sets = self.0.sets().into_iter().map(|set| {
            let versions = set.versions.iter().map(|version| {
                json!({
                    "id": version.id, "state": version.state.as_str(), "created": version.created,
                    "promoted": version.promoted, "patterns": version.patterns,
                })
            });
            let versions: Vec<_> = versions.collect();
            json!({ "name": set.name, "purpose": set.purpose.as_str(), "suite": set.suite, "versions": versions })
        });
        serde_json::Value::Array(sets.collect()).to_string()
    }
}
