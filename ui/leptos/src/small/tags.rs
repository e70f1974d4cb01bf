//! The tags that `view!` knows.

macro_rules! tags {
    ($namespace:expr; $($function:ident $tag:literal),* $(,)?) => {
        $(pub fn $function() -> crate::small::element::Element {
            crate::small::element::Element::new($tag, $namespace)
        })*
    };
}

pub mod html {
    pub use tachys::html::element::{Button, Dialog, Div, ElementType, Input};

    use crate::small::view::Inert;

    pub struct InertElement;

    impl InertElement {
        #[expect(clippy::new_ret_no_self, reason = "the macro's name for it")]
        pub const fn new(html: &'static str) -> Inert {
            Inert::html(html)
        }
    }

    tags! {
        None;
        a "a", article "article", aside "aside", br "br", button "button", code "code", dd "dd", del "del", details "details",
        dialog "dialog", div "div", dl "dl", dt "dt", em "em", fieldset "fieldset", figure "figure", footer "footer", form "form",
        h1 "h1", h2 "h2", h3 "h3", header "header", hr "hr", img "img", input "input", kbd "kbd", label "label",
        legend "legend", li "li", main "main", mark "mark", nav "nav", ol "ol", option "option", p "p", pre "pre",
        progress "progress", section "section", select "select", small "small", span "span", strong "strong",
        summary "summary", table "table", tbody "tbody", td "td", textarea "textarea", th "th", thead "thead",
        time "time", tr "tr", ul "ul",
    }
}

pub mod svg {
    use crate::small::view::Inert;

    pub struct InertElement;

    impl InertElement {
        #[expect(clippy::new_ret_no_self, reason = "the macro's name for it")]
        pub const fn new(html: &'static str) -> Inert {
            Inert::svg(html)
        }
    }

    tags! {
        Some("http://www.w3.org/2000/svg");
        circle "circle", g "g", line "line", path "path", polyline "polyline", rect "rect", svg "svg", text "text",
        title "title", r#use "use",
    }
}
