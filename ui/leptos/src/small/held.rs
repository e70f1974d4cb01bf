//! What signals, memos and stored values hold: a box, which each handle knows the content of.
//!
//! Leptos makes its reactive graph anew for each type that a signal holds. Here there is one graph, of boxes.

use std::any::Any;
use std::sync::Arc;

use reactive_graph::computed::Memo;
use reactive_graph::graph::untrack;
use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{GetValue, Read, ReadUntracked, ReadValue};

pub type Value = Box<dyn Any + Send + Sync>;

/// Where a value comes from.
#[derive(Clone, Copy)]
pub enum Origin {
    Signal(RwSignal<Value>),
    Memo(Memo<Value>),
    Derived(StoredValue<Arc<dyn Fn() -> Value + Send + Sync>>),
    Stored(StoredValue<Value>),
}

/// A value while it is looked at.
pub enum Guard {
    Held(<RwSignal<Value> as ReadUntracked>::Value),
    Memo(<Memo<Value> as ReadUntracked>::Value),
    Made(Value),
}

impl Guard {
    pub fn get<T: 'static>(&self) -> &T {
        cast(match self {
            Self::Held(guard) => guard,
            Self::Memo(guard) => guard,
            Self::Made(value) => value,
        })
    }

    #[inline(never)]
    pub fn copy<T: Clone + 'static>(&self) -> T {
        self.get::<T>().clone()
    }
}

impl Origin {
    /// Whoever is being computed follows this from now on.
    #[inline(never)]
    pub fn try_read(self) -> Option<Guard> {
        match self {
            Self::Signal(signal) => signal.try_read().map(Guard::Held),
            Self::Memo(memo) => memo.try_read().map(Guard::Memo),
            Self::Derived(derived) => derived.try_get_value().map(|value| Guard::Made(value())),
            Self::Stored(stored) => stored.try_read_value().map(Guard::Held),
        }
    }

    #[inline(never)]
    pub fn try_read_untracked(self) -> Option<Guard> {
        untrack(|| self.try_read())
    }

    #[inline(never)]
    #[track_caller]
    pub fn read(self) -> Guard {
        match self.try_read() {
            Some(guard) => guard,
            None => disposed(),
        }
    }

    #[inline(never)]
    #[track_caller]
    pub fn read_untracked(self) -> Guard {
        match self.try_read_untracked() {
            Some(guard) => guard,
            None => disposed(),
        }
    }
}

#[inline(never)]
pub fn cast<T: 'static>(value: &Value) -> &T {
    value.downcast_ref().unwrap_or_else(|| mistaken())
}

#[inline(never)]
pub fn cast_mut<T: 'static>(value: &mut Value) -> &mut T {
    value.downcast_mut().unwrap_or_else(|| mistaken())
}

/// A handle of a type is only made together with a value of that type.
#[cold]
fn mistaken() -> ! {
    unreachable!("a handle of another type")
}

/// In Leptos's words. The panic names the place that has asked.
#[cold]
#[track_caller]
pub fn disposed() -> ! {
    panic!("Tried to access a reactive value that has already been disposed.")
}

/// A type that names what a handle's box holds, and no more.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        pub struct $name<T>($inner, std::marker::PhantomData<fn() -> T>);

        impl<T> $name<T> {
            fn name(inner: $inner) -> Self {
                Self(inner, std::marker::PhantomData)
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}
    };
}

pub(crate) use handle;
