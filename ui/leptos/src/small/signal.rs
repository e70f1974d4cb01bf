//! Signals.

use std::sync::Arc;

use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal as Source;
use reactive_graph::traits::{IsDisposed, Set as _, UntrackableGuard, Write};

use crate::small::held::{Origin, Value, cast_mut, disposed, handle};
use crate::small::memo::Memo;

handle!(
    /// A value that is followed by what looks at it.
    RwSignal, Source<Value>
);

handle!(
    /// What is followed, whatever it comes from; or a value that stays.
    Signal, Origin
);

/// What can be looked at, and followed by what looks at it.
pub trait Get: Copy {
    type Value: Send + Sync + 'static;

    fn origin(self) -> Origin;

    #[track_caller]
    fn with<U>(self, look: impl FnOnce(&Self::Value) -> U) -> U {
        look(self.origin().read().get())
    }

    #[track_caller]
    fn with_untracked<U>(self, look: impl FnOnce(&Self::Value) -> U) -> U {
        look(self.origin().read_untracked().get())
    }

    fn try_with_untracked<U>(self, look: impl FnOnce(&Self::Value) -> U) -> Option<U> {
        self.origin().try_read_untracked().map(|guard| look(guard.get()))
    }

    #[track_caller]
    fn get(self) -> Self::Value
    where
        Self::Value: Clone,
    {
        self.origin().read().copy()
    }

    #[track_caller]
    fn get_untracked(self) -> Self::Value
    where
        Self::Value: Clone,
    {
        self.origin().read_untracked().copy()
    }

    fn try_get_untracked(self) -> Option<Self::Value>
    where
        Self::Value: Clone,
    {
        self.origin().try_read_untracked().map(|guard| guard.copy())
    }

    fn track(self) {
        drop(self.origin().try_read());
    }
}

/// What can be changed, which is told to whoever follows it.
pub trait Set: Get {
    fn source(self) -> Source<Value>;

    fn set(self, value: Self::Value) {
        put(self.source(), Box::new(value));
    }

    /// Gives the value back where the signal is gone.
    fn try_set(self, value: Self::Value) -> Option<Self::Value> {
        if self.source().is_disposed() {
            return Some(value);
        }
        self.set(value);
        None
    }

    fn update(self, change: impl FnOnce(&mut Self::Value)) {
        self.try_update(change);
    }

    fn try_update<U>(self, change: impl FnOnce(&mut Self::Value) -> U) -> Option<U> {
        write(&self.source()).map(|mut guard| change(cast_mut(&mut guard)))
    }

    /// Tells nobody where `change` says so.
    fn maybe_update(self, change: impl FnOnce(&mut Self::Value) -> bool) {
        if let Some(mut guard) = write(&self.source())
            && !change(cast_mut(&mut guard))
        {
            guard.untrack();
        }
    }

    #[track_caller]
    fn update_untracked<U>(self, change: impl FnOnce(&mut Self::Value) -> U) -> U {
        match self.try_update_untracked(change) {
            Some(changed) => changed,
            None => disposed(),
        }
    }

    fn try_update_untracked<U>(self, change: impl FnOnce(&mut Self::Value) -> U) -> Option<U> {
        write(&self.source()).map(|mut guard| {
            guard.untrack();
            change(cast_mut(&mut guard))
        })
    }
}

impl<T: Send + Sync + 'static> Get for RwSignal<T> {
    type Value = T;

    fn origin(self) -> Origin {
        Origin::Signal(self.0)
    }
}

impl<T: Send + Sync + 'static> Set for RwSignal<T> {
    fn source(self) -> Source<Value> {
        self.0
    }
}

impl<T: Send + Sync + 'static> Get for Signal<T> {
    type Value = T;

    fn origin(self) -> Origin {
        self.0
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self::name(source(Box::new(value)))
    }
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    pub fn stored(value: T) -> Self {
        Self::name(stored(Box::new(value)))
    }

    pub fn derive(value: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::name(derived(Arc::new(move || Box::new(value()))))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        Self::stored(value.to_owned())
    }
}

impl<T: Send + Sync + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::name(signal.origin())
    }
}

impl<T: Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::name(memo.origin())
    }
}

// What these are made of is the same for every type.

#[inline(never)]
fn source(value: Value) -> Source<Value> {
    Source::new(value)
}

#[inline(never)]
fn stored(value: Value) -> Origin {
    Origin::Stored(StoredValue::new(value))
}

#[inline(never)]
fn derived(value: Arc<dyn Fn() -> Value + Send + Sync>) -> Origin {
    Origin::Derived(StoredValue::new(value))
}

#[inline(never)]
fn put(source: Source<Value>, value: Value) {
    source.set(value);
}

#[inline(never)]
fn write(source: &Source<Value>) -> Option<impl UntrackableGuard<Target = Value>> {
    source.try_write()
}
