//! Values that nothing follows, kept for as long as what made them.

use std::ops::DerefMut;

use reactive_graph::owner::StoredValue as Stored;
use reactive_graph::traits::{IsDisposed, SetValue, WriteValue};

use crate::small::held::{Origin, Value, cast_mut, handle};

handle!(
    /// A value that nothing follows.
    StoredValue, Stored<Value>
);

impl<T: Send + Sync + 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self::name(stored(Box::new(value)))
    }

    #[track_caller]
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(Origin::Stored(self.0).read().get())
    }

    #[track_caller]
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        Origin::Stored(self.0).read().copy()
    }

    pub fn try_get_value(&self) -> Option<T>
    where
        T: Clone,
    {
        Origin::Stored(self.0).try_read().map(|guard| guard.copy())
    }

    pub fn set_value(&self, value: T) {
        put(self.0, Box::new(value));
    }

    /// Gives the value back where there is no place for it any more.
    pub fn try_set_value(&self, value: T) -> Option<T> {
        if self.0.is_disposed() {
            return Some(value);
        }
        self.set_value(value);
        None
    }

    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    pub fn try_update_value<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        write(&self.0).map(|mut guard| change(cast_mut(&mut guard)))
    }
}

#[inline(never)]
fn stored(value: Value) -> Stored<Value> {
    Stored::new(value)
}

#[inline(never)]
fn put(stored: Stored<Value>, value: Value) {
    stored.try_set_value(value);
}

#[inline(never)]
fn write(stored: &Stored<Value>) -> Option<impl DerefMut<Target = Value>> {
    stored.try_write_value()
}
