//! What the macros call where a component is used.

use crate::small::callback::Callback;
use crate::small::signal::Signal;

pub trait Props {
    type Builder;

    fn builder() -> Self::Builder;
}

/// A component without properties takes the empty tuple.
pub trait PropsOrNoPropsBuilder {
    type Builder;

    fn builder_or_not() -> Self::Builder;
}

impl<P: Props> PropsOrNoPropsBuilder for P {
    type Builder = P::Builder;

    fn builder_or_not() -> Self::Builder {
        P::builder()
    }
}

pub struct NoProps;

impl NoProps {
    pub fn build(self) {}
}

impl PropsOrNoPropsBuilder for NoProps {
    type Builder = Self;

    fn builder_or_not() -> Self {
        Self
    }
}

pub trait Component<P> {}

impl<F: FnOnce() -> V, V> Component<NoProps> for F {}

impl<F: FnOnce(P) -> V, P: Props, V> Component<P> for F {}

pub fn component_props_builder<P: PropsOrNoPropsBuilder>(_: &impl Component<P>) -> P::Builder {
    P::builder_or_not()
}

pub trait ComponentConstructor<P, V> {
    fn construct(self, props: P) -> V;
}

impl<F: FnOnce() -> V, V> ComponentConstructor<(), V> for F {
    fn construct(self, (): ()) -> V {
        self()
    }
}

impl<F: FnOnce(P) -> V, P: Props, V> ComponentConstructor<P, V> for F {
    fn construct(self, props: P) -> V {
        self(props)
    }
}

pub fn component_view<P, V>(component: impl ComponentConstructor<P, V>, props: P) -> V {
    component.construct(props)
}

/// What the macros call for a property that is marked `into`. The last parameter tells the implementations apart.
pub trait IntoReactiveValue<T, How> {
    fn into_reactive_value(self) -> T;
}

pub struct Converted;

impl<T, U: Into<T>> IntoReactiveValue<T, Converted> for U {
    fn into_reactive_value(self) -> T {
        self.into()
    }
}

pub struct Derived;

impl<T, F> IntoReactiveValue<Signal<T>, Derived> for F
where
    T: Send + Sync + 'static,
    F: Fn() -> T + Send + Sync + 'static,
{
    fn into_reactive_value(self) -> Signal<T> {
        Signal::derive(self)
    }
}

pub struct Called;

impl<In: 'static, Out: 'static, F> IntoReactiveValue<Callback<In, Out>, Called> for F
where
    F: Fn(In) -> Out + Send + Sync + 'static,
{
    fn into_reactive_value(self) -> Callback<In, Out> {
        Callback::new(self)
    }
}
