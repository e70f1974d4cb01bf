//! Callbacks, kept by the one kind of stored value.

use std::sync::Arc;

use crate::small::stored_value::StoredValue;

type Function<In, Out> = Arc<dyn Fn(In) -> Out + Send + Sync>;

pub struct Callback<In, Out = ()>(StoredValue<Function<In, Out>>);

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In: 'static, Out: 'static> Callback<In, Out> {
    pub fn new(function: impl Fn(In) -> Out + Send + Sync + 'static) -> Self {
        Self(StoredValue::new(Arc::new(function)))
    }

    pub fn run(&self, input: In) -> Out {
        self.0.get_value()(input)
    }

    /// Nothing where the view that made it is gone.
    pub fn try_run(&self, input: In) -> Option<Out> {
        self.0.try_get_value().map(|function| function(input))
    }
}

impl<F: Fn() + Send + Sync + 'static> From<F> for Callback<()> {
    fn from(function: F) -> Self {
        Self::new(move |()| function())
    }
}
