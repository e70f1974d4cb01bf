//! What an attribute, class, style or property of an element is set to.

use std::borrow::Cow;

use crate::small::memo::Memo;
use crate::small::signal::{Get, RwSignal, Signal};

#[derive(Clone, PartialEq)]
pub enum Value {
    Nothing,
    Flag(bool),
    Text(Cow<'static, str>),
}

/// A value, or what it follows.
pub enum Live {
    Fixed(Value),
    Follows(Box<dyn Fn() -> Value + Send>),
}

/// What the macros put around the value of an attribute.
pub trait IntoAttributeValue {
    fn into_attribute_value(self) -> Live;
}

impl IntoAttributeValue for Live {
    fn into_attribute_value(self) -> Live {
        self
    }
}

impl<F, T> IntoAttributeValue for F
where
    F: Fn() -> T + Send + 'static,
    T: Into<Value>,
{
    fn into_attribute_value(self) -> Live {
        Live::Follows(Box::new(move || self().into()))
    }
}

macro_rules! follows {
    ($($signal:ident),*) => {
        $(impl<T> IntoAttributeValue for $signal<T>
        where
            T: Clone + Into<Value> + Send + Sync + 'static,
        {
            fn into_attribute_value(self) -> Live {
                (move || self.get()).into_attribute_value()
            }
        })*
    };
}

follows!(RwSignal, Memo, Signal);

macro_rules! fixed {
    ($($type:ty: $value:ident => $made:expr),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }

        impl IntoAttributeValue for $type {
            fn into_attribute_value(self) -> Live {
                Live::Fixed(self.into())
            }
        })*
    };
}

fixed! {
    bool: flag => Self::Flag(flag),
    &'static str: text => Self::Text(text.into()),
    String: text => Self::Text(text.into()),
    u32: number => number.to_string().into(),
    u64: number => number.to_string().into(),
    i32: number => number.to_string().into(),
    usize: number => number.to_string().into(),
    f64: number => number.to_string().into(),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Into<Value>> IntoAttributeValue for Option<T> {
    fn into_attribute_value(self) -> Live {
        Live::Fixed(self.into())
    }
}
