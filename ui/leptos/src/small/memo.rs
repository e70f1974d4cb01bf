//! Memos.

use reactive_graph::computed::Memo as Computed;

use crate::small::held::{Origin, Value, cast, handle};
use crate::small::signal::Get;

handle!(
    /// A value that is computed anew when what it has looked at changes.
    Memo, Computed<Value>
);

impl<T: Send + Sync + 'static> Get for Memo<T> {
    type Value = T;

    fn origin(self) -> Origin {
        Origin::Memo(self.0)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self::name(changing(Box::new(compute)))
    }
}

type Compute<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// The same for every memo of a type.
#[inline(never)]
fn changing<T>(compute: Compute<T>) -> Computed<Value>
where
    T: PartialEq + Send + Sync + 'static,
{
    computed(Box::new(move |old| {
        let old = old.as_ref().map(cast);
        let new = compute(old);
        let changed = old.is_none_or(|old| *old != new);
        (Box::new(new), changed)
    }))
}

/// The same for every type.
#[inline(never)]
fn computed(compute: Box<dyn Fn(Option<Value>) -> (Value, bool) + Send + Sync>) -> Computed<Value> {
    Computed::new_owning(compute)
}
