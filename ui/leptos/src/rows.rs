//! `<For>` for one type of row and key.

use std::sync::Arc;

use original::prelude::{ForProps as RowsProps, *};

use crate::erase::{AnyView, erase};

/// Made into a view where its key was not there before.
struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

#[component(transparent)]
pub fn For<IF, I, T, EF, N, KF, K>(each: IF, key: KF, children: EF) -> impl IntoView
where
    IF: Fn() -> I + Send + Sync + 'static,
    I: IntoIterator<Item = T> + Send + 'static,
    EF: Fn(T) -> N + Send + Sync + 'static,
    N: IntoView + 'static,
    KF: Fn(&T) -> K + Send + Sync + 'static,
    K: ToString,
    T: Send + 'static,
{
    let children = Arc::new(children);
    let row = move |item: T| {
        let children = children.clone();
        Row { key: key(&item).to_string(), view: Box::new(move || erase(children(item))) }
    };
    rows(Box::new(move || each().into_iter().map(&row).collect()))
}

fn rows(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    let props = RowsProps::builder()
        .each(each)
        .key(|row: &Row| row.key.clone())
        .children(|row: Row| (row.view)())
        .build();
    erase(original::prelude::For(props))
}
