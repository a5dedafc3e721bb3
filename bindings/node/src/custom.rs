//! The application's functions behind the operator `custom`: they live on the thread of JavaScript and are called
//! there, whichever thread asks.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use fieldveil::{Error, ErrorCode, Veil};
use napi::Env;
use napi::bindgen_prelude::{FnArgs, FunctionRef};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};

use crate::error::thrown;

/// The name of a function and the text that it is to show; its answer, or nothing, which redacts.
type Call = FnArgs<(String, String)>;
pub(crate) type Ask = FunctionRef<Call, Option<String>>;
type AskLater = ThreadsafeFunction<Call, Option<String>, Call, napi::Status, false, true>;

/// How often a function may come back to the Veil that calls it before its answer is nothing: each time takes a thread,
/// and of JavaScript's stack what V8 does not see.
const MOST_WINDOWS: usize = 16;

/// The functions of one Veil.
pub(crate) struct Custom {
    ask: Ask,
    desk: Arc<Desk>,
}

/// Where the core's threads ask. While JavaScript waits for a call of its own, it answers the questions of that call;
/// else they wait for a turn of its loop.
struct Desk {
    open: Mutex<Vec<(u64, Sender<Question>)>>,
    later: AskLater,
    loop_thread: ThreadId,
}

struct Question {
    name: String,
    text: String,
    answer: Sender<Option<String>>,
}

impl Custom {
    /// Functions that `ask` finds by their names.
    ///
    /// # Errors
    /// Those of making a function that any thread may call.
    pub(crate) fn new(env: &Env, ask: Ask) -> napi::Result<Self> {
        let function = ask.borrow_back(env)?;
        let later = function.build_threadsafe_function().weak::<true>().callee_handled::<false>().build()?;
        let desk = Desk { open: Mutex::default(), later, loop_thread: thread::current().id() };
        Ok(Self { ask, desk: Arc::new(desk) })
    }

    /// The same Veil with a function of each name.
    pub(crate) fn register(&self, veil: Veil, names: Vec<String>) -> Veil {
        names.into_iter().fold(veil, |veil, name| {
            let (desk, asked) = (Arc::clone(&self.desk), name.clone());
            veil.with_custom(name, move |text| desk.ask(&asked, text))
        })
    }

    /// Does `work` on a thread of its own, while this one, of JavaScript, answers the questions of all.
    ///
    /// # Errors
    /// `internal` if the thread was lost.
    pub(crate) fn serve<T: Send>(&self, env: &Env, work: impl FnOnce() -> T + Send) -> napi::Result<T> {
        let ask = self.ask.borrow_back(env)?;
        let (sender, questions) = channel();
        let open = self.desk.open(sender);
        let done = thread::scope(|scope| {
            let working = scope.spawn(move || {
                let _until_done = open;
                work()
            });
            for Question { name, text, answer } in questions {
                // Nobody waits for the answer any more if the thread is gone.
                let _ = answer.send(ask.call((name, text).into()).ok().flatten());
            }
            working.join()
        });
        done.map_err(|_| thrown(&Error::new(ErrorCode::Internal, "a thread was lost; please report this")))
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Vec<(u64, Sender<Question>)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a window until what comes back is dropped: then its questions end.
    fn open(self: &Arc<Self>, sender: Sender<Question>) -> Window {
        let mut open = self.lock();
        let number = open.last().map_or(0, |(number, _)| number + 1);
        open.push((number, sender));
        Window { desk: Arc::clone(self), number }
    }

    fn ask(&self, name: &str, text: &str) -> Option<String> {
        let (answer, answered) = channel();
        let (name, text) = (name.to_owned(), text.to_owned());
        let open = self.lock();
        if open.len() > MOST_WINDOWS {
            return None;
        }
        if let Some((_, window)) = open.last() {
            window.send(Question { name, text, answer }).ok()?;
        } else if thread::current().id() == self.loop_thread {
            return None; // Waiting for oneself would be for ever.
        } else {
            let told = move |said: napi::Result<Option<String>>, _| {
                let _ = answer.send(said.ok().flatten());
                Ok(())
            };
            self.later.call_with_return_value(
                (name, text).into(),
                ThreadsafeFunctionCallMode::NonBlocking,
                told,
            );
        }
        drop(open);
        answered.recv().ok().flatten()
    }
}

/// An open window of the desk.
struct Window {
    desk: Arc<Desk>,
    number: u64,
}

impl Drop for Window {
    fn drop(&mut self) {
        self.desk.lock().retain(|(number, _)| *number != self.number);
    }
}
