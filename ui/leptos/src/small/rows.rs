//! `<For>` for one type of row and key.

use std::sync::Arc;

use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::Owner;
use tachys::reactive_graph::OwnedView;
use tachys::view::keyed::{KeyedState, keyed};

use crate::small::into_render::IntoRender;
use crate::small::view::{AnyView, renew};
use leptos_macro::component;

/// Made into a view where its key was not there before.
struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

pub struct Rows(Box<dyn Fn() -> Vec<Row> + Send>);

pub type RowsState = KeyedState<String, fn(usize), OwnedView<AnyView>>;

#[component(transparent)]
pub fn For<IF, I, T, EF, N, KF, K>(each: IF, key: KF, children: EF) -> AnyView
where
    IF: Fn() -> I + Send + Sync + 'static,
    I: IntoIterator<Item = T> + Send + 'static,
    EF: Fn(T) -> N + Send + Sync + 'static,
    N: IntoRender + 'static,
    KF: Fn(&T) -> K + Send + Sync + 'static,
    K: ToString,
    T: Send + 'static,
{
    let children = Arc::new(children);
    let row = move |item: T| {
        let children = children.clone();
        Row { key: key(&item).to_string(), view: Box::new(move || children(item).into_render()) }
    };
    AnyView::Rows(Rows(Box::new(move || each().into_iter().map(&row).collect())))
}

impl Rows {
    pub fn build(self) -> RenderEffect<RowsState> {
        let parent = Owner::current().unwrap_or_default();
        RenderEffect::new(move |before| {
            let view = |_, row: Row| {
                let owner = parent.with(Owner::new);
                let view = owner.with(row.view);
                let moved: fn(usize) = drop;
                (moved, OwnedView::new_with_owner(view, owner))
            };
            renew(keyed((self.0)(), |row: &Row| row.key.clone(), view), before)
        })
    }
}
